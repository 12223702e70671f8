import { expect, failedPage, test } from '../fixtures/console.ts';

test('a product has its facts and leads back to its category', async ({ page }) => {
  await page.goto('/c/lighting/floor-lamps');
  const card = page.locator('.product-grid article').first();
  const name = await card.getByRole('heading').innerText();
  const price = await card.locator('.price-now').innerText();
  await card.getByRole('link').click();

  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
  await expect(page).toHaveTitle(`${name} · Vitrine`);
  await expect(page.locator('article.product .price-now')).toHaveText(price);
  await expect(page.locator('.stock')).toHaveText(/stock|left/);
  await expect(page.getByRole('table').getByRole('rowheader', { name: 'Item number' })).toBeVisible();

  const crumbs = page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link');
  await expect(crumbs).toHaveText(['Home', 'Lighting', 'Floor Lamps']);
  await crumbs.last().click();
  await expect(page).toHaveURL(/\/c\/lighting\/floor-lamps$/);
});

test('its brand leads to what else the brand makes', async ({ page }) => {
  await page.goto('/c/lighting/floor-lamps');
  await page.locator('.product-grid article').first().getByRole('link').click();
  const link = page.locator('.product-brand a');
  const brand = await link.innerText();
  await link.click();
  await expect(page).toHaveURL(/brand=/);
  await expect(page.getByRole('link', { name: `Remove filter: ${brand}` })).toBeVisible();
});

test('similar products are other products', async ({ page }) => {
  await page.goto('/c/lighting/floor-lamps');
  await page.locator('.product-grid article').first().getByRole('link').click();
  const name = await page.getByRole('heading', { level: 1 }).innerText();
  const similar = page.getByRole('region', { name: 'Similar products' }).getByRole('heading', { level: 3 });
  expect(await similar.count()).toBeGreaterThan(0);
  expect(await similar.allInnerTexts()).not.toContain(name);
});

test.describe('one that never was', () => {
  test.use({ expectedComplaints: [failedPage(404)] });

  test('is not found', async ({ page }) => {
    const response = await page.goto('/p/no-such-product');
    expect(response?.status()).toBe(404);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Page not found');
    await page.getByRole('main').getByRole('link', { name: 'To the front page' }).click();
    await expect(page).toHaveURL(/\/$/);
  });
});
