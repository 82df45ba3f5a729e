// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { safeFileName } from './safe-file-name.ts';

test.each([
  ['index.html', 'index.html'],
  ['../../.bashrc', '_.._.bashrc'],
  ['.bashrc', 'bashrc'],
  ['--help', 'help'],
  ['a b\n\u202egnp.exe', 'a_b_gnp.exe'],
  ['...', 'file'],
  [`${'x'.repeat(80)}.tar.gz`, `${'x'.repeat(53)}.tar.gz`],
])('%j is proposed as %s', (name, safe) => expect(safeFileName(name)).toBe(safe));
