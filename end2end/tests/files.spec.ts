import { expect, test } from '../fixtures/console.ts';

test('style, script and module are named by their contents, compressed, and kept for ever', async ({ request }) => {
  const page = await (await request.get('/')).text();
  const files = [...page.matchAll(/href="(\/pkg\/[^"]+)"/g)].map((match) => match[1] ?? '');
  expect(files.map((file) => file.replace(/[0-9a-f]{16}/, '#')).sort()).toEqual([
    '/pkg/vitrine.#.css',
    '/pkg/vitrine.#.js',
    '/pkg/vitrine.#_bg.wasm',
  ]);
  for (const file of files) {
    const response = await request.get(file, { headers: { 'accept-encoding': 'br, gzip' } });
    expect(response.status(), file).toBe(200);
    expect(response.headers()['content-encoding'], file).toBe('br');
    expect(response.headers()['cache-control'], file).toContain('immutable');
  }
});

test('what a page of the shop loads stays small', async ({ request }) => {
  const size = async (address: string) => {
    const response = await request.get(address, { headers: { 'accept-encoding': 'br' } });
    return Number(response.headers()['content-length'] ?? (await response.body()).length);
  };
  const page = await (await request.get('/')).text();
  const files = [...page.matchAll(/href="(\/pkg\/[^"]+\.(?:js|wasm))"/g)].map((match) => match[1] ?? '');
  const sizes = await Promise.all(files.map(size));
  const total = sizes.reduce((sum, bytes) => sum + bytes, 0);
  expect(files).toHaveLength(2);
  expect(total, 'script and module, compressed').toBeGreaterThan(10_000);
  expect(total, 'script and module, compressed').toBeLessThan(80_000);
  expect(await size('/search?q=lamp'), 'a page of results, compressed').toBeLessThan(40_000);
});

test('a client without compression gets the same file plain', async ({ request }) => {
  const page = await (await request.get('/')).text();
  const file = /href="(\/pkg\/[^"]+\.css)"/.exec(page)?.[1] ?? '';
  const plain = await request.get(file, { headers: { 'accept-encoding': 'identity' } });
  expect(plain.headers()['content-encoding']).toBeUndefined();
  const packed = await request.get(file, { headers: { 'accept-encoding': 'br' } });
  expect(await packed.text()).toBe(await plain.text());
});

test('what is not in the package is not found', async ({ request }) => {
  for (const path of ['/pkg/nothing.js', '/pkg/..%2f..%2fCargo.toml', '/pkg/%2e%2e/%2e%2e/Cargo.toml']) {
    expect((await request.get(path)).status(), path).toBe(404);
  }
});
