// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { pageFile } from './page-path.ts';

test('names a file of the page by its path', () => {
  expect(pageFile('app://bulkhead/index.html')).toEqual({
    path: 'index.html',
    contentType: 'text/html; charset=utf-8',
  });
  expect(pageFile('app://bulkhead/assets/main-B_x1.js?v=1#place')).toEqual({
    path: 'assets/main-B_x1.js',
    contentType: 'text/javascript; charset=utf-8',
  });
});

test.each([
  'app://bulkhead/../../etc/passwd',
  'app://bulkhead/..%2f..%2fetc%2fpasswd.html',
  'app://bulkhead/%252e%252e/x.html',
  'app://bulkhead/a/..%5c..%5cx.html',
  'app://bulkhead//etc/x.html',
  'app://bulkhead/.hidden.html',
  'app://bulkhead/a%00.html',
  'app://bulkhead/%ff.html',
  'app://bulkhead/',
  'app://bulkhead/main.js.map',
  'app://other/index.html',
  'app://user@bulkhead/index.html',
  'https://bulkhead/index.html',
  'file:///etc/passwd.html',
  'index.html',
])('names nothing by %s', (address) => {
  expect(pageFile(address)).toBeUndefined();
});

test("steps upwards end at the page's own folder", () => {
  expect(pageFile('app://bulkhead/%2e%2e/%2e%2e/etc/passwd.html')?.path).toBe('etc/passwd.html');
});
