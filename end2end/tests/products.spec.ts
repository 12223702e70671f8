import type { Page } from '@playwright/test';
import { expectAccessible } from '../fixtures/accessibility.ts';
import { expect, failedPage, test } from '../fixtures/console.ts';
import { logInAsEditor } from '../fixtures/newcomer.ts';

/** Both projects edit at once: each makes products of its own. */
const mine = (what: string) => `${what} ${test.info().project.name} ${Date.now()}`;

const told = (page: Page) => page.locator('p.note[role=status]');

async function logInAsKeeper(page: Page) {
  await logInAsEditor(page);
}

async function makeProduct(page: Page, name: string) {
  await logInAsKeeper(page);
  await page.getByRole('main').getByRole('link', { name: 'Products' }).click();
  await page.getByRole('link', { name: 'New product' }).click();
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Item number').fill(name);
  await page.getByLabel('Price', { exact: true }).fill('49.90');
  await page.getByLabel('Status').selectOption('published');
  await page.getByRole('button', { name: 'Make product' }).click();
  await expect(told(page)).toHaveText(/^Made .+ It touched product:\d+, slug:\S+\. The one instance there is goes by it, after \d+ ms\.$/);
}

test('a product is made, found in the list, changed, and taken back', async ({ page, javaScriptEnabled }) => {
  const name = mine('Walnut stool');
  await makeProduct(page, name);
  if (javaScriptEnabled ?? true) await expectAccessible(page);
  const editor = page.url();

  await page.getByLabel('Price', { exact: true }).fill('59.90');
  await page.getByLabel('Property 1', { exact: true }).fill('wood');
  await page.getByLabel('Value of property 1', { exact: true }).fill('walnut');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(told(page)).toHaveText(/^Saved .+ It touched product:\d+\./);
  const history = page.getByRole('region', { name: 'History' });
  await expect(history.getByRole('listitem').first()).toContainText('$59.90');
  await page.getByRole('link', { name: 'View in shop' }).click();
  await expect(page.locator('.price-now').first()).toHaveText('$59.90');
  await expect(page.getByRole('row', { name: 'wood' })).toContainText('walnut');

  await page.goto('/admin/products');
  await page.getByLabel('Name, item number or key').fill(name);
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(page.locator('.products .count')).toHaveText('1 product');
  if (javaScriptEnabled ?? true) await expectAccessible(page);
  await page.getByRole('link', { name, exact: true }).click();
  await expect(page).toHaveURL(editor);

  await history.getByRole('button', { name: /^Undo the change/ }).first().click();
  await expect(told(page)).toHaveText(/^Taken back\./);
  await expect(page.getByLabel('Price', { exact: true })).toHaveValue('49.90');
});

test.describe('what is refused', () => {
  test.use({ expectedComplaints: [failedPage(422)] });

  test('says why beside the field and loses nothing', async ({ page, javaScriptEnabled }) => {
    await makeProduct(page, mine('Refused lamp'));
    const brand = mine('Nobody & Sons');
    await page.getByLabel('Price', { exact: true }).fill('dear');
    await page.getByLabel('Brand').fill(brand);
    await page.getByLabel('Description').fill('Typed <b>with</b> care.');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByLabel('Price', { exact: true })).toHaveValue('dear');
    await expect(page.getByLabel('Price', { exact: true })).toHaveAccessibleDescription(/A price is a plain number/);
    await expect(page.getByLabel('Description')).toHaveValue('Typed <b>with</b> care.');
    if (javaScriptEnabled ?? true) await expectAccessible(page);
    await page.getByLabel('Price', { exact: true }).fill('5');
    await page.getByLabel('Make this brand').check();
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(told(page)).toHaveText(/^Saved /);
    await expect(page.getByLabel('Brand')).toHaveValue(brand);
  });
});

test.describe('who comes second', () => {
  test.use({ expectedComplaints: [failedPage(409)] });

  test('sees what differs, and may take either', async ({ page, context, javaScriptEnabled }) => {
    await makeProduct(page, mine('Contested chair'));
    const other = await context.newPage();
    await other.goto(page.url());
    await other.getByLabel('Stock').fill('41');
    await other.getByRole('button', { name: 'Save' }).click();
    await expect(told(other)).toHaveText(/^Saved /);
    await page.getByLabel('Stock').fill('7');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByRole('heading', { name: 'Changed by someone else' })).toBeVisible();
    const differences = page.getByRole('table', { name: 'What differs' });
    await expect(differences.getByRole('row', { name: 'Stock' })).toContainText('41');
    await expect(page.getByLabel('Stock')).toHaveValue('7');
    if (javaScriptEnabled ?? true) await expectAccessible(page);
    await page.getByRole('button', { name: 'Save mine' }).click();
    await expect(told(page)).toHaveText(/^Saved /);
    await expect(page.getByLabel('Stock')).toHaveValue('7');
  });
});

test('a new address leads the old one there', async ({ page }) => {
  await makeProduct(page, mine('Moving shelf'));
  const slug = await page.getByLabel('Address').inputValue();
  await page.getByLabel('Address').fill(`${slug}-2`);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(told(page)).toHaveText(/^Saved /);
  await page.goto(`/p/${slug}`);
  await expect(page).toHaveURL(`/p/${slug}-2`);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Moving shelf');
});

test('what was deleted can be brought back', async ({ page, javaScriptEnabled }) => {
  await makeProduct(page, mine('Doomed vase'));
  await page.getByRole('button', { name: 'Delete this product' }).click();
  await expect(told(page)).toHaveText(/^Deleted /);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/was removed$/);
  if (javaScriptEnabled ?? true) await expectAccessible(page);
  await page.getByRole('button', { name: /^Undo the change/ }).first().click();
  await expect(told(page)).toHaveText(/^Taken back\./);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Doomed vase');
});
