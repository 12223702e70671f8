import type { Page } from '@playwright/test';
import { expectAccessible } from '../fixtures/accessibility.ts';
import { expect, test } from '../fixtures/console.ts';
import { resultCount } from '../fixtures/shop.ts';

const PAGE = 24;
const button = (page: Page) => page.getByRole('button', { name: 'Show more results' });
const cards = (page: Page) => page.locator('.listing-results .card');
const links = (page: Page) => cards(page).locator('.card-name a').evaluateAll((all) => all.map((link) => link.getAttribute('href')));

test('more results follow those that are shown', async ({ page }) => {
  await page.goto('/search?q=lamp&sort=price');
  const total = await resultCount(page);
  expect(total).toBeGreaterThan(2 * PAGE);
  await button(page).click();
  await expect(cards(page)).toHaveCount(2 * PAGE);
  await expect(page.locator('.result-range')).toHaveText(`1–${2 * PAGE} of ${total}`);
  await expect(page).toHaveURL(/\/search\?q=lamp&sort=price&page=2$/);
  await expect(cards(page).nth(PAGE).locator('.card-name a')).toBeFocused();
  await expectAccessible(page);

  // What was put together is what the pages have, one after the other.
  const together = await links(page);
  const apart = [];
  for (const number of [1, 2]) {
    await page.goto(`/search?q=lamp&sort=price&page=${number}`);
    apart.push(...(await links(page)));
  }
  expect(together).toEqual(apart);
});

test('at the end there is no button', async ({ page }) => {
  await page.goto('/search?q=lamp');
  const total = await resultCount(page);
  expect(total).toBeGreaterThan(PAGE);
  while (await button(page).isVisible()) {
    const before = await cards(page).count();
    await button(page).click();
    await expect.poll(() => cards(page).count()).toBeGreaterThan(before);
  }
  await expect(cards(page)).toHaveCount(total);
  await expect(page.locator('.result-range')).toHaveText(`1–${total} of ${total}`);
});

test('the way back leads to the same cards, where one was', async ({ page }) => {
  await page.goto('/search?q=lamp');
  const total = await resultCount(page);
  expect(total).toBeGreaterThan(2 * PAGE);
  await button(page).click();
  await expect(cards(page)).toHaveCount(2 * PAGE);
  const before = await links(page);
  const chosen = cards(page).nth(PAGE + 18);
  await chosen.scrollIntoViewIfNeeded();
  const y = await page.evaluate(() => scrollY);
  expect(y).toBeGreaterThan(1000);
  const name = await chosen.getByRole('heading').innerText();
  await chosen.locator('.card-name a').click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);

  await page.goBack();
  await expect(cards(page)).toHaveCount(2 * PAGE);
  expect(await links(page)).toEqual(before);
  await expect.poll(() => page.evaluate(() => scrollY)).toBe(y);
  await expect(page.locator('.result-range')).toHaveText(`1–${2 * PAGE} of ${total}`);

  // It goes on from there.
  await button(page).click();
  await expect(cards(page)).toHaveCount(Math.min(3 * PAGE, total));
});

test('a page that is opened by its address is shown alone', async ({ page }) => {
  await page.goto('/search?q=lamp');
  await button(page).click();
  await expect(cards(page)).toHaveCount(2 * PAGE);
  // Straight to where one is would be to read the page again.
  await page.goto('/log-in');
  await page.goto('/search?q=lamp&page=2');
  await expect(page.locator('.result-range')).toHaveText(/^25–48 of /);
  await expect(button(page)).toBeVisible();
  await expect(cards(page)).toHaveCount(PAGE);
});

test.describe('when the next page does not come', () => {
  test.use({ expectedComplaints: [/ERR_FAILED|status of 503/] });

  for (const [how, fail] of [
    ['no answer', 'abort'],
    ['a refusal', 503],
  ] as const) {
    test(`it says so, and one can try again: ${how}`, async ({ page }) => {
      await page.goto('/search?q=lamp');
      await page.route('**/search?*page=2', (route) => (fail === 'abort' ? route.abort() : route.fulfill({ status: fail })));
      await button(page).click();
      await expect(page.getByRole('alert')).toHaveText('That did not work. Please try again.');
      await expect(cards(page)).toHaveCount(PAGE);
      await expect(page).toHaveURL(/\/search\?q=lamp$/);
      await page.unrouteAll();
      await page.getByRole('button', { name: 'Try again' }).click();
      await expect(cards(page)).toHaveCount(2 * PAGE);
      await expect(page.getByRole('alert')).toHaveText('');
      await expect(button(page)).toBeVisible();
    });
  }
});
