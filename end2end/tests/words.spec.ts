import { expect, test } from '../fixtures/console.ts';
import { resultCount } from '../fixtures/shop.ts';

test('a word typed wrong finds what was meant, and can be searched for as it is', async ({ page }) => {
  await page.goto('/search?q=lamp');
  const meant = await resultCount(page);
  await page.goto('/search?q=lmap');
  const notice = page.getByText('Showing results for');
  await expect(notice).toContainText('lamp');
  expect(await resultCount(page)).toBe(meant);
  await notice.getByRole('link', { name: 'lmap' }).click();
  await expect(page).toHaveURL(/exact=1/);
  await expect(page.locator('.result-range')).toHaveText('No results');
});

test('words that no product has together find those that have most of them', async ({ page }) => {
  await page.goto('/search?q=lamp+zebra');
  await expect(page.getByText('Missing from some')).toContainText('zebra');
  expect(await resultCount(page)).toBeGreaterThan(0);
});

test('what was searched for is marked in names', async ({ page }) => {
  await page.goto('/search?q=LAMPS');
  await expect(page.locator('.card-name mark').first()).toHaveText(/^lamps?$/i);
});

test('each way out of an empty result gives as many results as it says', async ({ page }) => {
  await page.goto('/search?q=steel&min=90000&stock=1');
  const ways = page.getByRole('main').locator('.notice li', { hasText: 'Without' });
  const count = await ways.count();
  expect(count).toBeGreaterThan(1);
  for (let index = 0; index < count; index += 1) {
    const way = ways.nth(index);
    const told = Number((await way.textContent())?.match(/([\d,]+) products?/)?.[1]?.replace(/,/g, ''));
    await way.getByRole('link').click();
    expect(await resultCount(page)).toBe(told);
    await page.goBack();
  }
});
