import type { Page } from '@playwright/test';
import { account } from '../fixtures/account.ts';
import { expectAccessible } from '../fixtures/accessibility.ts';
import { expect, test } from '../fixtures/console.ts';
import { expectLoggedIn, logIn } from '../fixtures/newcomer.ts';

async function openDatabase(page: Page) {
  await logIn(page, account.email, account.password);
  await expectLoggedIn(page, account.email);
  await page.getByRole('link', { name: 'How the database does' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Database');
}

test('an administrator sees how the database does, and how a statement is run', async ({ page, javaScriptEnabled }) => {
  await openDatabase(page);
  await expect(page.locator('.standing')).toContainText(/^(Good|Watch|Bad) /);
  const headings = [
    'Now',
    'Indexes and tables to look after',
    'Statements and their plans',
    'Where PostgreSQL’s time goes',
    'Tables',
  ];
  await expect(page.getByRole('heading', { level: 2 })).toHaveText(headings);
  await expect(page.getByRole('region', { name: 'Tables' }).getByRole('row').filter({ hasText: 'products' }).first()).toBeVisible();
  if (javaScriptEnabled ?? true) await expectAccessible(page);

  const statements = page.getByRole('region', { name: 'Statements of this process' });
  await statements.getByRole('link', { name: /^catalog\.\w+$/ }).first().click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^catalog\.\w+$/);
  await expect(page.getByText(/^For the values of a recent run, which are not shown/)).toBeVisible();
  await expect(page.getByRole('region', { name: 'Slowest runs' })).toContainText(/ms|µs/);
  await expect(page.locator('.plan-tree .plan-step').first()).toContainText(/% of all, estimated/);
  if (javaScriptEnabled ?? true) await expectAccessible(page);

  await page.getByRole('link', { name: 'Run it to measure each step' }).click();
  await expect(page).toHaveURL(/analyze=1/);
  await expect(page.getByText(/rolled back: .* to plan, .* to run/)).toBeVisible();
  await expect(page.locator('.plan-tree .plan-step').first()).toContainText(/Time/);
  if (javaScriptEnabled ?? true) await expectAccessible(page);
  await page.getByRole('link', { name: 'All statements' }).click();
  await expect(page).toHaveURL(/\/admin\/database$/);
});

test('a statement that diesel composed has a plan for any values', async ({ page }) => {
  await openDatabase(page);
  await page.getByRole('region', { name: 'Statements of this process' }).getByRole('link', { name: 'accounts.by_email', exact: true }).click();
  await expect(page.getByText('For any values: as if none were known.')).toBeVisible();
  await expect(page.locator('.plan-tree .plan-step').first()).toBeVisible();
  await expect(page.getByRole('link', { name: 'Run it to measure each step' })).toHaveCount(0);
});

test('it fits a phone', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await openDatabase(page);
  const beyond = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(await beyond()).toBeLessThanOrEqual(0);
  await page.getByRole('link', { name: /^catalog\.\w+$/ }).first().click();
  await expect(page.locator('.plan-tree').first()).toBeVisible();
  expect(await beyond()).toBeLessThanOrEqual(0);
});

test('a guest is asked to log in first', async ({ page }) => {
  await page.goto('/admin/database/query?name=catalog.cards');
  await expect(page).toHaveURL(/\/log-in\?next=%2Fadmin%2Fdatabase%2Fquery%3Fname%3Dcatalog\.cards$/);
});
