// SPDX-License-Identifier: Apache-2.0
/**
 * Pairs of categories that members of a cluster are about to give to a container: each is an empty profile with the name
 * of the pair, in a project of its own. Of two members that create the same one Incus lets one through, since its
 * database has a name once. A pair is reserved from its choice until the container is there and names it itself.
 */

import * as z from 'zod';
import type { CategoryPair } from '../selinux/category-pairs.ts';
import type { IncusClient } from './incus-client.ts';
import { isIncusError, isNotFound } from './incus-error.ts';

const project = 'bulkhead';
/** Seconds after which a reservation counts as left by a helper that crashed: no creation lasts so long. */
const maxAge = 3600;

export interface Reserving {
  /** Seconds since the epoch. */
  readonly now: number;
  /** Gives a pair that is none of these, and that no container has; undefined when there is none. */
  readonly choose: (reserved: readonly CategoryPair[]) => CategoryPair | undefined;
  readonly signal: AbortSignal;
}

/** Undefined when there is no pair to choose. */
export async function reservePair(
  client: IncusClient,
  { now, choose, signal }: Reserving,
): Promise<CategoryPair | undefined> {
  await ensureProject(client);
  const reserved = await readReserved(client, now, signal);
  for (;;) {
    const pair = choose(reserved);
    if (pair === undefined) return undefined;
    signal.throwIfAborted();
    try {
      const body = { name: nameOf(pair), description: `${descriptionPrefix}${Math.floor(now)}` };
      await client.change({ method: 'POST', path: `/1.0/profiles?project=${project}`, body });
      return pair;
    } catch (error) {
      if (!isIncusError(error, 'denied') || !(await isThere(client, `/1.0/profiles/${nameOf(pair)}`))) throw error;
      reserved.push(pair);
    }
  }
}

/** Does nothing for one that is not reserved. */
export async function releasePair(client: IncusClient, pair: CategoryPair): Promise<void> {
  try {
    await client.change({ method: 'DELETE', path: `/1.0/profiles/${nameOf(pair)}?project=${project}` });
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}

const descriptionPrefix = 'being given to a container since ';
const profilesSchema = z.array(z.object({ name: z.string(), description: z.string().catch('') }));

/** Those that are left over are released on the way. */
async function readReserved(client: IncusClient, now: number, signal: AbortSignal): Promise<CategoryPair[]> {
  const { value } = await client.get(`/1.0/profiles?recursion=1&project=${project}`, profilesSchema, { signal });
  const reserved: CategoryPair[] = [];
  for (const { name, description } of value) {
    const [, low, high] = /^c(\d+)\.c(\d+)$/.exec(name) ?? [];
    if (low === undefined || high === undefined) continue;
    const pair: CategoryPair = [Number(low), Number(high)];
    const since = Number(description.slice(descriptionPrefix.length));
    if (description.startsWith(descriptionPrefix) && Math.abs(now - since) > maxAge) await releasePair(client, pair);
    else reserved.push(pair);
  }
  return reserved;
}

async function ensureProject(client: IncusClient): Promise<void> {
  if (await isThere(client, `/1.0/projects/${project}`)) return;
  const body = {
    name: project,
    description: 'Pairs of categories that Bulkhead is giving to containers',
    config: { 'features.profiles': 'true', 'features.images': 'false' },
  };
  try {
    await client.change({ method: 'POST', path: '/1.0/projects', body });
  } catch (error) {
    // Another member may have been faster.
    if (!isIncusError(error, 'denied') || !(await isThere(client, `/1.0/projects/${project}`))) throw error;
  }
}

async function isThere(client: IncusClient, path: string): Promise<boolean> {
  try {
    await client.get(`${path}?project=${project}`, z.unknown());
    return true;
  } catch (error) {
    if (isNotFound(error)) return false;
    throw error;
  }
}

function nameOf([low, high]: CategoryPair): string {
  return `c${low}.c${high}`;
}
