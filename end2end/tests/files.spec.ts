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
