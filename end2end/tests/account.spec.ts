import type { Page } from '@playwright/test';
import { account, attempts } from '../fixtures/account.ts';
import { expect, failedPage, test } from '../fixtures/console.ts';

async function logIn(page: Page, password: string) {
  await page.getByLabel('Email address').fill(account.email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Log in' }).click();
}

test('a guest is asked to log in, and comes back to where they were going', async ({ page }) => {
  await page.goto('/me');
  await expect(page).toHaveURL(/\/log-in\?next=/);
  await logIn(page, account.password);
  await expect(page).toHaveURL(/\/me$/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your account');
  await expect(page.getByText(account.email)).toBeVisible();
});

test('logging out ends the session, also for a saved cookie', async ({ page, context, baseURL }) => {
  await page.goto('/log-in?next=%2Fme');
  await logIn(page, account.password);
  await expect(page).toHaveURL(/\/me$/);
  const cookies = await context.cookies();
  await page.getByRole('button', { name: 'Log out', exact: true }).click();
  await expect(page).not.toHaveURL(/\/me$/);
  await page.goto('/me');
  await expect(page).toHaveURL(/\/log-in/);

  await context.addCookies(cookies);
  await page.goto('/me');
  await expect(page, `a cookie from before, for ${baseURL}`).toHaveURL(/\/log-in/);
});

test.describe('after a wrong password', () => {
  test.use({ expectedComplaints: [failedPage(422)] });

  test('the form does not say what was wrong, and keeps the address', async ({ page, context }) => {
    await page.goto('/log-in');
    await logIn(page, 'not the password');
    await expect(page.getByRole('alert')).toContainText('email address or the password is wrong');
    await expect(page.getByLabel('Email address')).toHaveValue(account.email);
    expect(await context.cookies()).toEqual([]);
  });
});

test('the session cookie is out of reach of scripts and other sites', async ({ page, context }) => {
  await page.goto('/log-in');
  await logIn(page, account.password);
  await expect(page.getByRole('alert')).toHaveCount(0);
  const cookies = await context.cookies();
  expect(cookies.every(({ sameSite }) => sameSite === 'Lax')).toBe(true);
  // Whoever works for the shop has a hint, too, which is no secret.
  const readable = cookies.filter(({ httpOnly }) => !httpOnly);
  expect(readable.map(({ name, value }) => `${name}=${value}`)).toEqual(['vitrine-staff=1']);
  expect(cookies.length).toBe(2);
});

test('another site cannot log a visitor in or out', async ({ request }) => {
  for (const path of ['/log-in', '/log-out', '/favourites']) {
    const response = await request.post(path, {
      form: { email: account.email, password: account.password },
      headers: { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
    });
    expect(response.status(), path).toBe(403);
  }
});

test('the way back never leaves the shop', async ({ page, baseURL }) => {
  await page.goto('/log-in?next=%2F%2Fevil.example%2F');
  await logIn(page, account.password);
  await expect(page.getByRole('button', { name: 'Log in' })).toHaveCount(0);
  expect(new URL(page.url()).origin).toBe(baseURL);
});

test.describe('after too many attempts', () => {
  test.use({ expectedComplaints: [failedPage(429)] });

  test('the form says how long to wait, and keeps the address', async ({ page, request }, { project }) => {
    const email = `nobody-${project.name}@shop.example`;
    const form = { email, password: 'not the password' };
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      const response = await request.post('/log-in', { form, maxRedirects: 0 });
      expect(response.status()).toBe(422);
    }
    await page.goto('/log-in');
    await page.getByLabel('Email address').fill(email);
    await page.getByLabel('Password').fill(account.password);
    await page.getByRole('button', { name: 'Log in' }).click();
    await expect(page.getByRole('alert')).toHaveText(/Too many attempts. Please wait \d+ minutes/);
    await expect(page.getByLabel('Email address')).toHaveValue(email);
    await expect(page.getByLabel('Password')).toHaveValue('');
  });
});
