import type { Page } from '@playwright/test';
import { expectAccessible } from '../fixtures/accessibility.ts';
import { expect, test } from '../fixtures/console.ts';
import { logInAsEditor } from '../fixtures/newcomer.ts';
import { productNames, search } from '../fixtures/shop.ts';

/** Letters that stand for this run alone: nothing is like them, so nothing is taken for them. */
const word = () => Array.from({ length: 12 }, () => 'bcdfghjkmnpqrstvwxz'[Math.floor(Math.random() * 19)]).join('');

const told = (page: Page) => page.locator('p.note[role=status]');

/** A product of one's own, for which nobody else looks. */
async function makeProduct(page: Page, name: string) {
  await page.goto('/admin/products/new');
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Item number').fill(name);
  await page.getByLabel('Price', { exact: true }).fill('49.90');
  await page.getByLabel('Status').selectOption('published');
  await page.getByRole('button', { name: 'Make product' }).click();
  await expect(told(page)).toHaveText(/^Made /);
}

test.beforeEach(async ({ page }) => {
  await logInAsEditor(page);
});

test('a search without results gets a synonym, and the shop finds what is meant', async ({ page, javaScriptEnabled }) => {
  const [sought, sold] = [word(), word()];
  await makeProduct(page, `Stool ${sold}`);
  await search(page, sought);
  await expect(page.locator('.result-range')).toHaveText('No results');

  // Searches are written down every ten seconds or so.
  const help = page.getByRole('link', { name: `Add a synonym for “${sought}”` });
  await expect(async () => {
    await page.goto('/admin/search');
    await expect(help).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 25_000 });
  if (javaScriptEnabled ?? true) await expectAccessible(page);
  await help.click();
  const rule = page.getByLabel('New rule');
  await expect(rule).toHaveValue(`${sought}, `);
  await rule.fill(`${sought}, ${sold}`);
  await page.getByRole('button', { name: 'Add' }).click();
  await expect(told(page)).toHaveText(/^Added .+ It touched synonyms\. The one instance there is goes by it, after \d+ ms\.$/);
  await page.getByRole('link', { name: 'View in shop' }).click();
  await expect(page.locator('.product-grid article h3')).toHaveText([`Stool ${sold}`]);

  await page.goto('/admin/search/synonyms');
  if (javaScriptEnabled ?? true) await expectAccessible(page);
  await page.getByRole('button', { name: new RegExp(`^Remove .*${sought}`) }).click();
  await expect(told(page)).toHaveText(/^Removed /);
});

test('a pinned product is the first of its search, and a hidden one is gone', async ({ page, javaScriptEnabled }) => {
  // Both projects run at once.
  const words = test.info().project.name.includes('script') ? 'lamp' : 'chair';
  const name = `Stool ${word()}`;
  await makeProduct(page, name);
  await page.goto('/admin/search');
  await page.getByLabel('Look at a search').fill(words);
  await page.getByRole('button', { name: 'Open' }).click();
  await page.getByLabel('Name, item number or key').fill(name);
  await page.getByRole('button', { name: 'Find' }).click();
  await page.getByRole('button', { name: `Pin ${name}` }).click();
  await expect(told(page)).toHaveText(new RegExp(`^Pinned .+ at place 1\\. It touched care:${words}\\.`));
  if (javaScriptEnabled ?? true) await expectAccessible(page);
  const shown = page.getByRole('region', { name: 'As the shop shows it' }).getByRole('listitem');
  await expect(shown.first()).toContainText('Pinned at 1');
  const second = (await shown.nth(1).getByRole('link').innerText()).trim();

  await page.getByRole('link', { name: 'View in shop' }).click();
  expect((await productNames(page)).slice(0, 2)).toEqual([name, second]);
  await page.goBack();

  await page.getByLabel(`Place of ${name}`).fill('2');
  await page.getByRole('button', { name: `Move ${name}` }).click();
  await expect(told(page)).toHaveText(/at place 2\./);
  await shown.first().getByRole('button', { name: /^Hide / }).click();
  await expect(told(page)).toHaveText(/^Hid /);
  await page.getByRole('link', { name: 'View in shop' }).click();
  const names = await productNames(page);
  expect(names[1]).toBe(name);
  expect(names).not.toContain(second);

  await page.goto(`/admin/search/query?q=${words}`);
  await page.getByRole('button', { name: /^Show again / }).click();
  await expect(told(page)).toHaveText(/^Let go of /);
  await page.getByRole('button', { name: `Unpin ${name}` }).click();
  await expect(page.getByText('The same: nothing is pinned or hidden.')).toBeVisible();
});
