// SPDX-License-Identifier: Apache-2.0
/**
 * Pairs of categories that members of a cluster are about to give to a container: each is a note with the name of the
 * pair, of which there is one. A pair is reserved from its choice until the container is there and names it itself.
 */

import type { CategoryPair } from '../selinux/category-pairs.ts';
import type { IncusClient } from './incus-client.ts';
import { readNotes, removeNote, writeNote } from './notes.ts';

/** Seconds after which a reservation counts as left by a helper that crashed: no creation lasts so long. */
const maxAge = 3600;

export interface Reserving {
  /** Seconds since the epoch. */
  readonly now: number;
  /** Gives a pair that is none of these, and that no container has; undefined when there is none. */
  readonly choose: (reserved: readonly CategoryPair[]) => CategoryPair | undefined;
  readonly signal: AbortSignal;
}

const descriptionPrefix = 'being given to a container since ';

/** Undefined when there is no pair to choose. */
export async function reservePair(
  client: IncusClient,
  { now, choose, signal }: Reserving,
): Promise<CategoryPair | undefined> {
  const reserved = await readReserved(client, now, signal);
  for (;;) {
    const pair = choose(reserved);
    if (pair === undefined) return undefined;
    signal.throwIfAborted();
    const note = { name: nameOf(pair), description: `${descriptionPrefix}${Math.floor(now)}` };
    if ((await writeNote(client, note)) === 'written') return pair;
    reserved.push(pair);
  }
}

/** Does nothing for one that is not reserved. */
export function releasePair(client: IncusClient, pair: CategoryPair): Promise<void> {
  return removeNote(client, nameOf(pair));
}

/** Reads the pairs that are reserved, and releases those that are left over on the way. */
async function readReserved(client: IncusClient, now: number, signal: AbortSignal): Promise<CategoryPair[]> {
  const reserved: CategoryPair[] = [];
  for (const { name, description } of await readNotes(client, signal)) {
    const [, low, high] = /^c(\d+)\.c(\d+)$/.exec(name) ?? [];
    if (low === undefined || high === undefined) continue;
    const pair: CategoryPair = [Number(low), Number(high)];
    const since = Number(description.slice(descriptionPrefix.length));
    if (description.startsWith(descriptionPrefix) && Math.abs(now - since) > maxAge) await releasePair(client, pair);
    else reserved.push(pair);
  }
  return reserved;
}

function nameOf([low, high]: CategoryPair): string {
  return `c${low}.c${high}`;
}
