// SPDX-License-Identifier: Apache-2.0
/** Writes minutes of readings, and makes the blocks of the coarser tiers from them once their time is over. */

import { decodeBlock, encodeBlock } from './block-form.ts';
import type { Block, BlockDatabase } from './block-database.ts';
import type { SubjectBlock } from './open-blocks.ts';
import { createCollector, fillFrom, type Points } from './points.ts';
import { blockStart, type Tier, tiers } from './tiers.ts';

/** Writes one minute; what is there of it from an earlier helper stays where this one has nothing. */
export function writeMinute(database: BlockDatabase, { subject, points }: SubjectBlock, now: number): void {
  const [{ blockSeconds }] = tiers;
  const [known] = database.blocks(subject, 0, { from: points.start, to: points.start + blockSeconds });
  const before = known === undefined ? undefined : pointsOf(known, tiers[0]);
  if (before?.length === points.length) fillFrom(points, before);
  database.put({ subject, tier: 0 }, { start: points.start, data: encodeBlock(points) }, now);
}

/** Makes what the coarser tiers lack of this subject until then. */
export function condense(database: BlockDatabase, subject: string, now: number): void {
  let [finer] = tiers;
  let until = now;
  for (const [index, tier] of tiers.entries()) {
    if (index === 0) continue;
    until = blockStart(tier, until);
    const newest = database.newest(subject, index, until);
    const from = newest === undefined ? 0 : newest + tier.blockSeconds;
    for (const [start, blocks] of byBlock(database.blocks(subject, index - 1, { from, to: until }), tier)) {
      const collector = createCollector({ start, step: tier.step, length: tier.blockSeconds / tier.step });
      for (const block of blocks) addBlock(collector, block, finer);
      const points = collector.points();
      if (points !== undefined) database.put({ subject, tier: index }, { start, data: encodeBlock(points) }, now);
    }
    finer = tier;
  }
}

/**
 * The points of a block, of the columns with these numbers or of all; undefined when it is damaged. Its place in the
 * graph is a gap then.
 */
export function pointsOf({ start, data }: Block, { step }: Tier, wanted?: ReadonlySet<number>): Points | undefined {
  try {
    return decodeBlock(data, { start, step }, wanted);
  } catch {
    return undefined;
  }
}

function addBlock(collector: ReturnType<typeof createCollector>, block: Block, tier: Tier): void {
  const points = pointsOf(block, tier);
  if (points !== undefined) collector.add(points);
}

function byBlock(blocks: readonly Block[], tier: Tier): ReadonlyMap<number, readonly Block[]> {
  const groups = new Map<number, Block[]>();
  for (const block of blocks) {
    const start = blockStart(tier, block.start);
    groups.set(start, [...(groups.get(start) ?? []), block]);
  }
  return groups;
}
