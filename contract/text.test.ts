// SPDX-License-Identifier: Apache-2.0
import { afterEach, describe, expect, it } from 'vitest';
import { t, translateBy } from './text.ts';

afterEach(() => translateBy(undefined));

describe('a text that nobody translates', () => {
  it('is filled in with its values, each as often as it is named', () => {
    expect(t('{name} and {other}, not {name}', { name: 'web', other: 2 })).toBe('web and 2, not web');
  });

  it('is taken as it is written when it has no values', () => {
    expect(t('a {name}')).toBe('a {name}');
  });

  it('keeps names that have no value', () => {
    expect(t('{name} of {unknown}, { name }', { name: 'web' })).toBe('web of {unknown}, { name }');
  });

  it('does not fill in what a value says', () => {
    expect(t('{name}: {reason}', { name: '{reason}', reason: '{name} $& $1' })).toBe('{reason}: {name} $& $1');
  });
});

it('is given by the translator while there is one', () => {
  translateBy((message, values) => `${message.toUpperCase()} ${JSON.stringify(values)}`);
  expect([t('a {name}', { name: 'web' }), t('b')]).toEqual(['A {NAME} {"name":"web"}', 'B undefined']);
  translateBy(undefined);
  expect(t('a {name}', { name: 'web' })).toBe('a web');
});
