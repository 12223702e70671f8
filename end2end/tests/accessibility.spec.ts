import { expectAccessible } from '../fixtures/accessibility.ts';
import { expect, failedPage, test } from '../fixtures/console.ts';

test.use({ expectedComplaints: [failedPage(404)] });

const pages = [
  '/',
  '/search?q=lamp&rating=4',
  '/c/lighting/floor-lamps',
  '/log-in',
  '/register',
  '/forgot',
  '/reset?token=x',
  '/confirm',
  '/search?q=qqxqxzz',
  '/nowhere',
];

for (const scheme of ['light', 'dark'] as const) {
  for (const address of pages) {
    test(`${address} breaks no rule (${scheme})`, async ({ page }) => {
      await page.emulateMedia({ colorScheme: scheme });
      await page.goto(address);
      await expectAccessible(page);
    });
  }
}

test('a product breaks no rule', async ({ page }) => {
  await page.goto('/c/lighting/floor-lamps');
  await page.locator('.product-grid article').first().getByRole('link').click();
  await expect(page.locator('article.product')).toBeVisible();
  await expectAccessible(page);
});

test('the open list of suggestions breaks no rule', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('combobox', { name: 'Search products' }).pressSequentially('lam');
  await expect(page.getByRole('listbox')).toBeVisible();
  await expectAccessible(page);
});
