// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { isWebAddress } from './denied-sequences.ts';

it('takes addresses of http and https only', () => {
  const addresses = [
    'https://example.org/a?b#c',
    'HTTPS://example.org',
    'https://example.org:44300',
    'https://a.b:1/c',
    'http://example.org',
  ];
  expect(addresses.map(isWebAddress)).toEqual(addresses.map(() => true));
  expect(
    [
      'ftp://example.org',
      'javascript:alert(1)',
      'file:///etc/passwd',
      'https:',
      'https://example.org:',
      'https://example.org:x',
      'https://example.org:123456',
      'https://bank.example@evil.example/',
      ' https://example.org',
      'https://exa mple.org',
      'data:text/html,x',
      '',
    ].map(isWebAddress),
  ).toEqual(Array.from({ length: 12 }, () => false));
});
