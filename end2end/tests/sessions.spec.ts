import type { Browser, Page } from '@playwright/test';
import { travellers } from '../fixtures/account.ts';
import { expect, test } from '../fixtures/console.ts';

type Project = keyof typeof travellers;

/** Somebody's browser, logged in and looking at where else they are. */
async function elsewhere(browser: Browser, project: Project, javaScriptEnabled: boolean) {
  const context = await browser.newContext({ javaScriptEnabled });
  const page = await context.newPage();
  await logIn(page, project);
  return page;
}

async function logIn(page: Page, project: Project) {
  const { email, password } = travellers[project];
  await page.goto('/log-in?next=%2Fme%2Fsessions');
  await page.getByLabel('Email address').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Log in' }).click();
  await expect(page).toHaveURL(/\/me\/sessions$/);
}

test('a session is ended from another browser, and then all others', async ({ page, browser, javaScriptEnabled }, { project }) => {
  const name = project.name as Project;
  const script = javaScriptEnabled ?? true;
  await logIn(page, name);
  const others = [await elsewhere(browser, name, script), await elsewhere(browser, name, script)];
  await page.reload();
  const rows = page.locator('.session');
  await expect(rows).toHaveCount(3);
  await expect(rows.filter({ hasText: 'This one' })).toHaveCount(1);
  await expect(rows.first()).toContainText('on Linux');

  await page.getByRole('button', { name: /^Log out: / }).first().click();
  await expect(rows).toHaveCount(2);
  await page.getByRole('button', { name: 'Log out everywhere else' }).click();
  await expect(rows).toHaveCount(1);
  for (const other of others) {
    await other.goto('/me');
    await expect(other).toHaveURL(/\/log-in/);
    await other.context().close();
  }
  await page.goto('/me');
  await expect(page).toHaveURL(/\/me$/);
});
