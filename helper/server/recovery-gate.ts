// SPDX-License-Identifier: Apache-2.0
/**
 * Keeps calls back until what they concern is recovered. A call that reads is answered at once, except one that reaches
 * into a container, whose root may not be mounted yet. A call about one container with which nothing was under way waits
 * for what all need, and for its own mounts; every other one waits until all is recovered.
 */

import { fail } from '../../contract/errors.ts';
import type { Operation } from '../../contract/operation.ts';
import { type OperationName, operations, type Params } from '../../contract/operations/index.ts';
import { containerNameSchema } from '../../contract/model/names.ts';
import { serviceLimits } from '../../contract/rules/service-limits.ts';
import { say } from '../../contract/text.ts';
import { unlessAborted } from '../../rpc/async/unless-aborted.ts';
import { afterTime, type Silence } from '../../rpc/async/within-silence.ts';
import { isAboutContainer } from '../access/views.ts';
import type { RecoveryProgress, RecoveryStage } from '../journal/recovery-progress.ts';
import { textsIn } from '../system/work/texts-in.ts';
import { namedContainerOf } from './subject.ts';

/** Holds a call whose caller was admitted. */
interface WaitingCall {
  readonly name: OperationName;
  readonly params: unknown;
  readonly signal: AbortSignal;
}

export interface RecoveryGate {
  /** Resolves when what the call concerns is settled, or after the longest time; rejects when its signal aborts. */
  wait(call: WaitingCall): Promise<void>;
  /** Fails with `not-recovered` where the call may not begin. */
  require(call: Omit<WaitingCall, 'signal'>): void;
}

/** Keeps no call back, for a server without recovery. */
export const noRecovery: RecoveryGate = { wait: async () => undefined, require: () => undefined };

export interface RecoveryGateOptions {
  readonly progress: Pick<RecoveryProgress, 'isSettled' | 'until' | 'concerns' | 'problemWith'>;
  /** Brings the mounts of a container; it never rejects. */
  readonly bringRoot: (name: string) => Promise<void>;
  /** Says how long a call waits; as declared when left out. */
  readonly most?: Silence;
}

const declared: Silence = { maxMs: serviceLimits.recoveryWaitMs.value, later: afterTime };

const tooLong = new Error('recovery takes longer than a call waits');

/** Names what ends or removes a container: that may run whatever could not be recovered of it. */
const ending: ReadonlySet<OperationName> = new Set(['container.stop', 'container.remove', 'isolation.kill']);

export function createRecoveryGate({ progress, bringRoot, most = declared }: RecoveryGateOptions): RecoveryGate {
  /** Gives undefined where the call waits for nothing. */
  function stageOf(name: OperationName, params: unknown): RecoveryStage | undefined {
    if (name === 'host.info') return (params as Params<'host.info'>).afterRecovery === true ? 'whole' : undefined;
    const operation: Operation = operations[name];
    const reaches = operation.reachesInto !== undefined;
    if (!operation.changes && !reaches) return undefined;
    const isOfOne = (reaches || isAboutContainer(name)) && namedContainerOf(params) !== undefined;
    return isOfOne && !progress.concerns(textsIn(params)) ? 'ground' : 'whole';
  }

  async function untilReady(stage: RecoveryStage, params: unknown): Promise<void> {
    await progress.until(stage);
    if (progress.isSettled('whole')) return;
    const names = [...textsIn(params)].filter((text) => containerNameSchema().safeParse(text).success);
    await Promise.all(names.map(bringRoot));
  }

  return {
    async wait({ name, params, signal }) {
      const stage = stageOf(name, params);
      if (stage === undefined || progress.isSettled('whole')) return;
      const waiting = new AbortController();
      const stop = most.later(() => waiting.abort(tooLong), most.maxMs);
      try {
        await unlessAborted(untilReady(stage, params), AbortSignal.any([signal, waiting.signal]));
      } catch (error) {
        if (error !== tooLong) throw error;
      } finally {
        stop();
      }
    },
    require({ name, params }) {
      const stage = stageOf(name, params);
      if (stage === undefined) return;
      if (!progress.isSettled(stage))
        fail('not-recovered', {
          reason: say(
            'the helper still recovers what was under way when it last ended; wait for that with bulkheadctl info ' +
              '--recovered, and try again',
          ),
        });
      if (!operations[name].changes || ending.has(name)) return;
      const reason = progress.problemWith(textsIn(params));
      if (reason !== undefined) fail('not-recovered', { reason });
    },
  };
}
