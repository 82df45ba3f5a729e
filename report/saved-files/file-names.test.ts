// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { exportFileName, safeFileName, savedFileName } from './file-names.ts';

test.each([
  ['index.html', 'index.html'],
  ['../../.bashrc', '_.._.bashrc'],
  ['.bashrc', 'bashrc'],
  ['--help', 'help'],
  ['a b\n\u202egnp.exe', 'a_b_gnp.exe'],
  ['...', 'file'],
  [`${'x'.repeat(80)}.tar.gz`, `${'x'.repeat(53)}.tar.gz`],
])('%j is proposed as %s', (name, safe) => expect(safeFileName(name)).toBe(safe));

test('makes no path of the words of a host or of a container', () => {
  expect(savedFileName({ name: '../../etc/passwd CPU', extension: 'csv' })).toBe('_etc_passwd_CPU.csv');
  expect(exportFileName('.web/1')).toBe('_web_1.tar.gz');
});
