import type { Locator, Page } from '@playwright/test';
import { expectAccessible } from '../fixtures/accessibility.ts';
import { keepers } from '../fixtures/account.ts';
import { expect, test } from '../fixtures/console.ts';

// They change what one account keeps.
test.describe.configure({ mode: 'serial' });

const heart = (card: Locator) => card.getByRole('button', { name: /^Favourite: / });

async function logIn(page: Page) {
  const account = keepers[test.info().project.name as keyof typeof keepers];
  await page.getByLabel('Email address').fill(account.email);
  await page.getByLabel('Password').fill(account.password);
  await page.getByRole('button', { name: 'Log in' }).click();
}

const names = (page: Page) => page.getByRole('main').getByRole('heading', { level: 3 });

test.describe('with script', () => {
  test.skip(({ javaScriptEnabled }) => javaScriptEnabled === false);

  test('a guest keeps favourites in the browser', async ({ page }) => {
    await page.goto('/favourites');
    await expect(page.getByText('Nothing here yet')).toBeVisible();
    await page.goto('/c/lighting/floor-lamps');
    const card = page.locator('.card').nth(2);
    const name = await card.getByRole('heading').innerText();
    await expect(heart(card)).toHaveAttribute('aria-pressed', 'false');
    await heart(card).click();
    await expect(heart(card)).toHaveAttribute('aria-pressed', 'true');
    await expect(page.getByRole('status').filter({ hasText: 'Added to your favourites.' })).toBeVisible();
    await expectAccessible(page);
    await expect(page, 'the card did not open').toHaveURL(/floor-lamps$/);

    await card.getByRole('link').click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
    await expect(page.locator('.product .heart')).toHaveAttribute('aria-pressed', 'true');

    await page.goto('/favourites');
    await expect(names(page)).toHaveText([name]);
    await expect(page.getByText('Kept in this browser alone.')).toBeVisible();
    await expectAccessible(page);
    await heart(page.locator('.card')).click();
    await expect(heart(page.locator('.card'))).toHaveAttribute('aria-pressed', 'false');
    await page.reload();
    await expect(page.getByText('Nothing here yet')).toBeVisible();
  });

  test('logging in hands over what the browser kept', async ({ page, context }) => {
    await page.goto('/c/lighting/floor-lamps');
    const card = page.locator('.card').first();
    const name = await card.getByRole('heading').innerText();
    await expect(heart(card)).toHaveAttribute('aria-pressed', 'false');
    await heart(card).click();
    await page.goto('/log-in?next=%2Fc%2Flighting%2Ffloor-lamps');
    await logIn(page);
    await expect(heart(card)).toHaveAttribute('aria-pressed', 'true');
    await expect.poll(() => page.evaluate(() => localStorage.getItem('vitrine.favourites'))).toBeNull();
    await page.goto('/favourites');
    await expect(names(page)).toHaveText([name]);
    await expectAccessible(page);

    // The account has it, wherever one logs in.
    await page.evaluate(() => localStorage.clear());
    await context.clearCookies();
    await page.goto('/log-in?next=%2Ffavourites');
    await logIn(page);
    await expect(names(page)).toHaveText([name]);
    const kept = heart(page.locator('.card'));
    await kept.click();
    await expect(kept).toHaveAttribute('aria-pressed', 'false');
    await page.reload();
    await expect(page.getByText('Nothing here yet')).toBeVisible();
  });

  test.describe('when the account cannot be reached', () => {
    test.use({ expectedComplaints: [/status of 503/] });

    test('a heart stays as it was and says so', async ({ page }) => {
      await page.goto('/log-in?next=%2Fc%2Flighting%2Ffloor-lamps');
      await logIn(page);
      const card = page.locator('.card').first();
      await expect(heart(card)).toHaveAttribute('aria-pressed', 'false');
      await page.route('**/favourites/ids', (route) => route.fulfill({ status: 503 }));
      await heart(card).click();
      await expect(page.getByText('That could not be saved.')).toBeVisible();
      await expect(heart(card)).toHaveAttribute('aria-pressed', 'false');
    });
  });
});

test.describe('without script', () => {
  test.skip(({ javaScriptEnabled }) => javaScriptEnabled !== false);

  test('the form keeps and gives up, after a log-in', async ({ page }) => {
    await page.goto('/c/lighting/floor-lamps?sort=price');
    const card = page.locator('.card').nth(1);
    const name = await card.getByRole('heading').innerText();
    await heart(card).click();
    await expect(page).toHaveURL(/\/log-in\?/);
    await expect(page.getByText('log in to keep favourites')).toBeVisible();
    await logIn(page);
    await expect(page).toHaveURL(/\/c\/lighting\/floor-lamps\?sort=price$/);
    await heart(card).click();
    await expect(page).toHaveURL(/\/c\/lighting\/floor-lamps\?sort=price$/);
    await page.getByRole('link', { name: 'Favourites', exact: true }).click();
    await expect(names(page)).toHaveText([name]);
    await heart(page.locator('.card')).click();
    await expect(page).toHaveURL(/\/favourites$/);
    await expect(page.getByText('Nothing here yet')).toBeVisible();
  });
});

test('another site cannot change what is kept', async ({ request }) => {
  const headers = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
  const form = { add: '1' };
  expect((await request.post('/favourites', { form, headers })).status()).toBe(403);
  expect((await request.patch('/favourites/ids', { form, headers })).status()).toBe(403);
});
