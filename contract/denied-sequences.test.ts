// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { isHttps } from './denied-sequences.ts';

it('takes https addresses only', () => {
  expect(['https://example.org/a?b#c', 'HTTPS://example.org'].map(isHttps)).toEqual([true, true]);
  expect(
    [
      'http://example.org',
      'javascript:alert(1)',
      'file:///etc/passwd',
      'https:',
      'https://bank.example@evil.example/',
      ' https://example.org',
      'https://exa mple.org',
      'data:text/html,x',
      '',
    ].map(isHttps),
  ).toEqual(Array.from({ length: 9 }, () => false));
});
