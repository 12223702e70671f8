import type { Page } from '@playwright/test';
import { expectAccessible } from '../fixtures/accessibility.ts';
import { expect, test } from '../fixtures/console.ts';

const box = (page: Page) => page.getByRole('combobox', { name: 'Search products' });
const recent = (page: Page) => page.locator('#suggestions .suggestion-label');

test.describe('recent searches', () => {
  test.beforeEach(async ({ page }) => {
    for (const words of ['desk', 'lamp', 'qqxqxzz', 'Desk']) {
      await page.goto(`/search?q=${words}`);
      // The role comes with the script.
      await expect(box(page)).toBeVisible();
    }
    await page.goto('/');
    await expect(box(page)).toBeVisible();
  });

  test('are offered in the empty box, and lead there again', async ({ page }) => {
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await box(page).focus();
    // The last first, none twice, and none that found nothing.
    await expect(recent(page)).toHaveText(['Desk', 'lamp']);
    await expect(box(page)).toHaveAttribute('aria-expanded', 'true');
    await expectAccessible(page);
    expect(asked, 'nobody is told').toEqual([]);
    await box(page).press('ArrowDown');
    await box(page).press('ArrowDown');
    await expect(box(page)).toHaveAttribute('aria-activedescendant', 'suggestion-1');
    await box(page).press('Enter');
    await expect(page).toHaveURL(/\/search\?q=lamp$/);
  });

  test('make way for completions', async ({ page }) => {
    await box(page).fill('lam');
    await expect(page.getByRole('option', { name: /Recent/ })).toHaveCount(0);
    await expect(page.getByRole('option').first()).toBeVisible();
    await box(page).fill('');
    await expect(recent(page)).toHaveText(['Desk', 'lamp']);
  });

  test('are forgotten one by one, by key and by pointer', async ({ page }) => {
    await box(page).focus();
    await box(page).press('ArrowDown');
    await box(page).press('Delete');
    await expect(recent(page)).toHaveText(['lamp']);
    await page.locator('.suggestion-forget').click();
    await expect(page.getByRole('listbox')).toBeHidden();
    await expect(page).toHaveURL(/\/$/);
    await page.reload();
    await expect(box(page)).toBeVisible();
    await box(page).focus();
    await expect(page.getByRole('listbox')).toBeHidden();
  });

  test('are forgotten all at once', async ({ page }) => {
    await box(page).focus();
    await box(page).press('ArrowUp');
    await box(page).press('Enter');
    await expect(page.getByRole('listbox')).toBeHidden();
    await expect(page).toHaveURL(/\/$/);
    expect(await page.evaluate(() => localStorage.length)).toBe(0);
  });
});

test('products that were looked at are shown, as they are now', async ({ page }) => {
  const names: string[] = [];
  for (const index of [0, 1]) {
    await page.goto('/c/lighting/floor-lamps');
    const card = page.locator('.card').nth(index);
    names.unshift(await card.getByRole('heading').innerText());
    await card.getByRole('link').click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(names[0] ?? '');
    // The script has seen the page when its hearts know what they are.
    await expect(page.locator('.product .heart')).toHaveAttribute('aria-pressed', 'false');
  }
  const strip = page.getByRole('region', { name: 'Recently viewed' });
  await expect(strip.getByRole('heading', { level: 3 }), 'not the one that is open').toHaveText([names[1] ?? '']);
  await page.goto('/');
  await expect(strip.getByRole('heading', { level: 3 })).toHaveText(names);
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(beyond, 'the strip moves in itself').toBeLessThanOrEqual(0);
  await expectAccessible(page);
  await strip.getByRole('button', { name: 'Forget these' }).click();
  await expect(strip).toBeHidden();
  await page.reload();
  await expect(page.locator('.heart').first()).toHaveAttribute('aria-pressed', 'false');
  await expect(strip).toBeHidden();
});

test('who looked at nothing sees no empty strip', async ({ page }) => {
  await page.goto('/');
  await expect(page.locator('.heart').first()).toHaveAttribute('aria-pressed', 'false');
  await expect(page.getByRole('region', { name: 'Recently viewed' })).toBeHidden();
});
