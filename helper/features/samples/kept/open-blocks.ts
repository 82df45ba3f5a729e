// SPDX-License-Identifier: Apache-2.0
/**
 * The minute that is being filled, of the host, of each container that runs and of interfaces, and the minutes that wait
 * to be written.
 */

import { hostSubject, partsOfSubject, type Reading } from '../columns.ts';
import { createReadings, type Points } from './points.ts';
import { blockStart, tiers } from './tiers.ts';
import { createUsageOfRows, type SubjectKind, type UsageOfRows } from './usage-of-rows.ts';

export interface SubjectBlock {
  readonly subject: string;
  readonly points: Points;
}

export interface OpenBlocks {
  add(reading: Reading): void;
  /** Removes those that waited longest, at most so many, and gives them. */
  take(count: number): readonly SubjectBlock[];
  /** Puts back what could not be written; the oldest are lost when too many wait. */
  putBack(blocks: readonly SubjectBlock[]): void;
  /** What waits of this subject and what is being filled, oldest first. */
  of(subject: string): readonly Points[];
  /** Lists the subjects that have a reading in this minute or in the one before. */
  subjects(): Iterable<string>;
  /** Lets what is being filled wait to be written. */
  finish(): void;
  /** Forgets a container, with its interfaces. */
  forget(container: string): void;
  /** The number of subjects. */
  readonly size: number;
}

interface Open {
  readonly usage: UsageOfRows;
  points: Points | undefined;
}

const [{ step, blockSeconds }] = tiers;
const length = blockSeconds / step;
/** Minutes of each subject that wait at most. */
const maxWaitingMinutes = 4;

export function createOpenBlocks(): OpenBlocks {
  const open = new Map<string, Open>();
  let waiting: SubjectBlock[] = [];
  let start = Number.NaN;

  function write(subject: string, row: Float64Array, { time, uptime }: Reading): void {
    let one = open.get(subject);
    if (one === undefined) {
      one = { usage: createUsageOfRows(kindOf(subject)), points: undefined };
      open.set(subject, one);
    }
    one.points ??= createReadings({ start, step, length });
    one.usage.write(row, uptime, { points: one.points, at: Math.floor((time - start) / step) });
  }

  /** A subject that had no reading in the minute does not run any more. */
  function finish(): void {
    for (const [subject, one] of open) {
      if (one.points === undefined) open.delete(subject);
      else waiting.push({ subject, points: one.points });
      one.points = undefined;
    }
    dropExcess();
  }

  function dropExcess(): void {
    const excess = waiting.length - (open.size + 1) * maxWaitingMinutes;
    if (excess > 0) waiting = waiting.slice(excess);
  }

  return {
    add(reading) {
      const startNow = blockStart(tiers[0], reading.time);
      if (startNow !== start) finish();
      start = startNow;
      write(hostSubject, reading.host, reading);
      for (const [name, row] of reading.containers) write(name, row, reading);
      for (const [subject, row] of reading.interfaces) write(subject, row, reading);
    },
    take: (count) => waiting.splice(0, count),
    putBack(blocks) {
      waiting.unshift(...blocks);
      dropExcess();
    },
    of(subject) {
      const filling = open.get(subject)?.points;
      const full = waiting.filter((block) => block.subject === subject).map(({ points }) => points);
      return filling === undefined ? full : [...full, filling];
    },
    subjects: () => open.keys(),
    finish,
    forget(container) {
      const isOther = (subject: string): boolean => partsOfSubject(subject).owner !== container;
      for (const subject of open.keys()) if (!isOther(subject)) open.delete(subject);
      waiting = waiting.filter(({ subject }) => isOther(subject));
    },
    get size() {
      return open.size;
    },
  };
}

function kindOf(subject: string): SubjectKind {
  if (subject === hostSubject) return 'host';
  return partsOfSubject(subject).name === undefined ? 'container' : 'interface';
}
