import type { Page } from '@playwright/test';
import { expectAccessible } from '../fixtures/accessibility.ts';
import { expect, failedPage, test } from '../fixtures/console.ts';
import { logInAsEditor } from '../fixtures/newcomer.ts';

/** Both projects edit at once: each makes products of its own. */
const mine = (what: string) => `${what} ${test.info().project.name} ${Date.now()}`;

const told = (page: Page) => page.locator('p.note[role=status]');
const row = (page: Page, name: string) => page.locator('.product-row').filter({ hasText: name });

async function makeProducts(page: Page, names: string[]) {
  await logInAsEditor(page);
  for (const name of names) {
    await page.goto('/admin/products/new');
    await page.getByLabel('Name').fill(name);
    await page.getByLabel('Item number').fill(name);
    await page.getByLabel('Price', { exact: true }).fill('49.90');
    await page.getByLabel('Status').selectOption('published');
    await page.getByRole('button', { name: 'Make product' }).click();
    await expect(told(page)).toHaveText(/^Made /);
  }
}

async function list(page: Page, words: string) {
  await page.goto('/admin/products');
  await page.getByLabel('Name, item number or key').fill(words);
  await page.getByRole('button', { name: 'Show', exact: true }).click();
}

/** Goes to the page that tells what would come of an act. */
async function ask(page: Page, which: string, act: string) {
  await page.getByLabel('Which products').selectOption(which);
  await page.getByLabel('What to do').selectOption({ label: act });
  await page.getByRole('button', { name: 'Continue' }).click();
}

test('price, stock and status are changed in the list', async ({ page, javaScriptEnabled }) => {
  const name = mine('Listed lamp');
  await makeProducts(page, [name]);
  await list(page, name);
  await page.getByLabel(`Price, USD of ${name}`).fill('59.9');
  await page.getByLabel(`Stock of ${name}`).fill('3');
  await page.getByLabel(`Status of ${name}`).selectOption('archived');
  await page.getByRole('button', { name: `Save ${name}` }).click();
  await expect(told(page)).toHaveText(/^Saved .+ It touched product:\d+, slug:\S+\. The one instance there is goes by it, after \d+ ms\.$/);
  await expect(page).toHaveURL(/\/admin\/products\?q=[^#]+#p\d+$/);
  await expect(told(page)).toBeInViewport();
  await expect(page.getByLabel(`Price, USD of ${name}`)).toHaveValue('59.90');
  await expect(page.getByLabel(`Stock of ${name}`)).toHaveValue('3');
  if (javaScriptEnabled ?? true) await expectAccessible(page);
  await row(page, name).getByRole('link').click();
  await expect(page.getByRole('region', { name: 'History' }).getByRole('listitem').first()).toContainText('$59.90');
});

test.describe('what is refused in the list', () => {
  test.use({ expectedComplaints: [failedPage(422)] });

  test('says why beside the field and loses nothing', async ({ page, javaScriptEnabled }) => {
    const name = mine('Refused list');
    await makeProducts(page, [name]);
    await list(page, name);
    await page.getByLabel(`Price, USD of ${name}`).fill('dear');
    await page.getByLabel(`Stock of ${name}`).fill('12');
    await page.getByRole('button', { name: `Save ${name}` }).click();
    const price = page.getByLabel(`Price, USD of ${name}`);
    await expect(price).toHaveValue('dear');
    await expect(price).toHaveAccessibleDescription(/A price is a plain number/);
    await expect(page.getByLabel(`Stock of ${name}`)).toHaveValue('12');
    if (javaScriptEnabled ?? true) await expectAccessible(page);
    await price.fill('5');
    await page.getByRole('button', { name: `Save ${name}` }).click();
    await expect(told(page)).toHaveText(/^Saved /);
  });
});

test.describe('who comes second in the list', () => {
  test.use({ expectedComplaints: [failedPage(409)] });

  test('sees what differs, and may take either', async ({ page, context, javaScriptEnabled }) => {
    const name = mine('Contested list');
    await makeProducts(page, [name]);
    await list(page, name);
    const other = await context.newPage();
    await other.goto(page.url());
    await other.getByLabel(`Stock of ${name}`).fill('41');
    await other.getByRole('button', { name: `Save ${name}` }).click();
    await expect(told(other)).toHaveText(/^Saved /);
    await page.getByLabel(`Stock of ${name}`).fill('7');
    await page.getByRole('button', { name: `Save ${name}` }).click();
    await expect(page.getByRole('heading', { name: 'Changed by someone else' })).toBeVisible();
    const differences = page.getByRole('table', { name: 'What differs' });
    await expect(differences.getByRole('row', { name: 'Stock' })).toContainText('41');
    await expect(page.getByLabel(`Stock of ${name}`)).toHaveValue('7');
    // The bar of what can be done with many lies over what is scrolled below it.
    await page.getByRole('contentinfo').scrollIntoViewIfNeeded();
    if (javaScriptEnabled ?? true) await expectAccessible(page);
    await page.getByRole('button', { name: `Save ${name}` }).click();
    await expect(told(page)).toHaveText(/^Saved /);
    await expect(page.getByLabel(`Stock of ${name}`)).toHaveValue('7');
  });
});

test('many change at once as it was told, and go back as one', async ({ page, javaScriptEnabled }) => {
  const name = mine('Many chairs');
  const names = ['one', 'two', 'three'].map((number) => `${name} ${number}`);
  await makeProducts(page, names);
  await list(page, name);
  await expect(page.locator('.products .count')).toHaveText('3 products');
  const tickAll = page.getByLabel('Tick all');
  if (javaScriptEnabled ?? true) {
    await tickAll.check();
    await expect(page.getByLabel('Which products')).toContainText('The 3 ticked ones');
    await page.getByLabel(`Tick ${names[2]}`).uncheck();
    await expect(page.getByLabel('Which products')).toContainText('The 2 ticked ones');
  } else {
    await expect(tickAll).toBeHidden();
    await page.getByLabel(`Tick ${names[0]}`).check();
    await page.getByLabel(`Tick ${names[1]}`).check();
  }
  await ask(page, 'ticked', 'Archive');
  await expect(page.locator('.bulk-tally')).toHaveText('2 products: all will change.');
  if (javaScriptEnabled ?? true) await expectAccessible(page);
  await page.getByRole('button', { name: 'Archive 2 products' }).click();
  await expect(told(page)).toHaveText(/^2 products archived\. It touched /);
  await expect(page.getByLabel(`Status of ${names[0]}`)).toHaveValue('archived');
  await expect(page.getByLabel(`Status of ${names[2]}`)).toHaveValue('published');

  await ask(page, 'all', 'Change prices');
  await page.getByLabel('How').selectOption('up');
  await page.getByLabel('Percent, or the price').fill('10');
  await page.getByRole('button', { name: 'Show what would change' }).click();
  await expect(page.locator('.bulk-tally')).toHaveText('3 products: all will change.');
  await expect(page.getByRole('row', { name: 'USD then' })).toContainText('$54.89');
  if (javaScriptEnabled ?? true) await expectAccessible(page);
  await page.getByRole('button', { name: 'Change the price of 3 products' }).click();
  await expect(told(page)).toHaveText(/^Price of 3 products changed\./);
  await expect(page.getByLabel(`Price, USD of ${names[1]}`)).toHaveValue('54.89');
  if (javaScriptEnabled ?? true) await expectAccessible(page);

  await page.getByRole('link', { name: 'What was changed' }).click();
  await expect(page.getByText('3 products changed.')).toBeVisible();
  if (javaScriptEnabled ?? true) await expectAccessible(page);
  await page.goBack();
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(told(page)).toHaveText(/^Taken back for all 3 products\./);
  await expect(page.getByLabel(`Price, USD of ${names[1]}`)).toHaveValue('49.90');
});

test.describe('a set that has changed', () => {
  test.use({ expectedComplaints: [failedPage(409)] });

  test('is asked about again, and what was changed since an act stays', async ({ page, context }) => {
    const name = mine('Moving set');
    const names = [`${name} one`, `${name} two`];
    await makeProducts(page, names);
    await list(page, name);
    const address = page.url();
    await ask(page, 'all', 'Make drafts');
    const other = await context.newPage();
    await other.goto(address);
    await other.getByLabel(`Status of ${names[0]}`).selectOption('draft');
    await other.getByRole('button', { name: `Save ${names[0]}` }).click();
    await expect(told(other)).toHaveText(/^Saved /);
    await page.getByRole('button', { name: 'Make 2 products drafts' }).click();
    await expect(page.getByRole('alert')).toContainText('have changed since');
    await expect(page.locator('.bulk-tally')).toHaveText('2 products: 1 will change, 1 already is a draft.');
    await page.getByRole('button', { name: 'Make 1 product a draft' }).click();
    await expect(told(page)).toHaveText(/^1 product made a draft\./);

    await other.goto(address);
    await other.getByLabel(`Status of ${names[1]}`).selectOption('archived');
    await other.getByRole('button', { name: `Save ${names[1]}` }).click();
    await expect(told(other)).toHaveText(/^Saved /);
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await expect(told(page)).toHaveText(/^Nothing was taken back/);
  });
});

test('many are deleted by who has just typed the password, and come back', async ({ page, javaScriptEnabled }) => {
  const name = mine('Doomed bowls');
  await makeProducts(page, [`${name} one`, `${name} two`]);
  await list(page, name);
  await ask(page, 'page', 'Delete');
  await expect(page.locator('.bulk-tally')).toHaveText('2 products: all will be deleted.');
  if (javaScriptEnabled ?? true) await expectAccessible(page);
  await page.getByRole('button', { name: 'Delete 2 products' }).click();
  await expect(told(page)).toHaveText(/^2 products deleted\./);
  await expect(page.locator('.products .count')).toHaveText('0 products');
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(told(page)).toHaveText(/^Taken back for all 2 products\./);
  await expect(page.locator('.products .count')).toHaveText('2 products');
});
