// SPDX-License-Identifier: Apache-2.0
/**
 * Shares the helper out among its users. What reads once, or changes something, runs in its user's turn, few of each at
 * the same time, and the rest wait. Consoles and streams that watch have places of their own, so that a window that
 * watches much still gets its requests answered.
 */

import { fail } from '../../contract/errors.ts';
import type { Operation } from '../../contract/operation.ts';
import { type OperationName, operations } from '../../contract/operations/index.ts';
import { serviceLimits } from '../../contract/rules/service-limits.ts';
import { say } from '../../contract/text.ts';
import { createArrivals } from '../system/work/arrivals.ts';
import { createPlaces } from '../system/work/places.ts';
import { createTurns, type Turns } from '../system/work/turns.ts';

export interface Fairness {
  /** A message of this user has arrived: the next reading of a busier user waits until it has begun. */
  noteArrival(uid: number): void;
  /**
   * Runs an admitted call of this user. Rejects with the signal's reason when it aborts before the call began, and with
   * `too-busy` when the user has too many streams.
   */
  run<T>(call: FairCall, work: () => Promise<T>): Promise<T>;
}

/** An admitted call, as far as its turn depends on it. */
interface FairCall {
  readonly uid: number;
  readonly name: OperationName;
  readonly signal: AbortSignal;
}

export type FairnessLimits = {
  readonly [Name in 'readsPerUser' | 'changesPerUser' | 'heavyPerUser' | 'streamsPerUser']: number;
};

const declared: FairnessLimits = {
  readsPerUser: serviceLimits.readsPerUser.value,
  changesPerUser: serviceLimits.changesPerUser.value,
  heavyPerUser: serviceLimits.heavyPerUser.value,
  streamsPerUser: serviceLimits.streamsPerUser.value,
};

export function createFairness(limits: FairnessLimits = declared): Fairness {
  const arrivals = createArrivals(setImmediate);
  const reads = createTurns({ each: limits.readsPerUser, recent: arrivals.recent });
  const changes = createTurns({ each: limits.changesPerUser });
  const heavy = createTurns({ each: limits.heavyPerUser });
  const streams = createPlaces(limits.streamsPerUser);

  function turnsOf(name: OperationName): Turns | undefined {
    const operation: Operation = operations[name];
    if (operation.isHeavy === true) return heavy;
    if (operation.kind === 'channel') return undefined;
    if (operation.changes) return changes;
    return operation.kind === 'request' ? reads : undefined;
  }

  return {
    noteArrival: arrivals.note,
    async run({ uid, name, signal }, work) {
      const release = operations[name].kind === 'request' ? () => undefined : streams.take(uid);
      if (release === undefined)
        fail('too-busy', {
          limit: say('{streamsPerUser} open streams for each user', { streamsPerUser: limits.streamsPerUser }),
        });
      try {
        const turns = turnsOf(name);
        return await (turns === undefined ? work() : turns.run(uid, work, signal));
      } finally {
        release();
      }
    },
  };
}
