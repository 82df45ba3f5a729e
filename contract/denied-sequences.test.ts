// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { isHttps } from './denied-sequences.ts';

it('takes https addresses only', () => {
  const addresses = [
    'https://example.org/a?b#c',
    'HTTPS://example.org',
    'https://example.org:44300',
    'https://a.b:1/c',
  ];
  expect(addresses.map(isHttps)).toEqual([true, true, true, true]);
  expect(
    [
      'http://example.org',
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
    ].map(isHttps),
  ).toEqual(Array.from({ length: 12 }, () => false));
});
