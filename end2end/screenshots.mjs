// Pictures of the pages for the README.
//
//   node screenshots.mjs ADDRESS EMAIL PASSWORD FOLDER
//
// The account is an administrator's.
import { chromium } from '@playwright/test';

const [address, email, password, folder] = process.argv.slice(2);
const wide = { viewport: { width: 1200, height: 800 } };
const phone = { viewport: { width: 390, height: 800 }, isMobile: true, hasTouch: true };
const pages = [
  ['home', wide, 'light', '/'],
  ['search', wide, 'dark', '/search?q=lamp&rating=4'],
  ['product', wide, 'light', undefined],
  ['product-phone', phone, 'dark', undefined],
  ['compare', wide, 'light', '/compare'],
  ['panel', wide, 'dark', '/admin/performance'],
  ['editor', wide, 'light', '/admin/products?q=lamp'],
];

// Something for the panel to show.
for (let number = 0; number < 300; number += 1) {
  const words = ['lamp', 'oak desk', 'blue mug', 'wool', 'chair'][number % 5];
  await fetch(`${address}/search?q=${words}&page=${1 + (number % 7)}`);
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium' });
for (const [name, device, colorScheme, path] of pages) {
  const context = await browser.newContext({ ...device, colorScheme, reducedMotion: 'reduce' });
  const page = await context.newPage();
  if (path?.startsWith('/admin')) {
    await page.goto(`${address}/log-in?next=${encodeURIComponent(path)}`);
    await page.getByLabel('Email address').fill(email);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.waitForURL(`**${path.split('?')[0]}*`);
  } else {
    await page.goto(address + (path ?? '/c/lighting/floor-lamps'));
  }
  if (path === '/compare') {
    await page.goto(`${address}/c/lighting/floor-lamps`);
    const slugs = await page.$$eval('.card-name a', (links) => links.slice(0, 3).map((link) => link.pathname.slice(3)));
    await page.goto(`${address}/compare?${slugs.map((slug) => `p=${slug}`).join('&')}`);
  }
  if (path === undefined) {
    await page.locator('.card-name a').first().click();
    await page.locator('article.product').waitFor();
  }
  // The panel never rests.
  await page.waitForLoadState('networkidle', { timeout: 4_000 }).catch(() => {});
  await page.screenshot({ path: `${folder}/${name}.jpg`, type: 'jpeg', quality: 60, scale: 'css' });
  await context.close();
}
await browser.close();
