// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { externalAddress } from './external-address.ts';

const web = ['https:', 'http:'] as const;

test('gives an address in the form in which it is opened', () => {
  expect(externalAddress('HTTP://Bücher.example/ä\u202e?b#c', web)).toBe(
    'http://xn--bcher-kva.example/%C3%A4%E2%80%AE?b#c',
  );
  expect(externalAddress('https://example.org:8443', ['https:'])).toBe('https://example.org:8443/');
});

test.each([
  'javascript:alert(1)',
  'file:///etc/passwd',
  'data:text/html,x',
  'https://bank.example@evil.example/',
  'ftp://example.org/',
  `https://example.org/${'x'.repeat(2000)}`,
  'example.org',
])('opens nothing like %s', (address) => {
  expect(externalAddress(address, web)).toBeUndefined();
});

test('opens no plain http for who asks for https alone', () => {
  expect(externalAddress('http://example.org/', ['https:'])).toBeUndefined();
});
