import { keepers } from '../fixtures/account.ts';
import { expect, failedPage, test } from '../fixtures/console.ts';
import { openFilters, search } from '../fixtures/shop.ts';
import { recordViolations } from '../fixtures/violations.ts';

test.describe('every page', () => {
  test.use({ expectedComplaints: [failedPage(404)] });

  test('keeps to the policy, and its script runs', async ({ page }) => {
    const violations = await recordViolations(page);
    await page.goto('/search?q=floor+lamps');
    const product = await page.locator('.card-name a').first().getAttribute('href');
    const why = await page.locator('.card-why').first().getAttribute('href');
    const addresses = ['/', '/search', '/search?q=qqxqxzz', '/c/lighting', product, why, '/favourites', '/log-in', '/me', '/nowhere'];
    for (const address of addresses) {
      await page.goto(address ?? '');
      await expect(page.getByRole('combobox', { name: 'Search products' }), address ?? '').toBeVisible();
    }
    expect(violations).toEqual([]);
  });
});

test('searching, completing, filtering and loading more keep to the policy', async ({ page }) => {
  const violations = await recordViolations(page);
  await page.goto('/');
  await page.getByRole('combobox', { name: 'Search products' }).pressSequentially('lam');
  await expect(page.getByRole('option').first()).toBeVisible();
  await search(page, 'lamp');
  const cards = page.locator('.listing-results .card');
  const shown = await cards.count();
  await page.getByRole('button', { name: 'Show more results' }).click();
  await expect.poll(() => cards.count()).toBeGreaterThan(shown);
  await cards.first().getByRole('link', { name: /^Why this result\?/ }).click();
  await expect(page.locator('.card .why')).toBeVisible();
  const filters = await openFilters(page);
  await filters.getByRole('link').first().click();
  await expect(page.locator('.result-range')).toBeVisible();
  expect(violations).toEqual([]);
});

test('favourites, logging in and out keep to the policy', async ({ page }) => {
  const violations = await recordViolations(page);
  const { email, password } = keepers.policy;
  await page.goto('/search?q=lamp');
  const heart = page.locator('.heart').first();
  await expect(heart).toHaveAttribute('aria-pressed', 'false');
  await heart.click();
  await expect(heart).toHaveAttribute('aria-pressed', 'true');
  await page.goto('/log-in?next=%2Fsearch%3Fq%3Dlamp');
  await page.getByLabel('Email address').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Log in' }).click();
  await expect.poll(() => page.evaluate(() => localStorage.getItem('vitrine.favourites'))).toBeNull();
  await page.goto('/favourites');
  await expect(page.locator('.product-grid .card').first()).toBeVisible();
  await page.goto('/me');
  await page.getByRole('button', { name: 'Log out', exact: true }).click();
  await expect(page).not.toHaveURL(/\/me$/);
  expect(violations).toEqual([]);
});

test.describe('what is not ours', () => {
  test.use({ expectedComplaints: [/Content Security Policy/] });

  test('does not run, whatever way it comes in', async ({ page }) => {
    const violations = await recordViolations(page);
    await page.goto('/');
    await expect(page.getByRole('combobox', { name: 'Search products' })).toBeVisible();
    const ran = await page.evaluate(() => {
      const target = window as unknown as { ran?: string };
      const script = document.createElement('script');
      script.textContent = 'window.ran = "a script"';
      document.body.append(script);
      const link = document.createElement('a');
      link.href = 'javascript:window.ran = "a link"';
      document.body.append(link);
      link.click();
      const style = document.createElement('style');
      style.textContent = 'body { --forged: 1 }';
      document.body.append(style);
      return target.ran ?? getComputedStyle(document.body).getPropertyValue('--forged');
    });
    expect(ran).toBe('');
    for (const directive of ['script-src', 'style-src']) {
      await expect.poll(() => violations.join('\n')).toContain(directive);
    }
  });
});
