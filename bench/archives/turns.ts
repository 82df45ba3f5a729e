// SPDX-License-Identifier: Apache-2.0
/** Measures two ways to do the same in turns: what one has written may still be on its way when the other begins. */

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { median } from '../median.ts';

export interface Contest {
  /** The program that ours is compared with. */
  readonly than: string;
  ours(): Promise<void>;
  theirs(): void;
  /** Removes what either has written. */
  undo(): void;
}

/** The median of all rounds: the disk decides single ones. Of `cpu`, this process and all that it started. */
export interface Cost {
  readonly seconds: number;
  readonly cpu: number;
}

export async function holdContest(
  { than, ours, theirs, undo }: Contest,
  rounds: number,
): Promise<{ readonly ours: Cost; readonly theirs: Cost }> {
  const costs: { ours: Cost[]; theirs: Cost[] } = { ours: [], theirs: [] };
  const measure = async (act: () => Promise<void> | void): Promise<Cost> => {
    const cost = await costOf(act);
    undo();
    // What is removed is written too, and would count for the next.
    execFileSync('sync');
    return cost;
  };
  for (let round = 0; round < rounds; round += 1) {
    const isOursFirst = round % 2 === 0;
    if (isOursFirst) costs.ours.push(await measure(ours));
    costs.theirs.push(await measure(theirs));
    if (!isOursFirst) costs.ours.push(await measure(ours));
    console.log(`  ${shown(costs.ours.at(-1))}; ${than} ${shown(costs.theirs.at(-1))}`);
  }
  return { ours: medianOf(costs.ours), theirs: medianOf(costs.theirs) };
}

function medianOf(costs: readonly Cost[]): Cost {
  return { seconds: median(costs.map(({ seconds }) => seconds)), cpu: median(costs.map(({ cpu }) => cpu)) };
}

function shown(cost: Cost | undefined): string {
  return `${cost?.seconds.toFixed(2)} s (CPU ${cost?.cpu.toFixed(2)} s)`;
}

async function costOf(act: () => Promise<void> | void): Promise<Cost> {
  const [begin, cpu] = [performance.now(), cpuSeconds()];
  await act();
  return { seconds: (performance.now() - begin) / 1000, cpu: cpuSeconds() - cpu };
}

/** Gives the processor time of this process and its children that have ended. */
function cpuSeconds(): number {
  const fields = readFileSync('/proc/self/stat', 'latin1')
    .replace(/^.*\) /, '')
    .split(' ');
  // The fields after the name and the state are user, system, and both of the children, in hundredths of a second.
  const ticks = fields.slice(11, 15).reduce((sum, text) => sum + Number(text), 0);
  return ticks / 100;
}
