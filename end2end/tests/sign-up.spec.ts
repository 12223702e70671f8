import { expectAccessible } from '../fixtures/accessibility.ts';
import { expect, failedPage, test } from '../fixtures/console.ts';
import { expectMail, linkInMail } from '../fixtures/mail.ts';
import { expectLoggedIn, first, join, logIn, newcomer, register, submit } from '../fixtures/newcomer.ts';

test.use({ expectedComplaints: [failedPage(422)] });

const second = 'another four plain words';
const third = 'and four of them once more';

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

test('the password is changed, and a forgotten one replaced', async ({ page, context, browser }) => {
  const email = newcomer('change');
  await join(page, email);
  const elsewhere = await browser.newContext();
  const other = await elsewhere.newPage();
  await logIn(other, email, first);
  await expectLoggedIn(other, email);
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
  await other.goto('/me');
  await expect(other, 'who knows the old one is logged out').toHaveURL(/\/log-in/);
  await elsewhere.close();
  await page.reload();
  await expectLoggedIn(page, email);

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
