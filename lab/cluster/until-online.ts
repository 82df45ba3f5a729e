// SPDX-License-Identifier: Apache-2.0
/** Waits until a member says of all members that they are there, or whatever is expected of them. */

import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import type { Guest } from '../guest.ts';

const membersSchema = z.array(z.object({ server_name: z.string(), status: z.string() }));

type MemberStatus = 'Online' | 'Offline';

/** Holds the status of each member by its name. */
type States = ReadonlyMap<string, string>;

interface Expectation {
  /** Names what is expected, for the error. */
  readonly text: string;
  readonly isSo: (states: States) => boolean;
}

/** After a member has woken, the others need a round of heartbeats (10 s), or an election, to see it. */
const limit = 180_000;

export function untilOnline(guest: Guest, count: number, signal?: AbortSignal): Promise<void> {
  const isSo = (states: States): boolean => onlineIn(states) === count;
  return until(guest, { text: `all ${count} members online`, isSo }, signal);
}

export function untilMembers(guest: Guest, wanted: Readonly<Record<string, MemberStatus>>): Promise<void> {
  const text = Object.entries(wanted).map(([name, status]) => `${name} ${status}`);
  const isSo = (states: States): boolean =>
    Object.entries(wanted).every(([name, status]) => states.get(name) === status);
  return until(guest, { text: text.join(', '), isSo });
}

function onlineIn(states: States): number {
  return [...states.values()].filter((status) => status === 'Online').length;
}

async function until(guest: Guest, { text, isSo }: Expectation, signal?: AbortSignal): Promise<void> {
  const deadline = performance.now() + limit;
  let last = '';
  while (performance.now() < deadline) {
    const { code, stdout, stderr } = await guest.run(['incus', 'cluster', 'list', '--format', 'json']);
    if (code === 0) {
      const states = new Map(membersSchema.parse(JSON.parse(stdout)).map((one) => [one.server_name, one.status]));
      if (isSo(states)) return;
      last = [...states].map(([name, status]) => `${name} ${status}`).join(', ');
    } else last = stderr.trim();
    await sleep(1000, undefined, signal && { signal });
  }
  throw new Error(`cannot see ${text} after ${limit / 1000} seconds: ${last}`);
}
