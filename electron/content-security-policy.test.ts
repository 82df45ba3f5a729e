// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { contentSecurityPolicy } from './content-security-policy.ts';

const directives = new Map(
  contentSecurityPolicy.split('; ').map((text) => [text.split(' ')[0] ?? '', text.split(' ').slice(1)]),
);

test('nothing may be loaded unless a directive says so', () => {
  expect(directives.get('default-src')).toEqual(["'none'"]);
});

test('scripts come from our own files only, and none is written in markup or made from text (G2)', () => {
  expect(directives.get('script-src')).toEqual(["'self'"]);
});

test('the page reaches no network, no form target and no frame', () => {
  for (const name of ['connect-src', 'form-action', 'base-uri', 'frame-ancestors'])
    expect(directives.get(name)).toEqual(["'none'"]);
});

test('no source is a host or a wildcard', () => {
  expect(
    [...directives.values()]
      .flat()
      .filter((source) => !["'none'", "'self'", "'unsafe-inline'", 'data:'].includes(source)),
  ).toEqual([]);
});
