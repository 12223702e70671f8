import { expect, test } from '../fixtures/console.ts';
import { prices, productNames, resultCount, search } from '../fixtures/shop.ts';

test('words typed in the header find products', async ({ page }) => {
  await page.goto('/');
  await search(page, 'lamp');
  await expect(page).toHaveURL(/\/search\?q=lamp$/);
  await expect(page.getByRole('search').locator('input[name=q]')).toHaveValue('lamp');
  expect(await resultCount(page)).toBeGreaterThan(0);
  const names = await productNames(page);
  expect(names.length).toBeGreaterThan(0);
  expect(names[0]?.toLowerCase()).toContain('lamp');
});

test('words that nothing matches say so and lead on', async ({ page }) => {
  await page.goto('/search?q=qqxqxzz');
  await expect(page.locator('.result-range')).toHaveText('No results');
  await expect(page.getByRole('heading', { name: 'Nothing matches' })).toBeVisible();
  await page.getByRole('main').getByRole('link', { name: 'Browse all products' }).click();
  expect(await resultCount(page)).toBe(2000);
});

test('what was typed is shown as text, never as markup', async ({ page }) => {
  const words = '<img src=x onerror=alert(1)>"\'&amp;';
  await page.goto(`/search?q=${encodeURIComponent(words)}`);
  await expect(page.getByRole('search').locator('input[name=q]')).toHaveValue(words);
  await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toContainText('<img src=x');
  await expect(page.locator('img[src=x]')).toHaveCount(0);
});

test('pages follow each other without gap or repetition', async ({ page }) => {
  await page.goto('/search?q=lamp&sort=price');
  const total = await resultCount(page);
  const seen: string[] = [];
  for (;;) {
    seen.push(...(await page.locator('.product-grid .card-name a').evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''))));
    const next = page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Next', exact: true });
    if ((await next.count()) === 0) break;
    await next.click();
    await expect(page.locator('.result-range')).toHaveText(new RegExp(`^${seen.length + 1}–`));
  }
  expect(seen.length).toBe(total);
  expect(new Set(seen).size).toBe(total);
});

test('a page beyond the last shows the last and says so', async ({ page }) => {
  await page.goto('/search?q=lamp&page=4000');
  await expect(page.getByText('this is the last one')).toBeVisible();
  const total = await resultCount(page);
  await expect(page.locator('.result-range')).toHaveText(new RegExp(`–${total} of ${total}$`));
});

const orders: [slug: string, compare: (a: number, b: number) => boolean][] = [
  ['price', (a, b) => a <= b],
  ['price-desc', (a, b) => a >= b],
];
for (const [slug, inOrder] of orders) {
  test(`sort=${slug} orders by price`, async ({ page }) => {
    await page.goto(`/search?sort=${slug}`);
    const list = await prices(page);
    expect(list.length).toBeGreaterThan(10);
    list.slice(1).forEach((price, index) => expect(inOrder(list[index] ?? NaN, price), list.join(' ')).toBe(true));
  });
}

test('the sort box orders and keeps the words', async ({ page }) => {
  await page.goto('/search?q=lamp');
  const total = await resultCount(page);
  await page.getByLabel('Sort by').selectOption('price');
  await page.getByRole('button', { name: 'Sort' }).click();
  await expect(page).toHaveURL(/sort=price/);
  expect(await resultCount(page)).toBe(total);
  const list = await prices(page);
  expect(list).toEqual([...list].sort((a, b) => a - b));
});
