// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import type { LogLine } from '../../../contract/model/logs/log-line.ts';
import { fakeGroupedEvent } from '../../../testing/models/denial.ts';
import { matchesIn, rowsOf } from './log-rows.ts';

function line(time: number | null, message: string): LogLine {
  return { time, priority: null, unit: null, identifier: null, pid: null, message, isCut: false };
}
const denial = (time: number, group = 'a') => fakeGroupedEvent({ time, group });

function shape(lines: readonly LogLine[], events: Parameters<typeof rowsOf>[1]) {
  return rowsOf(lines, events).map((row) =>
    row.kind === 'line' ? row.text : `${row.event.group ?? 'none'} at ${row.event.time}, ${row.count}×`,
  );
}

it('puts denials between the lines, by their time; those from before the first line are left out', () => {
  const lines = [line(10, 'one'), line(20, 'two'), line(20, 'three')];
  expect(shape(lines, [denial(5), denial(15), denial(20, 'b'), denial(30, 'c')])).toEqual([
    'one',
    'a at 15, 1×',
    'two',
    'three',
    'b at 20, 1×',
    'c at 30, 1×',
  ]);
});

it('makes one row of the denials of a cause that follow each other', () => {
  expect(shape([line(1, 'one'), line(9, 'two')], [denial(2), denial(3), denial(4, 'b'), denial(5)])).toEqual([
    'one',
    'a at 3, 2×',
    'b at 4, 1×',
    'a at 5, 1×',
    'two',
  ]);
});

it('has no place for denials among lines without a time, until one has it', () => {
  expect(shape([line(null, 'boot')], [denial(5)])).toEqual(['boot']);
  expect(shape([line(null, 'boot'), line(7, 'new')], [denial(5), denial(8)])).toEqual(['boot', 'new', 'a at 8, 1×']);
});

it('makes a row of each line of a message, of which the first has its time', () => {
  const rows = rowsOf([line(1, 'Error:\n  at main')], []);
  expect(rows.map((row) => row.kind === 'line' && [row.text, row.isFirst])).toEqual([
    ['Error:', true],
    ['  at main', false],
  ]);
});

it('finds text in whatever case, in lines alone', () => {
  const rows = rowsOf([line(1, 'Fatal ERROR'), line(2, 'well'), line(3, 'no error')], [denial(2)]);
  expect([matchesIn(rows, 'error'), matchesIn(rows, '')]).toEqual([[0, 3], []]);
});
