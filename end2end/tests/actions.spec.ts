import type { Page } from '@playwright/test';
import { account } from '../fixtures/account.ts';
import { expectAccessible } from '../fixtures/accessibility.ts';
import { expect, failedPage, test } from '../fixtures/console.ts';
import { expectLoggedIn, logIn } from '../fixtures/newcomer.ts';

// What is off is so for everybody: one after the other.
test.describe.configure({ mode: 'serial' });

/** What is switched here is switched for the other project, too: each takes one of its own. */
const mine = () => (test.info().project.name === 'desktop' ? 'product' : 'taxonomy');

const actions = (page: Page) => page.getByRole('region', { name: 'What can you do?' });

const told = (page: Page) => actions(page).getByRole('status');

async function openPanel(page: Page) {
  await logIn(page, account.email, account.password);
  await expectLoggedIn(page, account.email);
  await page.goto('/admin/performance');
}

async function press(page: Page, button: string) {
  await actions(page).getByRole('button', { name: button }).click();
}

test('a tag is dropped, and what is none stays typed', async ({ page, javaScriptEnabled }) => {
  await openPanel(page);
  await actions(page).getByLabel('Tag').fill('product:1');
  await press(page, 'Drop tag');
  await expect(told(page)).toHaveText(/^Dropped product:1\. The one instance there is goes by it, after \d+ ms\.$/);
  await expect(page).toHaveURL(/\/admin\/performance#actions$/);
  await expect(page.locator('#invalidations')).toContainText('product:1');
  if (javaScriptEnabled ?? true) {
    await expectAccessible(page);
    await expect(page.locator('#events')).toContainText('Dropped product:1, by ');
  }
  await page.reload();
  await expect(told(page)).toHaveCount(0);
});

test.describe('what is refused', () => {
  test.use({ expectedComplaints: [failedPage(422)] });

  test('says why', async ({ page, javaScriptEnabled }) => {
    await openPanel(page);
    await actions(page).getByLabel('Tag').fill('oak desk');
    await press(page, 'Drop tag');
    await expect(actions(page).getByLabel('Tag')).toHaveValue('oak desk');
    await expect(actions(page).getByText('This is no tag.')).toBeVisible();
    if (javaScriptEnabled ?? true) await expectAccessible(page);
  });
});

test('a namespace is turned off, said to be so, and turned on again', async ({ page, javaScriptEnabled }) => {
  const namespace = mine();
  await openPanel(page);
  await actions(page).getByLabel('Namespace').selectOption(namespace);
  await press(page, 'Turn off');
  await expect(told(page)).toHaveText(new RegExp(`^Turned namespace ${namespace} off\\.`));
  await expect(page.locator('#status')).toContainText(/The cache is turned off for .*\(since /);
  await expect(page.locator('#status')).toContainText(`${namespace} (since `);
  await expect(page.locator('#namespaces')).toContainText(new RegExp(`${namespace} off since \\d{4}-`));
  if (javaScriptEnabled ?? true) await expectAccessible(page);

  await actions(page).getByLabel('Namespace').selectOption(namespace);
  await press(page, 'Turn on');
  await expect(told(page)).toHaveText(new RegExp(`^Turned namespace ${namespace} on\\.`));
  await expect(page.locator('#status')).not.toContainText(`${namespace} (since `);
  await actions(page).getByLabel('Namespace').selectOption(namespace);
  await press(page, 'Drop namespace');
  await expect(told(page)).toHaveText(new RegExp(`^Dropped namespace ${namespace}\\.`));
});

test('popular pages are made, and the events say so', async ({ page }) => {
  await openPanel(page);
  await press(page, 'Make them now');
  await expect(told(page)).toHaveText(/^Popular pages are being made/);
  await expect
    .poll(async () => {
      await page.goto('/admin/performance');
      return page.locator('#events').innerText();
    })
    .toMatch(/Made \d+ pages in [\d.]+ s, 0 failed, asked for by /);
});

test('what is being typed survives the live figures', async ({ page, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, 'nothing is live without scripts');
  await openPanel(page);
  await expect(page.locator('#live-state')).toHaveText(/^Live/);
  const tag = actions(page).getByLabel('Tag');
  await tag.fill('product:');
  const before = await page.locator('#cost').innerHTML();
  await expect.poll(() => page.locator('#cost').innerHTML()).not.toBe(before);
  await expect(tag).toBeFocused();
  await expect(tag).toHaveValue('product:');
});
