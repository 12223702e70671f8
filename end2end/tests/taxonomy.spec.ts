import type { Page } from '@playwright/test';
import { expectAccessible } from '../fixtures/accessibility.ts';
import { expect, failedPage, test } from '../fixtures/console.ts';
import { logInAsEditor } from '../fixtures/newcomer.ts';

/** Both projects edit at once: each makes categories and brands of its own. */
const mine = (what: string) => `${what} ${test.info().project.name} ${Date.now()}`;

const slug = (name: string) => name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');

const told = (page: Page) => page.locator('p.note[role=status]');

/** Makes a category from the page of all of them. */
async function makeCategory(page: Page, name: string, below?: string) {
  await page.goto('/admin/categories');
  const form = page.getByRole('region', { name: 'New category' });
  await form.getByLabel('Name').fill(name);
  if (below) await form.getByLabel('Below').selectOption({ label: below });
  await form.getByRole('button', { name: 'Make category' }).click();
  await expect(told(page)).toHaveText(/^Made category .+ It touched taxonomy\. The one instance there is goes by it, after \d+ ms\.$/);
}

/** Makes a product that is sold in this category. */
async function makeProduct(page: Page, name: string, category: string) {
  await page.goto('/admin/products/new');
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Item number').fill(name);
  await page.getByLabel('Status').selectOption('published');
  await page.getByLabel('Category').selectOption({ label: category });
  await page.getByRole('button', { name: 'Make product' }).click();
  await expect(told(page)).toHaveText(/^Made /);
}

test('a category is renamed, moved and merged, and its old addresses lead on', async ({ page, javaScriptEnabled }) => {
  const scripted = javaScriptEnabled ?? true;
  const [attic, cellar, shelf] = [mine('Attic'), mine('Cellar'), mine('Shelf')];
  await logInAsEditor(page);
  await page.getByRole('main').getByRole('link', { name: 'Categories' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Categories');
  if (scripted) await expectAccessible(page);
  await makeCategory(page, attic);
  await makeCategory(page, cellar);
  await makeCategory(page, shelf, attic);
  const shelfPage = page.url();
  if (scripted) await expectAccessible(page);
  const product = mine('Jar');
  await makeProduct(page, product, `${attic} › ${shelf}`);

  // Its new name is what the product is found by.
  const renamed = mine('Rack');
  await page.goto(shelfPage);
  const edit = page.getByRole('region', { name: 'Name and slug' });
  await edit.getByLabel('Name').fill(renamed);
  await edit.getByLabel('Slug').fill('');
  await edit.getByRole('button', { name: 'Save' }).click();
  await expect(told(page)).toHaveText(/^Renamed category .+, and its slug from .+ It touched category:\d+, taxonomy\./);
  await page.goto(`/search?q=${encodeURIComponent(renamed)}`);
  await expect(page.locator('.card').first()).toContainText(product);

  await page.goto(shelfPage);
  const move = page.getByRole('region', { name: 'Move' });
  await move.getByLabel('Below').selectOption({ label: cellar });
  await move.getByRole('button', { name: 'Move …' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Move “${renamed}” below “${cellar}”?`);
  await expect(page.getByText('1 product in it and below it stays in its category.')).toBeVisible();
  if (scripted) await expectAccessible(page);
  await page.getByRole('button', { name: `Move “${renamed}”` }).click();
  await expect(told(page)).toHaveText(/^Moved category /);
  const present = `/c/${slug(cellar)}/${slug(renamed)}`;
  for (const old of [slug(shelf), slug(renamed)]) {
    await page.goto(`/c/${slug(attic)}/${old}?stock=1`);
    await expect(page).toHaveURL(`${present}?stock=1`);
  }
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(renamed);

  // Back by one press.
  await page.goto(shelfPage);
  await page.getByRole('button', { name: `Undo: Moved category “${renamed}”` }).first().click();
  await expect(told(page)).toHaveText(/^Took back: Moved category /);
  await page.goto(present);
  await expect(page).toHaveURL(`/c/${slug(attic)}/${slug(renamed)}`);

  await page.goto(shelfPage);
  const merge = page.getByRole('region', { name: 'Merge' });
  await merge.getByLabel('Into').selectOption({ label: cellar });
  await merge.getByRole('button', { name: 'Merge …' }).click();
  await expect(page.getByText(`1 product moves to “${cellar}”.`)).toBeVisible();
  await page.getByRole('button', { name: `Merge into “${cellar}”` }).click();
  await expect(told(page)).toHaveText(/^Merged category /);
  await page.goto(`/c/${slug(attic)}/${slug(shelf)}`);
  await expect(page).toHaveURL(`/c/${slug(cellar)}`);
  await expect(page.locator('.card').first()).toContainText(product);
});

test('a brand is renamed and found by its old slug', async ({ page, javaScriptEnabled }) => {
  const name = mine('Maker');
  await logInAsEditor(page);
  await page.getByRole('main').getByRole('link', { name: 'Brands' }).click();
  if (javaScriptEnabled ?? true) await expectAccessible(page);
  const form = page.getByRole('region', { name: 'New brand' });
  await form.getByLabel('Name').fill(name);
  await form.getByRole('button', { name: 'Make brand' }).click();
  await expect(told(page)).toHaveText(/^Made brand /);
  if (javaScriptEnabled ?? true) await expectAccessible(page);
  const edit = page.getByRole('region', { name: 'Name and slug' });
  await edit.getByLabel('Slug').fill(`${slug(name)}-works`);
  await edit.getByRole('button', { name: 'Save' }).click();
  await expect(told(page)).toHaveText(/^Changed the slug of brand /);
  await page.goto(`/search?brand=${slug(name)}&stock=1`);
  await expect(page).toHaveURL(`/search?brand=${slug(name)}-works&stock=1`);
  await page.goto(`/admin/brands?q=${slug(name)}`);
  await page.getByRole('link', { name, exact: true }).click();
  await page.getByRole('button', { name: `Delete “${name}”` }).click();
  await expect(told(page)).toHaveText(/^Deleted brand /);
});

test.describe('what is refused', () => {
  test.use({ expectedComplaints: [failedPage(422)] });

  test('says why beside the field and loses nothing', async ({ page, javaScriptEnabled }) => {
    const name = mine('Twice');
    await logInAsEditor(page);
    await makeCategory(page, name);
    await page.goto('/admin/categories');
    const form = page.getByRole('region', { name: 'New category' });
    await form.getByLabel('Name').fill(name);
    await form.getByRole('button', { name: 'Make category' }).click();
    await expect(form.getByLabel('Slug')).toHaveAccessibleDescription(new RegExp(`“${name}” has the address`));
    await expect(form.getByLabel('Name')).toHaveValue(name);
    if (javaScriptEnabled ?? true) await expectAccessible(page);
  });
});
