// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { codeOf, hasCode, unlessCode } from './errno.ts';

function errorOf(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

const missing = (): string => readFileSync('/nowhere/at/all', 'utf8');

it('tells the code of an error of the system, and none of any other', () => {
  expect(codeOf(errorOf(missing))).toBe('ENOENT');
  expect([new Error('ENOENT'), { code: 'ENOENT' }, 'ENOENT', undefined].map(codeOf)).toEqual(
    new Array(4).fill(undefined),
  );
  expect(codeOf(Object.assign(new Error('failed'), { code: 2 }))).toBeUndefined();
  expect(hasCode(errorOf(missing), 'EACCES', 'ENOENT')).toBe(true);
  expect(hasCode(errorOf(missing), 'EACCES')).toBe(false);
  expect(hasCode(new Error('no code'))).toBe(false);
});

it('takes only the codes that were named for an answer', () => {
  expect(unlessCode(missing, 'ENOENT')).toBeUndefined();
  expect(() => unlessCode(missing, 'EACCES')).toThrow('ENOENT');
  expect(unlessCode(() => 'read')).toBe('read');
});
