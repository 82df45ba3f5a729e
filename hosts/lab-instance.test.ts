// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { instancePlaces } from './lab-instance.ts';

test('a name that could leave the folder is rejected', () => {
  for (const name of ['', '..', 'a/b', '-x', 'A', 'x'.repeat(32)])
    expect(() => instancePlaces(name)).toThrow('cannot use');
});
