import type { Page } from '@playwright/test';
import { expectAccessible } from '../fixtures/accessibility.ts';
import { expect, test } from '../fixtures/console.ts';

const compared = (page: Page) => page.getByRole('region', { name: 'Comparison' }).getByRole('columnheader').getByRole('link', { name: /^(?!Take away)/ });

async function openLamp(page: Page, index: number) {
  await page.goto('/c/lighting/floor-lamps');
  await page.locator('.product-grid article').nth(index).getByRole('heading').getByRole('link').click();
  await expect(page.locator('article.product')).toBeVisible();
  return page.getByRole('heading', { level: 1 }).innerText();
}

test('products stand side by side, and what they have in common can be left out', async ({ page, javaScriptEnabled }) => {
  const first = await openLamp(page, 0);
  await page.getByRole('link', { name: 'Compare', exact: true }).click();
  await expect(compared(page)).toHaveText([first]);

  const other = page.getByRole('link', { name: /^Compare with / }).first();
  const second = await other.innerText();
  await other.click();
  await expect(compared(page)).toHaveText([first, second]);
  if (javaScriptEnabled ?? true) await expectAccessible(page);

  const rows = page.getByRole('region', { name: 'Comparison' }).locator('tbody tr');
  const all = await rows.count();
  await page.getByLabel('Only what differs').check();
  await expect(rows.filter({ visible: true })).not.toHaveCount(all);

  await page.getByRole('link', { name: `Take away ${first}` }).click();
  await expect(compared(page)).toHaveText([second]);
});

test('what is gathered on the pages of products is compared', async ({ page, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, 'A script gathers it.');
  const names = [];
  for (const index of [0, 1]) {
    names.unshift(await openLamp(page, index));
    await page.getByRole('link', { name: 'Compare', exact: true }).click();
    await expect(compared(page)).toHaveText(names);
  }
});

test('nothing to compare leads to products', async ({ page }) => {
  await page.goto('/compare?p=nowhere');
  await expect(page.getByText('One of these products is no longer sold.')).toBeVisible();
  await page.getByRole('main').getByRole('link', { name: 'All products' }).click();
  await expect(page).toHaveURL(/\/search$/);
});
