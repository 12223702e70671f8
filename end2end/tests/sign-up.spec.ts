import type { Page } from '@playwright/test';
import { expectAccessible } from '../fixtures/accessibility.ts';
import { expect, failedPage, test } from '../fixtures/console.ts';
import { expectMail, linkInMail } from '../fixtures/mail.ts';

test.use({ expectedComplaints: [failedPage(422)] });

const first = 'four plain words suffice';
const second = 'another four plain words';
const third = 'and four of them once more';

/** An address of nobody yet. */
const newcomer = (what: string) => `${what}-${test.info().project.name}-${Date.now()}@shop.example`;

async function submit(page: Page, button: string) {
  await page.getByRole('main').getByRole('button', { name: button }).click();
}

async function register(page: Page, email: string, password: string) {
  await page.goto('/register');
  await page.getByLabel('Email address').fill(email);
  await page.getByLabel('Password').fill(password);
  await submit(page, 'Create account');
}

async function logIn(page: Page, email: string, password: string) {
  await page.goto('/log-in');
  await page.getByLabel('Email address').fill(email);
  await page.getByLabel('Password').fill(password);
  await submit(page, 'Log in');
}

async function expectLoggedIn(page: Page, email: string) {
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your account');
  await expect(page.getByText(email)).toBeVisible();
}

/** Has an account made, and logs in. */
async function join(page: Page, email: string) {
  await register(page, email, first);
  await expect(page).toHaveURL(/\/register\/sent$/);
  await page.goto(await linkInMail(email, 'Confirm your email address'));
  await submit(page, 'Confirm');
  await expect(page.getByText('Your account is there.')).toBeVisible();
  await logIn(page, email, first);
  await expectLoggedIn(page, email);
}

test('a newcomer signs up, confirms the address and logs in', async ({ page }) => {
  const email = newcomer('join');
  await page.goto('/log-in');
  await page.getByRole('link', { name: 'Create one' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Create an account');
  await join(page, email);
  if (test.info().project.name !== 'no-script') await expectAccessible(page);
});

test('what cannot be followed keeps what was typed, but no password', async ({ page }) => {
  const email = newcomer('keep');
  await register(page, email, 'password1');
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(page.getByText('This is one of the first passwords')).toBeVisible();
  await expect(page).toHaveURL(/\/register$/);
  await expect(page.getByLabel('Email address')).toHaveValue(email);
  await expect(page.getByLabel('Password')).toHaveValue('');
  if (test.info().project.name !== 'no-script') await expectAccessible(page);
  await page.getByLabel('Password').fill(first);
  await submit(page, 'Create account');
  await expect(page).toHaveURL(/\/register\/sent$/);
});

test('the password is changed, and a forgotten one replaced', async ({ page, context }) => {
  const email = newcomer('change');
  await join(page, email);
  await page.getByRole('link', { name: 'Change your password' }).click();
  await page.getByLabel('Your password now').fill(second);
  await page.getByLabel('New password').fill(second);
  await submit(page, 'Change the password');
  await expect(page.getByText('This is not your password.')).toBeVisible();
  await page.getByLabel('Your password now').fill(first);
  await page.getByLabel('New password').fill(second);
  await submit(page, 'Change the password');
  await expect(page.getByText('Your password is changed.')).toBeVisible();
  await expectMail(email, 'Your password was changed');

  await context.clearCookies();
  await page.goto('/log-in');
  await page.getByRole('link', { name: 'Forgotten your password?' }).click();
  await page.getByLabel('Email address').fill(email);
  await submit(page, 'Send the link');
  await expect(page).toHaveURL(/\/forgot\/sent$/);
  await page.goto(await linkInMail(email, 'Choose a new password'));
  await page.getByLabel('New password').fill(third);
  await submit(page, 'Save the password');
  await expect(page.getByText('Your new password is saved.')).toBeVisible();
  await logIn(page, email, second);
  await expect(page.getByRole('alert')).toBeVisible();
  await logIn(page, email, third);
  await expectLoggedIn(page, email);
});

test('one takes the data along and leaves', async ({ page }) => {
  const email = newcomer('leave');
  await join(page, email);
  const download = page.waitForEvent('download');
  await submit(page, 'Download all that is stored about you');
  expect((await download).suggestedFilename()).toBe('vitrine.json');
  await page.getByRole('link', { name: 'Delete your account' }).click();
  await page.getByLabel('Your password').fill(first);
  await submit(page, 'Delete the account');
  await expect(page.getByText('Your account is deleted.')).toBeVisible();
  await logIn(page, email, first);
  await expect(page.getByRole('alert')).toBeVisible();
});
