import { expect, test } from '../fixtures/console.ts';

test.beforeEach(async ({ page }) => {
  await page.goto('/');
  // The role comes with the behaviour: before, the box is a plain field.
  await expect(page.getByRole('combobox', { name: 'Search products' })).toBeVisible();
});

test('typing opens a list, and Escape closes it without losing the words', async ({ page }) => {
  const box = page.getByRole('combobox', { name: 'Search products' });
  await box.pressSequentially('lam');
  await expect(page.getByRole('listbox')).toBeVisible();
  await expect(box).toHaveAttribute('aria-expanded', 'true');
  expect(await page.getByRole('option').count()).toBeGreaterThan(1);
  await box.press('Escape');
  await expect(page.getByRole('listbox')).toBeHidden();
  await expect(box).toHaveAttribute('aria-expanded', 'false');
  await expect(box).toHaveValue('lam');
});

// Where a test points at options, all letters come at once: the answer to fewer of them would change the list between
// two lines of the test.

test('arrows point at options and come back to the field', async ({ page }) => {
  const box = page.getByRole('combobox', { name: 'Search products' });
  await box.fill('lam');
  const options = page.getByRole('option');
  await expect(options.first()).toBeVisible();
  await box.press('ArrowDown');
  await expect(options.nth(0)).toHaveAttribute('aria-selected', 'true');
  await expect(box).toHaveAttribute('aria-activedescendant', (await options.nth(0).getAttribute('id')) ?? '');
  await box.press('ArrowDown');
  await expect(options.nth(0)).toHaveAttribute('aria-selected', 'false');
  await expect(options.nth(1)).toHaveAttribute('aria-selected', 'true');
  await box.press('ArrowUp');
  await box.press('ArrowUp');
  await expect(page.locator('[role=option][aria-selected=true]')).toHaveCount(0);
  await expect(box).not.toHaveAttribute('aria-activedescendant');
  await expect(box).toBeFocused();
});

test('Enter on an option goes where it leads', async ({ page }) => {
  const box = page.getByRole('combobox', { name: 'Search products' });
  await box.fill('floor lam');
  const first = page.getByRole('option').first();
  await expect(first).toBeVisible();
  const href = await first.getAttribute('href');
  await box.press('ArrowDown');
  await box.press('Enter');
  await expect(page).toHaveURL((url) => url.pathname + url.search === href);
});

test('Enter without pointing searches for the words', async ({ page }) => {
  const box = page.getByRole('combobox', { name: 'Search products' });
  await box.pressSequentially('lamp');
  await expect(page.getByRole('listbox')).toBeVisible();
  await box.press('Enter');
  await expect(page).toHaveURL(/\/search\?q=lamp$/);
});

test('a click on an option goes where it leads', async ({ page }) => {
  const box = page.getByRole('combobox', { name: 'Search products' });
  await box.pressSequentially('floor lam');
  const option = page.getByRole('option', { name: /Floor Lamps/ });
  await option.click();
  await expect(page).toHaveURL(/\/c\/lighting\/floor-lamps$/);
});

test('an answer that comes late does not replace a newer one', async ({ page }) => {
  let first = true;
  await page.route('**/suggest?*', async (route) => {
    const late = first;
    first = false;
    const response = await route.fetch();
    // Held until the newer answer is on the screen.
    if (late) await expect(page.getByRole('option', { name: /Floor Lamps/ })).toBeVisible();
    await route.fulfill({ response }).catch(() => undefined);
  });
  const box = page.getByRole('combobox', { name: 'Search products' });
  const asked = page.waitForRequest('**/suggest?*');
  await box.fill('sof');
  await asked;
  await box.fill('floor lam');
  await expect(page.getByRole('option', { name: /Floor Lamps/ })).toBeVisible();
  await page.unrouteAll({ behavior: 'wait' });
  await expect(page.getByRole('option', { name: /Floor Lamps/ })).toBeVisible();
});

test('without an answer the box goes on as a plain one', async ({ page }) => {
  await page.route('**/suggest?*', (route) => route.fulfill({ status: 204 }));
  const box = page.getByRole('combobox', { name: 'Search products' });
  const answered = page.waitForResponse('**/suggest?*');
  await box.pressSequentially('lamp');
  await answered;
  await expect(page.getByRole('listbox')).toBeHidden();
  await box.press('Enter');
  await expect(page).toHaveURL(/\/search\?q=lamp$/);
});

test('the slash key leads to the box', async ({ page }) => {
  await page.locator('body').press('/');
  const box = page.getByRole('combobox', { name: 'Search products' });
  await expect(box).toBeFocused();
  await expect(box).toHaveValue('');
});
