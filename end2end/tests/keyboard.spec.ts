import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures/console.ts';

/** Presses Tab until what is wanted has the focus; where it is not reached, says what was passed. */
async function tabTo(page: Page, wanted: RegExp) {
  const passed: string[] = [];
  for (let presses = 0; presses < 120; presses += 1) {
    await page.keyboard.press('Tab');
    const name = await page.evaluate(() => {
      const focused = document.activeElement;
      return focused?.getAttribute('aria-label') ?? focused?.textContent ?? '';
    });
    if (wanted.test(name.trim())) {
      // Where one is must be seen, and not lie under the header.
      await expect(page.locator(':focus')).toBeInViewport();
      return;
    }
    passed.push(name.trim());
  }
  throw new Error(`${wanted} was not reached, but ${passed.join(' | ')}`);
}

test('from a search to a favourite without a mouse', async ({ page }) => {
  await page.goto('/');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();

  await page.keyboard.press('/');
  const field = page.getByRole('combobox', { name: 'Search products' });
  await expect(field).toBeFocused();
  await page.keyboard.type('floor lamp');
  await expect(page.getByRole('listbox')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/search\?q=floor/);

  const first = page.locator('.product-grid article').first();
  const name = await first.getByRole('heading').innerText();
  await tabTo(page, new RegExp(`^${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);

  await tabTo(page, /^Favourite: /);
  await page.keyboard.press('Space');
  await expect(page.getByRole('status').filter({ hasText: 'Added to your favourites.' })).toBeVisible();

  await page.goto('/favourites');
  await expect(page.getByRole('main').getByRole('heading', { level: 3 })).toHaveText([name]);
});
