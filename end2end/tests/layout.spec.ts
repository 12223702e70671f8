import { expectAccessible } from '../fixtures/accessibility.ts';
import { expect, test } from '../fixtures/console.ts';
import { openFilters, resultCount } from '../fixtures/shop.ts';

for (const address of ['/', '/search?q=lamp', '/c/electronics', '/log-in', '/register', '/search?q=qqxqxzz']) {
  test(`${address} fits the width of the screen`, async ({ page }) => {
    await page.goto(address);
    const beyond = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(beyond).toBeLessThanOrEqual(0);
  });
}

test('products stand side by side, however small the screen', async ({ page }) => {
  await page.goto('/search?q=lamp');
  const [first, second] = await Promise.all([0, 1].map((index) => page.locator('.product-grid > li').nth(index).boundingBox()));
  expect(second?.y).toBe(first?.y);
  expect(second?.x).toBeGreaterThan(first?.x ?? NaN);
});

test('filters are at hand, and break no rule', async ({ page }) => {
  await page.goto('/search?q=lamp');
  const before = await resultCount(page);
  const filters = await openFilters(page);
  await filters.getByRole('checkbox', { name: /In stock/ }).check();
  await expectAccessible(page);
  await filters.getByRole('button', { name: 'Apply' }).click();
  await expect(page).toHaveURL(/stock=1/);
  expect(await resultCount(page)).toBeLessThan(before);
});

test('the first stop of the Tab key skips to the content', async ({ page }) => {
  await page.goto('/search');
  await page.keyboard.press('Tab');
  const link = page.getByRole('link', { name: 'Skip to content' });
  await expect(link).toBeFocused();
  await expect(link).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(page.locator('#main')).toBeFocused();
});
