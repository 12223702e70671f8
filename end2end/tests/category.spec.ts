import { expect, failedPage, test } from '../fixtures/console.ts';
import { resultCount } from '../fixtures/shop.ts';

test('a subcategory leads back up by its breadcrumbs', async ({ page }) => {
  await page.goto('/c/lighting/floor-lamps');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Floor Lamps');
  const below = await resultCount(page);
  await page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link', { name: 'Lighting' }).click();
  await expect(page).toHaveURL(/\/c\/lighting$/);
  expect(await resultCount(page)).toBeGreaterThan(below);
});

test.describe('one that does not exist', () => {
  test.use({ expectedComplaints: [failedPage(404)] });

  test('is not found', async ({ page }) => {
    const response = await page.goto('/c/no-such-thing');
    expect(response?.status()).toBe(404);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Page not found');
  });
});
