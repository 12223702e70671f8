import { expect, test } from '../fixtures/console.ts';

test('the foot of the results says what the server measured', async ({ page, javaScriptEnabled }) => {
  // Nobody asked for it before.
  const address = `/search?q=lamp&max=${javaScriptEnabled ? 9001 : 9002}`;
  const response = await page.goto(address);
  const timing = (await response?.allHeaders())?.['server-timing'] ?? '';
  expect(timing).toMatch(/^page;dur=\d+\.\d\d;desc=made$/);
  if (!javaScriptEnabled) {
    await expect(page.locator('#speed')).toBeHidden();
    return;
  }
  const duration = Number(/dur=([\d.]+)/.exec(timing)?.[1]).toFixed(1);
  await expect(page.locator('#speed')).toHaveText(`${duration} ms on the server: the page made now`);

  // The same page is kept, and what it says of itself is not.
  await expect
    .poll(async () => {
      await page.goto(address);
      return page.locator('#speed').innerText();
    })
    .toMatch(/^\d+\.\d ms on the server: the whole page from memory$/);
});
