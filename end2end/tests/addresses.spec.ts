import { expect, test } from '../fixtures/console.ts';

/** Addresses nobody should send and somebody will. */
const odd = [
  '/search?q=',
  '/search?q=%00',
  '/search?q=%ff%fe',
  '/search?q=%',
  '/search?q=%zz&page=%zz',
  `/search?q=${'a'.repeat(5000)}`,
  `/search?q=${'word+'.repeat(400)}`,
  "/search?q='%3B+DROP+TABLE+products%3B--",
  '/search?q=%26+%7C+!+(+)+:*+<->',
  '/search?q=%22unclosed',
  '/search?q=🛋️+ﬁne+ＬＡＭＰ+لمبة',
  '/search?q=lamp&q=desk&q=',
  '/search?page=0',
  '/search?page=-1',
  '/search?page=1.5',
  '/search?page=99999999999999999999',
  '/search?sort=sideways',
  '/search?min=abc&max=',
  '/search?min=100&max=1',
  '/search?min=-5&max=1e309',
  '/search?min=99999999999999999999',
  '/search?rating=11',
  '/search?rating=NaN',
  '/search?stock=maybe',
  '/search?category=no/such/path',
  '/search?category=../../etc/passwd',
  '/search?brand=no-such-brand',
  `/search?${Array.from({ length: 300 }, (_, n) => `brand=b${n}`).join('&')}`,
  '/search?&&&===&=&q',
  '/search?unknown=1&__proto__=2',
  '/search/',
  '/search/deeper',
  '/c/',
  '/c',
  '/c//',
  '/c/lighting/',
  '/c/lighting//floor-lamps',
  '/c/LIGHTING',
  '/c/%2e%2e/%2e%2e/etc/passwd',
  '/c/lighting?category=garden',
  '/p/',
  '/p/%00',
  '/p/..%2f..%2fetc%2fpasswd',
  `/p/${'x'.repeat(3000)}`,
  '/p/one/two',
  '/nothing-here',
  '/%F0%9F%9B%8B',
  '/me?next=//evil.example',
  '/log-in?next=javascript:alert(1)',
  '/log-in?done=%3Cscript%3Ealert(1)%3C/script%3E',
];

for (const address of odd) {
  const shown = address.length > 60 ? `${address.slice(0, 60)}… (${address.length} characters)` : address;
  test(`${shown} gets a page of the shop`, async ({ request }) => {
    const response = await request.get(address);
    expect(response.status()).toBeLessThan(500);
    expect(response.headers()['content-type']).toBe('text/html; charset=utf-8');
    const body = await response.text();
    expect(body).toContain('class="site-header"');
    expect(body).not.toContain('<script>alert');
  });
}
