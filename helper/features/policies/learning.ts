// SPDX-License-Identifier: Apache-2.0
/**
 * Lets a container learn: its own domain is permissive for a limited time. Its end is written before it begins, so that
 * it ends in any case: by a timer, or at the next start after a crash of the helper.
 */

import { isFailure } from '../../../contract/errors.ts';
import type { PolicyStep } from '../../../contract/model/policy/policy-module.ts';
import { say, type Words } from '../../../contract/text.ts';
import { enforcing } from '../../../sepolicy/own-domain/learning-module.ts';
import { policyNames } from '../../../sepolicy/own-domain/names.ts';
import type { Log } from '../../system/log.ts';
import type { DomainModules } from './domain-modules.ts';
import type { RecordGaps } from './record-gaps.ts';
import type { Containers } from '../containers/ports/containers.ts';
import { messageOf } from '../../system/message-of.ts';
import { neverAborts } from '../../system/work/never-aborts.ts';

export interface Learning {
  /**
   * Writes when the learning of a container under creation ends, whose own domain is permissive already, and waits for
   * that.
   */
  count(name: string, seconds: number): Promise<void>;
  /** Resolves once it has begun; the caller has the container for itself until then. */
  begin(
    name: string,
    source: string,
    options: { readonly seconds: number; readonly signal: AbortSignal; readonly onStep: (step: PolicyStep) => void },
  ): Promise<void>;
  /** Ends it now, with this source or with the present one; the caller has the container for itself. */
  end(
    name: string,
    options: {
      readonly source?: string;
      /** The types of ports that the source connects to; as before when left out. */
      readonly connectTypes?: readonly string[];
      readonly note: Words;
      readonly signal: AbortSignal;
      readonly onStep?: (step: PolicyStep) => void;
    },
  ): Promise<void>;
  /** Ends what should have ended, and waits for the others. */
  recover(): Promise<void>;
  close(): void;
}

export interface LearningOptions {
  readonly containers: Pick<Containers, 'list' | 'exclusively' | 'described' | 'choose'>;
  readonly modules: Pick<DomainModules, 'install' | 'read'>;
  readonly records: Pick<RecordGaps, 'countLost'>;
  readonly log: Log;
  /** Seconds since the epoch. */
  readonly now: () => number;
}

const retryMs = 10_000;

export function createLearning({ containers, modules, records, log, now }: LearningOptions): Learning {
  const timers = new Map<string, NodeJS.Timeout>();

  function wait(name: string, ms: number): void {
    clearTimeout(timers.get(name));
    timers.set(name, setTimeout(() => void endInTime(name), Math.max(0, ms)).unref());
  }

  function forget(name: string): void {
    clearTimeout(timers.get(name));
    timers.delete(name);
  }

  const end: Learning['end'] = async (name, { source, connectTypes, note, signal, onStep }) => {
    containers.described(name);
    const stored = (await modules.read(name, signal))?.source;
    const wanted = source ?? (stored === undefined ? undefined : enforcing(stored, name));
    if (wanted !== undefined && wanted !== stored)
      await modules.install(name, wanted, {
        note,
        mayBePermissive: false,
        signal,
        ...(onStep !== undefined && { onStep }),
      });
    containers.choose(name, {
      confinement: 'own',
      learningUntil: null,
      ...(connectTypes !== undefined && { connectTypes: [...connectTypes] }),
    });
    forget(name);
  };

  /** The container that the timer was for may be gone, and another have its name. */
  async function endIfDue(name: string): Promise<void> {
    const { confinement, learningUntil } = containers.described(name);
    if (confinement === 'shared') forget(name);
    else if (learningUntil !== null && learningUntil > now()) wait(name, (learningUntil - now()) * 1000);
    else {
      await end(name, { note: say('learning ended by its time'), signal: neverAborts });
      log('info', 'learning-ended', { container: name });
    }
  }

  async function endInTime(name: string): Promise<void> {
    try {
      await containers.exclusively(name, { reason: say('its learning ends') }, () => endIfDue(name));
    } catch (error) {
      if (isFailure(error, 'container-not-found') || isFailure(error, 'container-not-managed')) {
        forget(name);
        return;
      }
      if (!isFailure(error, 'container-busy'))
        log('error', 'learning-not-ended', {
          container: name,
          reason: messageOf(error),
        });
      wait(name, retryMs);
    }
  }

  return {
    async count(name, seconds) {
      const learnedLost = await records.countLost();
      containers.choose(name, { learningUntil: now() + seconds, learnedSince: now(), learnedLost });
      wait(name, seconds * 1000);
    },
    async begin(name, source, { seconds, signal, onStep }) {
      const { confinement, plainDomain, learningUntil, learnedSince, learnedLost } = containers.described(name);
      const lost = await records.countLost();
      const until = now() + seconds;
      // The end is written first: a helper that crashes after this line finds it, and one that crashes before has
      // changed nothing.
      containers.choose(name, {
        confinement: 'learning',
        // A plain domain cannot be permissive; its module goes when the container gets its other domain.
        plainDomain: null,
        learningUntil: until,
        learnedSince: now(),
        learnedLost: lost,
      });
      wait(name, seconds * 1000);
      try {
        await modules.install(name, source, {
          note: say('learns for {minutes} min', { minutes: Math.round(seconds / 60) }),
          mayBePermissive: true,
          signal,
          onStep,
        });
      } catch (error) {
        containers.choose(name, { confinement, plainDomain, learningUntil, learnedSince, learnedLost });
        if (learningUntil === null) forget(name);
        else wait(name, (learningUntil - now()) * 1000);
        throw error;
      }
    },
    end,
    async recover() {
      for (const { name, isManaged, learningUntil, domain, confinementMode } of await containers.list(neverAborts)) {
        if (!isManaged) continue;
        if (learningUntil !== null) wait(name, (learningUntil - now()) * 1000);
        // A permissive domain of its own without a recorded end: the helper crashed before it could write one.
        else if (confinementMode === 'permissive' && domain === policyNames(name).domain) wait(name, 0);
      }
    },
    close() {
      for (const name of [...timers.keys()]) forget(name);
    },
  };
}
