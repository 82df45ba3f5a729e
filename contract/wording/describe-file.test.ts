// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { describeMode, describeOwner, octalMode, parseMode } from './describe-file.ts';

test.each([
  ['folder', 0o755, 'drwxr-xr-x', '0755'],
  ['file', 0o640, '-rw-r-----', '0640'],
  ['file', 0o4755, '-rwsr-xr-x', '4755'],
  ['file', 0o6644, '-rwSr-Sr--', '6644'],
  ['folder', 0o1777, 'drwxrwxrwt', '1777'],
  ['link', 0o777, 'lrwxrwxrwx', '0777'],
] as const)('the mode of a %s with the bits %i is %s, or %s', (kind, mode, letters, octal) => {
  expect([describeMode({ kind, mode }), octalMode(mode), parseMode(octal)]).toEqual([letters, octal, mode]);
});

test.each(['', '8', '77777', 'u+x', '-1', '0x7'])('%j is no mode', (text) => expect(parseMode(text)).toBe(undefined));

test('an owner that the container has no id for is named as the host names it', () => {
  expect([describeOwner({ inside: 33, host: 165_569 }), describeOwner({ inside: null, host: 0 })]).toEqual([
    '33',
    'host 0',
  ]);
});
