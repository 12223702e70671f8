import { deflateSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { expectAccessible } from '../fixtures/accessibility.ts';
import { expect, failedPage, test } from '../fixtures/console.ts';
import { logInAsEditor } from '../fixtures/newcomer.ts';

/** Both projects edit at once: each makes products of its own. */
const mine = (what: string) => `${what} ${test.info().project.name} ${Date.now()}`;

const told = (page: Page) => page.getByRole('region', { name: 'Photographs' }).getByRole('status');

/** A chunk of a PNG, with its checksum (W3C PNG, section 5). */
function chunk(name: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), content]);
  let crc = 0xffff_ffff;
  for (const byte of named) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb8_8320 : 0);
  }
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  sum.writeUInt32BE((crc ^ 0xffff_ffff) >>> 0);
  return Buffer.concat([length, named, sum]);
}

/** A picture of a red square on a ground of this shade, larger than any screen shows it. */
function picture(shade: number, width = 1200, height = 900): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const rows = Buffer.alloc((width * 3 + 1) * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const inside = Math.abs(x - width / 2) < width / 6 && Math.abs(y - height / 2) < width / 6;
      rows.set(inside ? [200, 40, 40] : [shade, 180, 160], y * (width * 3 + 1) + 1 + x * 3);
    }
  }
  const parts = [chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))];
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), ...parts]);
}

async function makeProduct(page: Page, name: string) {
  await logInAsEditor(page);
  await page.goto('/admin/products/new');
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Item number').fill(name);
  await page.getByLabel('Price', { exact: true }).fill('49.90');
  await page.getByLabel('Status').selectOption('published');
  await page.getByRole('button', { name: 'Make product' }).click();
  await expect(page).toHaveURL(/\/admin\/products\/\d+$/);
}

async function add(page: Page, alt: string, buffer: Buffer) {
  await page.getByLabel('What it shows').fill(alt);
  await page.getByLabel('File').setInputFiles({ name: 'photo.png', mimeType: 'image/png', buffer });
  await page.getByRole('button', { name: 'Add', exact: true }).click();
}

/** Adds one that is taken. */
async function bring(page: Page, alt: string, buffer: Buffer) {
  await add(page, alt, buffer);
  await expect(told(page)).toHaveText(/^Added a photograph of .+ It touched product:\d+\./);
  await expect(page.locator('.photo input[name=alt]').last()).toHaveValue(alt);
}

test('photographs are added, put in order and shown in the shop', async ({ page, javaScriptEnabled }) => {
  const hasScript = javaScriptEnabled ?? true;
  const name = mine('Pictured stool');
  await makeProduct(page, name);
  for (const [shade, alt] of [[60, 'From the left'], [120, 'From the right'], [220, 'From above']] as const) {
    await bring(page, alt, picture(shade));
  }
  await page.getByRole('button', { name: 'Move up: picture 3' }).click();
  await expect(page.getByLabel('What picture 2 shows')).toHaveValue('From above');
  await page.getByRole('button', { name: 'Move up: picture 2' }).click();
  await expect(page.getByLabel('What picture 1 shows')).toHaveValue('From above');
  await page.getByLabel('What picture 1 shows').fill('Seen from above');
  await page.getByLabel('What picture 1 shows').press('Enter');
  await expect(told(page)).toHaveText(/^Saved the photographs of /);
  await expect(page.getByLabel('What picture 1 shows')).toHaveValue('Seen from above');
  await expect(page.getByRole('button', { name: 'Move up: picture 1' })).toBeDisabled();
  if (hasScript) await expectAccessible(page);

  await page.getByRole('link', { name: 'View in shop' }).click();
  const gallery = page.getByRole('region', { name: `Pictures of ${name}` });
  const large = gallery.getByRole('link', { name: 'Seen from above', exact: true });
  await expect(large).toBeInViewport();
  await expect(gallery.getByRole('link', { name: 'From the left', exact: true })).not.toBeInViewport();
  await expect(gallery.getByRole('link', { name: /^Picture \d:/ })).toHaveCount(3);
  const shown = large.getByRole('img');
  await expect.poll(() => shown.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
  if (hasScript) await expectAccessible(page);

  await gallery.getByRole('link', { name: 'Picture 3: From the right' }).click();
  await expect(gallery.getByRole('link', { name: 'From the right', exact: true })).toBeInViewport();
  await expect(large).not.toBeInViewport();

  await page.goto(`/search?q=${encodeURIComponent(name)}`);
  const card = page.locator('.product-grid article').first();
  await expect(card.getByRole('img', { name: 'Seen from above' })).toBeVisible();
  await card.getByRole('link').first().click();
  const [response] = await Promise.all([
    page.waitForResponse(/\/pictures\/[0-9a-f]{32}-1200\.jpg$/),
    page.getByRole('link', { name: 'Seen from above', exact: true }).click(),
  ]);
  expect(response.headers()['cache-control']).toContain('immutable');
});

test('a photograph is taken away, and brought back', async ({ page }) => {
  await makeProduct(page, mine('Bare stool'));
  await bring(page, 'Only one', picture(90, 64, 64));
  await page.getByRole('button', { name: 'Remove: picture 1' }).click();
  await expect(told(page)).toHaveText(/^Removed a photograph of /);
  await expect(page.getByText('None yet: the shop shows a drawing.')).toBeVisible();
  const history = page.getByRole('region', { name: 'History' });
  await expect(history.getByRole('listitem').first()).toContainText('1: Only one');
  await history.getByRole('button', { name: /^Undo the change/ }).first().click();
  await expect(page.getByLabel('What picture 1 shows')).toHaveValue('Only one');
});

test('arrow keys go through the pictures', async ({ page, javaScriptEnabled }) => {
  test.skip(!(javaScriptEnabled ?? true), 'without a script the links are there');
  await makeProduct(page, mine('Turned stool'));
  await bring(page, 'Front', picture(60, 300, 300));
  await bring(page, 'Back', picture(120, 300, 300));
  await page.getByRole('link', { name: 'View in shop' }).click();
  const front = page.getByRole('link', { name: 'Front', exact: true });
  const back = page.getByRole('link', { name: 'Back', exact: true });
  await front.focus();
  await page.keyboard.press('ArrowRight');
  await expect(back).toBeFocused();
  await expect(back).toBeInViewport({ ratio: 0.9 });
  await page.keyboard.press('ArrowRight');
  await expect(back).toBeFocused();
  await page.keyboard.press('Home');
  await expect(front).toBeFocused();
  await expect(front).toBeInViewport({ ratio: 0.9 });
  const small = page.getByRole('link', { name: 'Picture 1: Front' });
  await small.focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('link', { name: 'Picture 2: Back' })).toBeFocused();
  await expect(back).toBeInViewport({ ratio: 0.9 });
});

test.describe('what is no photograph', () => {
  test.use({ expectedComplaints: [failedPage(422)] });

  test('is refused beside the field, and the text stays', async ({ page, javaScriptEnabled }) => {
    await makeProduct(page, mine('Drawn stool'));
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
    await add(page, 'A drawing', svg);
    await expect(page.getByLabel('File')).toHaveAccessibleDescription(/This is an SVG drawing/);
    await expect(page.getByLabel('What it shows')).toHaveValue('A drawing');
    if (javaScriptEnabled ?? true) await expectAccessible(page);
    // Without a text the browser itself sends nothing.
    await add(page, '', picture(60, 64, 64));
    await expect(page.getByLabel('What it shows')).toBeFocused();
    await add(page, ' ', picture(60, 64, 64));
    await expect(page.getByLabel('What it shows')).toHaveAccessibleDescription(/say of each photograph what it shows/);
  });
});

test('a preview shows what is in the fields and saves nothing', async ({ page, context, javaScriptEnabled }) => {
  const name = mine('Planned stool');
  await makeProduct(page, name);
  await page.getByLabel('Price', { exact: true }).fill('12.50');
  await page.getByLabel('Description').fill('Not yet said.');
  const opened = context.waitForEvent('page');
  await page.getByRole('button', { name: 'Preview' }).click();
  const preview = await opened;
  await expect(preview.locator('.preview-bar')).toContainText('Preview: not published.');
  await expect(preview.getByRole('heading', { level: 1 })).toHaveText(name);
  await expect(preview.locator('.price-now').first()).toHaveText('$12.50');
  await expect(preview.getByText('Not yet said.')).toBeVisible();
  if (javaScriptEnabled ?? true) await expectAccessible(preview);
  await expect(page.getByLabel('Price', { exact: true })).toHaveValue('12.50');
  await page.getByRole('link', { name: 'View in shop' }).click();
  await expect(page.locator('.price-now').first()).toHaveText('$49.90');
});
