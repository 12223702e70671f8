import { account } from '../fixtures/account.ts';
import { expectAccessible } from '../fixtures/accessibility.ts';
import { expect, test } from '../fixtures/console.ts';
import { expectLoggedIn, join, logIn, newcomer } from '../fixtures/newcomer.ts';

test('an administrator logs somebody out everywhere', async ({ page, browser, javaScriptEnabled }) => {
  const email = newcomer('ended');
  const elsewhere = await browser.newContext({ javaScriptEnabled });
  const other = await elsewhere.newPage();
  await join(other, email);

  await logIn(page, account.email, account.password);
  await expectLoggedIn(page, account.email);
  await page.getByRole('link', { name: 'Other people’s accounts' }).click();
  await page.getByLabel('Account, by address or number').fill(email);
  await page.getByRole('button', { name: 'Show' }).click();
  await expect(page.locator('.facts')).toContainText(email);
  await expect(page.locator('.session')).toHaveCount(1);
  if (javaScriptEnabled ?? true) await expectAccessible(page);

  await page.getByRole('button', { name: 'Log them out everywhere' }).click();
  await expect(page.getByText('Nowhere.')).toBeVisible();
  await other.goto('/me');
  await expect(other).toHaveURL(/\/log-in/);
  await elsewhere.close();

  await page.getByRole('link', { name: 'What happened to this account' }).click();
  const row = page.getByRole('row').filter({ hasText: 'all sessions ended' });
  await expect(row).toContainText(email);
  await expect(row).toContainText(/account \d+, request/);

  await page.goto('/admin/account?account=nobody%40shop.example');
  await expect(page.getByText('There is no account')).toBeVisible();
});
