// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { compareModules } from './base-module.ts';

const [one, other] = ['a'.repeat(64), 'b'.repeat(64)];
const all = ['bulkhead', 'bulkhead-volumes', 'bulkhead-own', 'bulkhead-isolation', 'bulkhead-host', 'bulkhead-client'];
const sums = new Map([...all, 'bulkhead-deny'].map((name) => [name, one]));
/** Lines as semodule writes them. */
const listed = (names: readonly string[], sum = one): string =>
  names.map((name) => `400 ${name.padEnd(18)} cil          sha256:${sum}\n`).join('');

test('the modules of the store are compared one by one', () => {
  expect(compareModules(sums, listed([...all, 'bulkhead-deny']))).toEqual({
    differing: [],
    missing: [],
    hasDenyRules: true,
  });
  expect(compareModules(sums, listed(all.slice(0, 2), other) + listed(all.slice(3)))).toEqual({
    differing: ['bulkhead', 'bulkhead-volumes'],
    missing: ['bulkhead-own'],
    hasDenyRules: false,
  });
});

test('one that was installed in a compiled form is there, and not compared', () => {
  const compiled = `400 bulkhead           pp           sha256:${other}\n`;
  expect(compareModules(sums, compiled + listed([...all.slice(1), 'bulkhead-deny']))).toEqual({
    differing: [],
    missing: [],
    hasDenyRules: true,
  });
});
