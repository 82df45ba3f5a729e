// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { wrapCil } from './wrap-cil.ts';

const members = Array.from({ length: 30 }, (_, index) => `bulkhead_type_${index}_t`).join(' ');
const wide = `(typeattributeset bulkhead_all (${members}))`;

it('breaks what is too wide between two words, and leaves the statement what it is', () => {
  const lines = wrapCil(wide).split('\n');
  expect(lines.length).toBeGreaterThan(1);
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(120);
  expect(lines.map((line) => line.trim()).join(' ')).toBe(wide);
});

it('leaves narrow lines and comments as they are', () => {
  const text = `; ${wide}\n\n(type bulkhead_t)`;
  expect(wrapCil(text)).toBe(text);
});
