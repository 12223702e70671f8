import type { Page } from '@playwright/test';
import { account } from '../fixtures/account.ts';
import { expectAccessible } from '../fixtures/accessibility.ts';
import { expect, test } from '../fixtures/console.ts';
import { expectLoggedIn, logIn } from '../fixtures/newcomer.ts';

/** Words that no other test looks for. */
const unique = () => `panel${test.info().project.name.replace('-', '')}${Date.now()}`;

async function openPanel(page: Page) {
  await logIn(page, account.email, account.password);
  await expectLoggedIn(page, account.email);
  await page.getByRole('link', { name: 'How fast the shop is' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Performance');
}

test('from the panel to a request, its statement and the plan', async ({ page, browser, javaScriptEnabled }) => {
  await logIn(page, account.email, account.password);
  await expectLoggedIn(page, account.email);
  const visitor = await browser.newContext({ javaScriptEnabled });
  const shop = await visitor.newPage();
  await shop.goto(`/search?q=oak+${unique()}`);

  await page.goto('/admin/performance');
  await expect(page.locator('#status')).toContainText(/Good|Watch|Bad/);
  for (const region of ['latency', 'heat', 'phases', 'routes', 'vitals', 'cache', 'tiers', 'namespaces', 'redis', 'statements', 'pool', 'events', 'latest', 'cost']) {
    await expect(page.locator(`#${region}`)).toBeVisible();
  }
  if (javaScriptEnabled ?? true) await expectAccessible(page);

  await page.locator('#latest').getByRole('link', { name: 'GET /search' }).first().click();
  await expect(page).toHaveURL(/\/admin\/performance\/request\?id=/);
  await expect(page.getByRole('main')).toContainText('/search');
  if (javaScriptEnabled ?? true) await expectAccessible(page);

  await page.goto('/admin/performance');
  await page.locator('#statements').getByRole('link', { name: 'catalog.cards' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('catalog.cards');
  await expect(page.locator('.plan-tree .plan-step').first()).toBeVisible();
  await visitor.close();
});

test('the window stands in the address', async ({ page }) => {
  await openPanel(page);
  await page.getByRole('link', { name: '1 hour' }).click();
  await expect(page).toHaveURL(/window=1h/);
  await expect(page.getByRole('link', { name: '1 hour' })).toHaveAttribute('aria-current', 'true');
});

test('it is live, stops and goes on', async ({ page, browser, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, 'without scripts one loads the page again');
  await openPanel(page);
  const state = page.locator('#live-state');
  await expect(state).toHaveText(/^Live, \d+ s ago$/);
  const visitor = await browser.newContext();
  const shop = await visitor.newPage();
  const slug = await shop.goto('/').then(() => shop.locator('.card a').first().getAttribute('href'));
  await shop.goto(slug ?? '/');
  await expect(page.locator('#latest').getByRole('link', { name: /^GET .p.\{/ }).first()).toBeVisible();

  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(state).toHaveText('Paused');
  const before = await page.locator('#latest').innerHTML();
  await shop.goto('/why?q=oak&product=1');
  await page.waitForTimeout(2500);
  expect(await page.locator('#latest').innerHTML()).toBe(before);
  await page.getByRole('button', { name: 'Resume' }).click();
  await expect(page.locator('#latest').getByRole('link', { name: 'GET /why' }).first()).toBeVisible();
  await visitor.close();
});

test('hidden it slows down, and shown it is up to date at once', async ({ page, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, 'without scripts there is no stream');
  await page.clock.install();
  await openPanel(page);
  const state = page.locator('#live-state');
  await expect(state).toHaveText(/^Live/);
  const turn = (hidden: boolean) =>
    page.evaluate((hidden) => {
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden });
      document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
    }, hidden);
  const stream = (isSlow: boolean) =>
    page.waitForRequest((request) => request.url().includes('/live') && request.url().includes('every=30') === isSlow);

  const slow = stream(true);
  await turn(true);
  await page.clock.fastForward('00:21');
  expect((await slow).url()).toContain('last=');
  await expect(state).not.toHaveText('Connecting');

  const fast = stream(false);
  await turn(false);
  expect((await fast).url()).toContain('last=');
  await expect(state).toHaveText(/^Live, [01] s ago$/);
});

test('it ends with the session', async ({ page, context, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, 'without scripts there is no stream');
  await openPanel(page);
  await expect(page.locator('#live-state')).toHaveText(/^Live/);
  const other = await context.newPage();
  await other.goto('/me');
  await other.getByRole('banner').getByRole('button', { name: 'Log out' }).click();
  await expect(page.locator('#live-state')).toHaveText('Logged out');
});

test('it fits a phone', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await openPanel(page);
  const beyond = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(await beyond()).toBeLessThanOrEqual(0);
});

test('a guest is asked to log in first', async ({ page }) => {
  await page.goto('/admin/performance?window=1h');
  await expect(page).toHaveURL(/\/log-in\?next=%2Fadmin%2Fperformance%3Fwindow%3D1h$/);
});
