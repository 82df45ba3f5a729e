// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { freshAuthority } from './x-authority.ts';

test('is one cookie for every display', () => {
  const name = 'MIT-MAGIC-COOKIE-1';
  const cookie = Buffer.alloc(16, 7);
  expect(freshAuthority(cookie)).toEqual(
    Buffer.concat([
      Buffer.from([255, 255, 0, 0, 0, 0, 0, name.length]),
      Buffer.from(name),
      Buffer.from([0, 16]),
      cookie,
    ]),
  );
});

test('is another one each time', () => {
  expect(freshAuthority()).not.toEqual(freshAuthority());
});
