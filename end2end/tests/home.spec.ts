import { expect, test } from '../fixtures/console.ts';

test.beforeEach(({ page }) => page.goto('/').then(() => undefined));

test('says what it is, with one heading', async ({ page }) => {
  await expect(page).toHaveTitle(/Vitrine/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
});

test('a category tile leads to as many products as it says', async ({ page }) => {
  const tile = page.locator('.category-tiles a').first();
  const name = await tile.locator('.category-tile-name').innerText();
  const count = await tile.locator('.count').innerText();
  await tile.click();
  await expect(page).toHaveURL(/\/c\/[a-z0-9-]+$/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
  await expect(page.locator('.result-range')).toHaveText(new RegExp(`of ${count}$`));
});

test('a best rated product leads to its page', async ({ page }) => {
  const card = page.getByRole('region', { name: 'Best rated' }).getByRole('article').first();
  const name = await card.getByRole('heading').innerText();
  await card.getByRole('link').click();
  await expect(page).toHaveURL(/\/p\/[a-z0-9-]+$/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
});

test('every picture arrives', async ({ page, request }) => {
  const sources = await page.locator('main img').evaluateAll((images) => images.map((image) => image.getAttribute('src')));
  expect(sources.length).toBeGreaterThan(5);
  for (const source of new Set(sources)) {
    const response = await request.get(source ?? '');
    expect(response.status(), source ?? '').toBe(200);
    expect(response.headers()['content-type'], source ?? '').toMatch(/^image\//);
  }
});
