// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { missingSets, parseInstalled } from './system-packages.mjs';

test('a library that was renamed counts under its old name', () => {
  expect(parseInstalled('installed\tlibgtk-3-0t64\tlibgtk-3-0 (= 3.24), gtk3-binver-3.0.0\n')).toEqual(
    new Set(['libgtk-3-0t64', 'libgtk-3-0', 'gtk3-binver-3.0.0']),
  );
});

test('a removed package with its configuration left is not installed', () => {
  expect(parseInstalled('config-files\txvfb\t\n')).toEqual(new Set());
});

test('only sets that lack something are reported', () => {
  const sets = [
    { purpose: 'fly', packages: ['wings', 'engine'] },
    { purpose: 'land', packages: ['wheels'] },
  ];
  expect(missingSets(sets, new Set(['wings', 'wheels']))).toEqual([{ purpose: 'fly', missing: ['engine'] }]);
});
