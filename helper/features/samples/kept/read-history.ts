// SPDX-License-Identifier: Apache-2.0
/** Answers a range of time from the tiers: the coarsest that is detailed enough, then finer ones for what is newer. */

import { setImmediate } from 'node:timers/promises';
import type { Params, Result } from '../../../../contract/operations/index.ts';
import { usageColumns } from '../../../../contract/model/containers/usage-history.ts';
import { partsOfSubject } from '../columns.ts';
import type { BlockDatabase } from './block-database.ts';
import type { BlockStore } from './block-store.ts';
import { createCollector, createReadings, fillFrom, type Points } from './points.ts';
import { blockStart, stepFor, tierFor, tiers } from './tiers.ts';
import { pointsOf } from './write-blocks.ts';

export interface HistorySources {
  readonly store: BlockStore;
  readonly subject: string;
  /** Interfaces of it of which something is kept. */
  readonly interfaces: readonly string[];
  /** What is not written yet of a subject, oldest first. */
  readonly unwritten: (subject: string) => readonly Points[];
  readonly now: number;
}

const powersOfTen = Array.from({ length: 44 }, (_, power) => Number(`1e${power}`));
/** Blocks that are unpacked before others have their turn. */
const blocksAtOnce = 60;

export async function readHistory(
  { to: wantedTo, seconds, points: maxPoints, columns }: Params<'sample.history'>,
  { store, subject, interfaces, unwritten: unwrittenOf, now }: HistorySources,
): Promise<Result<'sample.history'>> {
  const unwritten = unwrittenOf(subject);
  const to = Math.min(wantedTo, now);
  const from = wantedTo - seconds;
  const wanted = columns === undefined ? undefined : new Set(columns.map((column) => usageColumns.indexOf(column)));
  const wantedStep = stepFor(seconds, maxPoints);
  const oldest = store.read((database) => oldestOf(database, subject)) ?? [];
  const first = tierFor(oldest, from, wantedStep);
  const step = Math.max(wantedStep, tiers[first]?.step ?? wantedStep);
  const start = Math.floor(Math.max(0, from) / step) * step;
  const length = Math.max(0, Math.ceil((to - start) / step));
  const collector = createCollector({ start, step, length });
  const range = { from, to };
  let covered = start;
  const rest = new Map<number, Points>();
  for (let index = first; index >= 0; index -= 1) {
    const tier = tiers[index] ?? tiers[0];
    const blocks =
      store.read((database) => database.blocks(subject, index, { from: blockStart(tier, covered), to })) ?? [];
    for (const [place, block] of blocks.entries()) {
      if (place % blocksAtOnce === blocksAtOnce - 1) await setImmediate();
      const points = pointsOf(block, tier, wanted);
      // What is not written yet of the same minute is newer.
      const isReplaced = index === 0 && unwritten.some(({ start: minute }) => minute === block.start);
      if (points !== undefined && !isReplaced) collector.add(points, { from: Math.max(from, covered), to });
      if (points !== undefined && isReplaced) rest.set(block.start, points);
    }
    const last = blocks.at(-1);
    if (last !== undefined) covered = Math.max(covered, last.start + tier.blockSeconds);
  }
  for (const points of unwritten) collector.add(joined(points, rest.get(points.start)), range);
  const hasTraffic = (one: string): boolean =>
    unwrittenOf(one).some(({ start: minute }) => minute > from - tiers[0].blockSeconds && minute < to) ||
    (store.read((database) => hasBlocks(database, one, range)) ?? false);
  return {
    from: start,
    step,
    length,
    series: seriesOf(collector.points(), columns),
    interfaces: interfaces.filter(hasTraffic).flatMap((one) => partsOfSubject(one).name ?? []),
  };
}

/** Says whether anything is kept of that time, in whatever detail. */
function hasBlocks(database: BlockDatabase, subject: string, { from, to }: { from: number; to: number }): boolean {
  return tiers.some(
    ({ blockSeconds }, tier) => (database.newest(subject, tier, to) ?? -Infinity) > from - blockSeconds,
  );
}

/** Newer points, and where they have nothing, the older ones of the same minute. */
function joined(points: Points, older: Points | undefined): Points {
  if (older?.length !== points.length) return points;
  const copy = createReadings(points);
  fillFrom(copy, points);
  fillFrom(copy, older);
  return copy;
}

function oldestOf(database: BlockDatabase, subject: string): readonly (number | undefined)[] {
  return tiers.map((_, tier) => database.oldest(subject, tier));
}

function seriesOf(
  points: Points | undefined,
  columns: Params<'sample.history'>['columns'],
): Result<'sample.history'>['series'] {
  if (points === undefined) return [];
  const { length, min, mean, max } = points;
  return usageColumns.flatMap((column, index) => {
    if (columns?.includes(column) === false) return [];
    const of = (values: Float32Array): (number | null)[] =>
      Array.from(values.subarray(index * length, (index + 1) * length), shortened);
    const means = of(mean);
    return means.every((value) => value === null) ? [] : [{ column, min: of(min), mean: means, max: of(max) }];
  });
}

/**
 * Six digits: more are not kept, and would only make the answer longer. By arithmetic, because an answer has 20,000
 * numbers, and text of each took half of its time.
 */
function shortened(value: number): number | null {
  if (Number.isNaN(value)) return null;
  if (value === 0) return 0;
  const digits = 5 - Math.floor(Math.log10(value));
  const power = powersOfTen[Math.abs(digits)] ?? Infinity;
  if (power === Infinity) return 0;
  return digits >= 0 ? Math.round(value * power) / power : Math.round(value / power) * power;
}
