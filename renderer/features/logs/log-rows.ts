// SPDX-License-Identifier: Apache-2.0
/**
 * The rows of a log: its lines, a row for each line of a message, and between them, by time, what SELinux denied to the
 * container.
 */

import type { GroupedEvent } from '../../../contract/model/denials/denial.ts';
import type { LogLine } from '../../../contract/model/logs/log-line.ts';

export interface LineRow {
  readonly kind: 'line';
  readonly line: LogLine;
  readonly text: string;
  /** The first row of its message has the time and the program. */
  readonly isFirst: boolean;
}

export interface DenialRow {
  readonly kind: 'denial';
  /** Holds the latest of them. */
  readonly event: GroupedEvent;
  /** Counts the denials of the same cause, one after the other. */
  readonly count: number;
}

export type LogRow = LineRow | DenialRow;

/** `events` of the container in the order of their time. Those of before the first line that has a time are left out. */
export function rowsOf(lines: readonly LogLine[], events: readonly GroupedEvent[]): readonly LogRow[] {
  const rows: LogRow[] = [];
  let next = 0;
  let hasTime = false;
  for (const line of lines) {
    if (line.time !== null) {
      if (!hasTime) while ((events[next]?.time ?? Infinity) < line.time) next += 1;
      hasTime = true;
      for (let event = events[next]; event !== undefined && event.time < line.time; event = events[next]) {
        addDenial(rows, event);
        next += 1;
      }
    }
    addLine(rows, line);
  }
  if (hasTime) for (const event of events.slice(next)) addDenial(rows, event);
  return rows;
}

function addLine(rows: LogRow[], line: LogLine): void {
  if (!line.message.includes('\n')) {
    rows.push({ kind: 'line', line, text: line.message, isFirst: true });
    return;
  }
  for (const [index, text] of line.message.split('\n').entries())
    rows.push({ kind: 'line', line, text, isFirst: index === 0 });
}

function addDenial(rows: LogRow[], event: GroupedEvent): void {
  const last = rows.at(-1);
  if (last?.kind === 'denial' && last.event.group === event.group && event.group !== null)
    rows[rows.length - 1] = { kind: 'denial', event, count: last.count + 1 };
  else rows.push({ kind: 'denial', event, count: 1 });
}

/** The rows that hold the text, in whatever case; none for no text. */
export function matchesIn(rows: readonly LogRow[], text: string): readonly number[] {
  if (text === '') return [];
  const wanted = text.toLowerCase();
  return rows.flatMap((row, index) => (row.kind === 'line' && row.text.toLowerCase().includes(wanted) ? [index] : []));
}
