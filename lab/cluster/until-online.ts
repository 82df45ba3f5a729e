// SPDX-License-Identifier: Apache-2.0
/** Waits until a member says of all members that they are there, or whatever is expected of them. */

import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import type { Guest } from '../guest.ts';

const membersSchema = z.array(z.object({ server_name: z.string(), status: z.string() }));

type MemberStatus = 'Online' | 'Offline';

/** After a member has woken, the others need a round of heartbeats (10 s), or an election, to see it. */
const limit = 180_000;

export function untilOnline(guest: Guest, count: number, signal?: AbortSignal): Promise<void> {
  return until(guest, `all ${count} members online`, (states) => onlineIn(states) === count, signal);
}

export function untilMembers(guest: Guest, wanted: Readonly<Record<string, MemberStatus>>): Promise<void> {
  const text = Object.entries(wanted).map(([name, status]) => `${name} ${status}`);
  return until(guest, text.join(', '), (states) =>
    Object.entries(wanted).every(([name, status]) => states.get(name) === status),
  );
}

function onlineIn(states: ReadonlyMap<string, string>): number {
  return [...states.values()].filter((status) => status === 'Online').length;
}

async function until(
  guest: Guest,
  expected: string,
  isSo: (states: ReadonlyMap<string, string>) => boolean,
  signal?: AbortSignal,
): Promise<void> {
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
  throw new Error(`cannot see ${expected} after ${limit / 1000} seconds: ${last}`);
}
