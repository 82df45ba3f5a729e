// SPDX-License-Identifier: Apache-2.0
import { Buffer } from 'node:buffer';
import { expect, it } from 'vitest';
import type { AuditRecord, JournalTransport } from './record.ts';
import { createRepeatFilter } from './repeat-filter.ts';

function record(transport: JournalTransport | undefined, changes: Partial<AuditRecord> = {}, body = ' x'): AuditRecord {
  const bytes = Buffer.from(body);
  return {
    type: 'AVC',
    timeMs: 1,
    serial: 7,
    node: '',
    bytes,
    start: 0,
    end: bytes.length,
    isInterpreted: false,
    ...(transport !== undefined && { transport }),
    ...changes,
  };
}

it('knows a record again that came by the other transport', () => {
  const isRepeated = createRepeatFilter();
  expect([record('kernel'), record('audit'), record('kernel'), record('audit', {}, '  x ')].map(isRepeated)).toEqual([
    false,
    true,
    false,
    true,
  ]);
});

it('takes records for two that differ in anything, or are of no journal', () => {
  const isRepeated = createRepeatFilter();
  const others = [{ timeMs: 2 }, { serial: 8 }, { type: 'CWD' }] as const;
  expect(isRepeated(record('kernel'))).toBe(false);
  expect(others.map((changes) => isRepeated(record('audit', changes)))).toEqual([false, false, false]);
  expect(isRepeated(record('audit', {}, ' y'))).toBe(false);
  expect([record(undefined), record(undefined)].map(isRepeated)).toEqual([false, false]);
});

it('remembers the latest 4,096', () => {
  const isRepeated = createRepeatFilter();
  for (let serial = 0; serial <= 4096; serial += 1) isRepeated(record('kernel', { serial }));
  expect([0, 1, 4096].map((serial) => isRepeated(record('audit', { serial })))).toEqual([false, false, true]);
  expect(isRepeated(record('audit', { serial: 3 }))).toBe(true);
});
