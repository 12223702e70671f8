import { expectAccessible } from '../fixtures/accessibility.ts';
import { expect, failedPage, test } from '../fixtures/console.ts';
import { expectMail } from '../fixtures/mail.ts';
import { expectLoggedIn, first, join, logIn, newcomer, submit } from '../fixtures/newcomer.ts';
import { code } from '../fixtures/totp.ts';

test.use({ expectedComplaints: [failedPage(422)] });

test('a code is asked for after the password, from an app or from paper', async ({ page, context }) => {
  const email = newcomer('two-step');
  await join(page, email);
  await page.getByRole('link', { name: 'Two-step log-in' }).click();
  await submit(page, 'Set it up');
  await expect(page.getByRole('img', { name: 'The key as a QR code' })).toBeVisible();
  const key = await page.locator('.key').innerText();
  if (test.info().project.name !== 'no-script') await expectAccessible(page);
  await page.getByRole('textbox', { name: 'Code' }).fill(code(key));
  await submit(page, 'Turn it on');
  const codes = await page.locator('.recovery-codes code').allInnerTexts();
  expect(codes.length).toBe(10);
  await expect(page.getByText('10 recovery codes are left.')).toBeVisible();
  await expectMail(email, 'Two-step log-in was turned on');

  await context.clearCookies();
  await logIn(page, email, first);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your code, please');
  if (test.info().project.name !== 'no-script') await expectAccessible(page);
  await page.getByRole('textbox', { name: 'Code' }).fill('000 00');
  await submit(page, 'Log in');
  await expect(page.getByText('This is not the code of now')).toBeVisible();
  await page.getByRole('textbox', { name: 'Code' }).fill(code(key, 1));
  await submit(page, 'Log in');
  await expectLoggedIn(page, email);

  await context.clearCookies();
  await logIn(page, email, first);
  await page.getByRole('textbox', { name: 'Code' }).fill(codes[0] ?? '');
  await submit(page, 'Log in');
  await expectLoggedIn(page, email);
  await expectMail(email, 'A recovery code was used');
  await page.goto('/me/second-factor');
  await expect(page.getByText('9 recovery codes are left.')).toBeVisible();
  await submit(page, 'Turn it off');
  await expect(page.getByRole('button', { name: 'Set it up' })).toBeVisible();

  await context.clearCookies();
  await logIn(page, email, first);
  await expectLoggedIn(page, email);
});
