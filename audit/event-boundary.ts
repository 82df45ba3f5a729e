/**
 * Finds where a log can be cut in two so that no event has records on both sides: then its parts can be grouped apart and their groups put together.
 * Only a window of the log is looked at. Records of one event stand within a few lines of each other; those that are further apart than the window are not joined.
 */

import type { Buffer } from 'node:buffer';
import { readLine } from './audit-reader.ts';

const newline = 0x0a;

/** Gives the start of a line in the window, the one next to `middle` that is such a place; undefined when there is none. The window may begin within a line. */
export function eventBoundary(window: Buffer, middle: number): number | undefined {
  const starts = lineStarts(window);
  const isCut = cutEvents(window, starts);
  let best: number | undefined;
  for (let index = 1; index < starts.length - 1; index += 1) {
    const start = starts[index] ?? 0;
    if (isCut[index] !== 0) continue;
    if (best === undefined || Math.abs(start - middle) < Math.abs(best - middle)) best = start;
  }
  return best;
}

/** Behind each newline, the last line's included: nothing is known about what stands before the first. */
function lineStarts(window: Buffer): number[] {
  const starts: number[] = [];
  for (let at = window.indexOf(newline); at !== -1; at = window.indexOf(newline, at + 1)) starts.push(at + 1);
  return starts;
}

/** For each line, how many events have records before it as well as from it on. */
function cutEvents(window: Buffer, starts: readonly number[]): Int32Array {
  const first = new Map<number, number>();
  const last = new Map<number, number>();
  for (let index = 0; index + 1 < starts.length; index += 1) {
    const line = readLine(window, starts[index] ?? 0, (starts[index + 1] ?? 0) - 1);
    if (line === 'other' || 'broken' in line) continue;
    if (!first.has(line.serial)) first.set(line.serial, index);
    last.set(line.serial, index);
  }
  const open = new Int32Array(starts.length + 1);
  for (const [serial, index] of first) {
    open[index + 1] = (open[index + 1] ?? 0) + 1;
    const end = (last.get(serial) ?? index) + 1;
    open[end] = (open[end] ?? 0) - 1;
  }
  for (let index = 1; index < open.length; index += 1) open[index] = (open[index] ?? 0) + (open[index - 1] ?? 0);
  return open;
}
