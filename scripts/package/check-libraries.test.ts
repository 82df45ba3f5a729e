// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { missingIn } from './check-libraries.ts';

test('a library of a package that is not named is missing, whatever its version', () => {
  const said = 'shlibs:Depends=libc6 (>= 2.41), libdrm2 (>= 2.4), libgtk-3-0t64 (>= 3.9.10) | libgtk-3-0\n';
  expect(missingIn(said, ['libc6 (>= 2.34)', 'libgtk-3-0t64', 'libdrm2'])).toEqual([]);
  expect(missingIn(said, ['libc6 (>= 2.34)', 'libgtk-3-0'])).toEqual(['libdrm2 (>= 2.4)']);
});
