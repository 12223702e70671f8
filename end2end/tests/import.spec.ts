import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expectAccessible } from '../fixtures/accessibility.ts';
import { expect, failedPage, test } from '../fixtures/console.ts';
import { logInAsEditor } from '../fixtures/newcomer.ts';

/** Both projects import at once: each makes products of its own. */
const mine = () => `Imported ${test.info().project.name} ${Date.now()}`;

async function send(page: Page, name: string, content: string) {
  await page.goto('/admin/import');
  await page.getByLabel('File').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(content) });
  await page.getByRole('button', { name: 'Send the file' }).click();
}

const counts = (page: Page) => page.locator('.import-counts');

test('a file with bad rows is checked, imported without them and taken back', async ({ page, javaScriptEnabled }) => {
  test.slow();
  const name = mine();
  const rows = Array.from({ length: 3_000 }, (_, number) => `${name} ${number};${name} ${number};${number};red`);
  const file = ['Number;Name;Stock;Colour', ...rows, `${name} bad;Bad;many;red`, `${name} 1;Twice;1;red`].join('\n');
  await logInAsEditor(page);
  await send(page, 'spring.csv', file);

  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Import of spring.csv');
  await expect(page.getByLabel('Parted by')).toHaveValue('semicolon');
  await expect(page.getByLabel('What Number is')).toHaveValue('id');
  await expect(page.getByLabel('What Name is')).toHaveValue('title');
  await page.getByLabel('What Colour is').selectOption('Attribute “Colour”');
  if (javaScriptEnabled ?? true) await expectAccessible(page);
  await page.getByRole('button', { name: 'Check the file' }).click();

  await expect(counts(page)).toHaveText(
    '3,000 products would be made, 0 changed, 0 stay as they are; 2 rows cannot be imported.',
    { timeout: 30_000 },
  );
  await expect(page.getByRole('cell', { name: /must be a whole number/ })).toBeVisible();
  await expect(page.locator('.import-preview > li')).toHaveCount(20);
  if (javaScriptEnabled ?? true) await expectAccessible(page);
  const download = page.waitForEvent('download');
  await page.locator('.import-rejects').getByRole('link', { name: 'CSV' }).click();
  const rejects = await readFile(await (await download).path(), 'utf8');
  expect(rejects.split('\r\n')[0]).toBe('Number;Name;Stock;Colour;x_reason');

  await page.getByLabel('Leave out the rows that cannot be imported').check();
  await page.getByRole('button', { name: 'Import 3,000 products' }).click();
  await expect(counts(page)).toHaveText('3,000 products made, 0 changed, 0 as they were, 2 rows left out.', {
    timeout: 60_000,
  });
  await page.getByRole('button', { name: 'Undo all of it' }).click();
  await expect(page.locator('p.note[role=status]')).toHaveText(/^Taken back for all 3,000 products/, { timeout: 30_000 });
  await page.goto(`/admin/products?q=${encodeURIComponent(name)}`);
  await expect(page.locator('.count')).toHaveText('0 products');
});

test('what is listed is exported, and changes nothing when it comes back', async ({ page }) => {
  await logInAsEditor(page);
  await page.goto('/admin/products?status=published&q=oak');
  const download = page.waitForEvent('download');
  await page.locator('.products-exports').getByRole('link', { name: 'CSV' }).click();
  const file = await (await download).path();
  await page.goto('/admin/import');
  await page.getByLabel('File').setInputFiles(file);
  await page.getByRole('button', { name: 'Send the file' }).click();
  await page.getByRole('button', { name: 'Check the file' }).click();
  await expect(counts(page)).toHaveText(/^0 products would be made, 0 changed, [\d,]+ stay as they are; 0 rows/, { timeout: 30_000 });
  await expect(page.getByText('There is nothing to do')).toBeVisible();
});

test.describe('what is no table', () => {
  test.use({ expectedComplaints: [failedPage(422)] });

  test('is refused in words', async ({ page }) => {
    await logInAsEditor(page);
    await send(page, 'products.csv', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>');
    await expect(page.locator('#file-problem')).toHaveText('It is HTML, SVG or XML, not CSV or JSON lines.');
  });
});
