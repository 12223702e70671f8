import { expectAccessible } from '../fixtures/accessibility.ts';
import { expect, test } from '../fixtures/console.ts';
import { logInAsEditor } from '../fixtures/newcomer.ts';

/** Both projects edit at once: each makes products of its own. */
const mine = (what: string) => `${what} ${test.info().project.name} ${Date.now()}`;

test('a program changes a price by a token, until the token is revoked', async ({ page, request, javaScriptEnabled }) => {
  const name = mine('Price robot');
  await logInAsEditor(page);
  await page.getByRole('link', { name: 'Tokens for programs' }).click();
  await page.getByLabel('What it is for').fill(name);
  await page.getByLabel('Read products of every status').check();
  await page.getByLabel('Make, change and remove products').check();
  await page.getByLabel('It holds').selectOption('30');
  await page.getByRole('button', { name: 'Make token' }).click();
  const token = await page.locator('#token').innerText();
  expect(token.trim()).toMatch(/^vit_[\w-]{43}$/);
  if (javaScriptEnabled ?? true) await expectAccessible(page);
  await page.goto('/admin/tokens');
  await expect(page.locator('#token')).toHaveCount(0);
  await expect(page.getByRole('row', { name })).toContainText('Never');

  const authorization = `Bearer ${token.trim()}`;
  const made = await request.post('/api/v1/products', {
    headers: { authorization },
    data: { name, sku: name, currency: 'USD', status: 'published', price_minor: 4990 },
  });
  expect(made.status()).toBe(201);
  const { product } = await made.json();
  await page.goto(`/p/${product.slug}`);
  await expect(page.locator('.price-now').first()).toHaveText('$49.90');

  const change = (price_minor: number, seen: string) =>
    request.patch(`/api/v1/products/${product.id}`, {
      headers: { authorization, 'if-match': seen, 'content-type': 'application/merge-patch+json' },
      data: JSON.stringify({ price_minor }),
    });
  const changed = await change(3990, made.headers().etag ?? '');
  expect(changed.status()).toBe(200);
  await page.reload();
  await expect(page.locator('.price-now').first()).toHaveText('$39.90');

  await page.goto('/admin/tokens');
  await expect(page.getByRole('row', { name })).toContainText('just now');
  await page.getByRole('button', { name: `Revoke ${name}` }).click();
  await expect(page.locator('p.note[role=status]')).toContainText(`Revoked ${name}.`);
  await expect(page.getByRole('row', { name })).toHaveCount(0);
  expect((await change(2990, changed.headers().etag ?? '')).status()).toBe(401);
});
