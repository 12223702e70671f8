import { expectAccessible } from '../fixtures/accessibility.ts';
import { expect, failedPage, test } from '../fixtures/console.ts';

test('a result tells which of its words were found where, and what its place comes from', async ({ page, javaScriptEnabled }) => {
  await page.goto('/search?q=floor+lamps');
  const card = page.locator('.listing-results .card').first();
  const link = card.getByRole('link', { name: /^Why this result\?/ });
  if (javaScriptEnabled) await expect(page.locator('.heart').first()).toHaveAttribute('aria-pressed', 'false');
  await link.click();
  const why = page.locator('.card .why, .why-page > .why');
  await expect(why.locator('.why-words')).toContainText(/“floor”: in the name/);
  await expect(why.locator('.why-words')).toContainText(/“lamps”:.* in the name/);
  await expect(why.locator('.why-parts')).toContainText('All words are in the name');
  const percents = (await why.locator('.why-percent').allInnerTexts()).map((text) => Number.parseInt(text, 10));
  const sum = percents.reduce((sum, percent) => sum + percent, 0);
  // Each is rounded.
  expect(Math.abs(sum - 100), percents.join(' + ')).toBeLessThanOrEqual(percents.length / 2);
  if (!javaScriptEnabled) {
    await expect(page).toHaveURL(/\/why\?q=floor\+lamps&product=\d+$/);
    await page.getByRole('link', { name: 'Back to the results' }).click();
    await expect(page).toHaveURL(/\/search\?q=floor\+lamps$/);
    return;
  }
  await expect(page).toHaveURL(/\/search\?q=floor\+lamps$/);
  await expect(link).toHaveAttribute('aria-expanded', 'true');
  await expectAccessible(page);
  await link.click();
  await expect(why).toHaveCount(0);
  await expect(link).toHaveAttribute('aria-expanded', 'false');
});

test('its own page breaks no rule, and no engine keeps it', async ({ page, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, 'the rules are checked by a script');
  await page.goto('/search?q=floor+lamps');
  const href = await page.locator('.card-why').first().getAttribute('href');
  await page.goto(href ?? '');
  await expect(page.locator('meta[name=robots]')).toHaveAttribute('content', 'noindex');
  await expectAccessible(page);
});

test('without words there is nothing to explain', async ({ page }) => {
  await page.goto('/c/lighting/floor-lamps');
  await expect(page.locator('.card').first()).toBeVisible();
  await expect(page.locator('.card-why')).toHaveCount(0);
});

test.describe('what is no result', () => {
  test.use({ expectedComplaints: [failedPage(404)] });

  test('has no explanation', async ({ page }) => {
    const response = await page.goto('/why?q=floor+lamps&product=999999999');
    expect(response?.status()).toBe(404);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Page not found');
  });
});
