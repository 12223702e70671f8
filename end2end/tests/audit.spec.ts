import { account } from '../fixtures/account.ts';
import { expectAccessible } from '../fixtures/accessibility.ts';
import { expect, test } from '../fixtures/console.ts';
import { expectLoggedIn, logIn } from '../fixtures/newcomer.ts';

test('an administrator reads what happened to an account', async ({ page }) => {
  await logIn(page, account.email, account.password);
  await expectLoggedIn(page, account.email);
  await page.getByRole('link', { name: 'What happened to accounts' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Audit log');
  await page.getByLabel('Account, by address or number').fill(account.email);
  await page.getByRole('button', { name: 'Show' }).click();
  await expect(page).toHaveURL(/account=/);
  const row = page.getByRole('row').filter({ hasText: 'logged in' }).first();
  await expect(row).toContainText(account.email);
  await expect(row).toContainText('127.0.0.1');
  if (test.info().project.name !== 'no-script') await expectAccessible(page);
  await page.getByLabel('Account, by address or number').fill('nobody@shop.example');
  await page.getByRole('button', { name: 'Show' }).click();
  await expect(page.getByText('There is no account')).toBeVisible();
});
