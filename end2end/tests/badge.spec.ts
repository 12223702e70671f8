import { account } from '../fixtures/account.ts';
import { expectAccessible } from '../fixtures/accessibility.ts';
import { expect, test } from '../fixtures/console.ts';
import { expectLoggedIn, logIn } from '../fixtures/newcomer.ts';

const words = /^\d+\.\d ms · (memory|redis|shared|made) · \d+ statements?$/;

test('those who work here see what a page cost, and how', async ({ page }) => {
  await logIn(page, account.email, account.password);
  await expectLoggedIn(page, account.email);
  await page.goto('/search?q=lamp');
  const badge = page.getByRole('link', { name: words });
  await expect(badge).toBeVisible();
  await expectAccessible(page);
  await badge.focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/admin\/performance\/request\?id=/);
  await expect(page.getByRole('main')).toContainText('GET /search');
  await expect(page.locator('.staff-badge')).toHaveCount(0);
  await page.goto('/admin/performance');
  await expect(page.locator('#live-state')).toHaveText(/^Live/);
  await expect(page.locator('.staff-badge')).toHaveCount(0);

  await page.goto('/');
  await expect(badge).toBeVisible();
  await page.getByRole('banner').getByRole('button', { name: 'Log out' }).click();
  await page.goto('/search?q=lamp');
  await expect(page.locator('#speed')).toBeVisible();
  await expect(page.locator('.staff-badge')).toHaveCount(0);
});

test('it lies over nothing on a phone', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await logIn(page, account.email, account.password);
  await expectLoggedIn(page, account.email);
  await page.goto('/search?q=lamp');
  const badge = page.locator('.staff-badge');
  await expect(badge).toHaveCSS('position', 'static');
  const beyond = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(await beyond()).toBeLessThanOrEqual(0);
});

test('a guest with the hint sees nothing more', async ({ page, context, baseURL }) => {
  await context.addCookies([{ name: 'vitrine-staff', value: '1', url: baseURL ?? '' }]);
  await page.goto('/search?q=lamp');
  await expect(page.locator('#speed')).toBeVisible();
  await expect(page.locator('.staff-badge')).toHaveCount(0);
});
