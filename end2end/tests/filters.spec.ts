import type { Locator } from '@playwright/test';
import { expect, test } from '../fixtures/console.ts';
import { openFilters, resultCount } from '../fixtures/shop.ts';

/** Where filters are tried: everything, words, a category, and words with a filter already set. */
const listings = ['/search', '/c/electronics', '/search?q=steel&rating=4'];

/** The figure beside a choice. */
const countOf = async (choice: Locator) => Number((await choice.locator('.count').innerText()).replaceAll(',', ''));

for (const listing of listings) {
  test.describe(listing, () => {
    test.beforeEach(({ page }) => page.goto(listing).then(() => undefined));

    test('a brand gives as many results as its count says', async ({ page }) => {
      for (const index of [0, 3]) {
        await page.goto(listing);
        const filters = await openFilters(page);
        const choice = filters.getByRole('group', { name: 'Brand' }).locator('label.choice').nth(index);
        const count = await countOf(choice);
        await choice.getByRole('checkbox').check();
        await filters.getByRole('button', { name: 'Apply' }).click();
        await expect(page).toHaveURL(/brand=/);
        expect(count).toBeGreaterThan(0);
        expect(await resultCount(page)).toBe(count);
      }
    });

    test('each rating gives as many results as its count says', async ({ page }) => {
      for (const stars of ['4', '3']) {
        await page.goto(listing);
        const filters = await openFilters(page);
        const radio = page.getByRole('radio', { name: new RegExp(`^${stars} stars`) });
        const count = await countOf(filters.locator('label.choice', { has: radio }));
        await radio.check();
        await filters.getByRole('button', { name: 'Apply' }).click();
        await expect(page).toHaveURL(new RegExp(`rating=${stars}`));
        expect(await resultCount(page)).toBe(count);
      }
    });

    test('in stock gives as many results as its count says', async ({ page }) => {
      const filters = await openFilters(page);
      const box = page.getByRole('checkbox', { name: /In stock/ });
      const count = await countOf(filters.locator('label.choice', { has: box }));
      await box.check();
      await filters.getByRole('button', { name: 'Apply' }).click();
      await expect(page).toHaveURL(/stock=1/);
      expect(await resultCount(page)).toBe(count);
    });

    test('each category gives as many results as its count says', async ({ page }) => {
      const filters = await openFilters(page);
      const items = filters.getByRole('region', { name: 'Category' }).getByRole('listitem');
      const choices = await items.evaluateAll((nodes) =>
        nodes.slice(0, 3).map((node) => ({
          href: node.querySelector('a')?.getAttribute('href') ?? '',
          count: Number(node.querySelector('.count')?.textContent?.replaceAll(',', '')),
        })),
      );
      expect(choices.length).toBeGreaterThan(0);
      for (const { href, count } of choices) {
        await page.goto(href);
        expect(await resultCount(page), href).toBe(count);
      }
    });
  });
}

test('two brands give the sum of both, and a chip takes one away', async ({ page }) => {
  await page.goto('/search');
  const filters = await openFilters(page);
  const choices = filters.getByRole('group', { name: 'Brand' }).locator('label.choice');
  const [first, second] = [await countOf(choices.nth(0)), await countOf(choices.nth(1))];
  await choices.nth(0).getByRole('checkbox').check();
  await choices.nth(1).getByRole('checkbox').check();
  await filters.getByRole('button', { name: 'Apply' }).click();
  expect(await resultCount(page)).toBe(first + second);

  await page.getByRole('link', { name: /^Remove filter/ }).first().click();
  expect([first, second]).toContain(await resultCount(page));
  await page.getByRole('link', { name: 'Clear all' }).click();
  expect(await resultCount(page)).toBe(2000);
});

test('prices bound what is shown', async ({ page }) => {
  await page.goto('/search?q=lamp');
  const filters = await openFilters(page);
  await filters.getByLabel('From').fill('20');
  await filters.getByLabel('To', { exact: true }).fill('40.50');
  await filters.getByRole('button', { name: 'Apply' }).click();
  await expect(page).toHaveURL(/min=20/);
  const texts = await page.locator('.product-grid .price-now').allInnerTexts();
  expect(texts.length).toBeGreaterThan(0);
  for (const text of texts) {
    const price = Number(text.replace(/[^\d.]/g, ''));
    expect(price).toBeGreaterThanOrEqual(20);
    expect(price).toBeLessThanOrEqual(40.5);
  }
});
