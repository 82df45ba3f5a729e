// SPDX-License-Identifier: Apache-2.0
/** The activity log of the fake host, which begins with some entries. */

import type { GivenActivity } from '../../../contract/model/activity.ts';
import { type Broadcast, createBroadcast } from './broadcast.ts';

export interface FakeActivity {
  /** Lists the entries, oldest first. */
  readonly entries: GivenActivity[];
  readonly changes: Broadcast<GivenActivity>;
  /** Writes an entry down under the next number. */
  log(entry: Omit<GivenActivity, 'id'>): GivenActivity;
}

/** `now` is in seconds since the epoch. */
export function createFakeActivity(now: number): FakeActivity {
  const entries = seedActivity(now);
  const changes = createBroadcast<GivenActivity>();
  let next = entries.length + 1;
  return {
    entries,
    changes,
    log(entry) {
      const written = { ...entry, id: next++ };
      entries.push(written);
      changes.send(written);
      return written;
    },
  };
}

function seedActivity(now: number): GivenActivity[] {
  const user = { uid: 1000, user: 'operator' };
  const done = { endedAt: null, outcome: 'done' as const, request: null, detail: null, change: null };
  return [
    {
      id: 1,
      begunAt: now - 90_000,
      ...done,
      endedAt: now - 89_996,
      operation: 'container.create',
      subject: 'wiki',
      ...user,
    },
    {
      id: 2,
      begunAt: now - 44_640,
      ...done,
      endedAt: now - 44_639,
      operation: 'container.start',
      subject: 'wiki',
      ...user,
    },
    {
      id: 3,
      begunAt: now - 14_400,
      ...done,
      endedAt: now - 14_400,
      operation: 'container.freeze',
      subject: 'metrics',
      uid: 0,
      user: 'root',
    },
    {
      id: 4,
      begunAt: now - 9000,
      endedAt: now - 9000,
      outcome: 'denied',
      request: null,
      detail:
        'cannot do this: you are not authorised for remove-containers; ask an administrator to grant it in polkit',
      operation: 'container.remove',
      subject: 'db',
      uid: 1002,
      user: 'outsider',
      change: null,
    },
    {
      id: 5,
      begunAt: now - 5400,
      ...done,
      endedAt: now - 5399,
      operation: 'container.configure',
      subject: 'build-runner',
      detail: 'memory 2 GiB to 4 GiB',
      ...user,
    },
    {
      id: 6,
      begunAt: now - 2520,
      ...done,
      endedAt: now - 2518,
      operation: 'container.restart',
      subject: 'build-runner',
      ...user,
    },
    {
      id: 7,
      begunAt: now - 1300,
      endedAt: now - 1290,
      outcome: 'failed',
      request: null,
      detail: 'cannot do this to the container staging: its init ended at once with exit code 255',
      operation: 'container.start',
      subject: 'staging',
      ...user,
      change: null,
    },
  ];
}
