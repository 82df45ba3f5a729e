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

/** Has what the functions of this file take; `timers` are those of the containers that learn, by name. */
interface LearningHost extends LearningOptions {
  readonly timers: Map<string, NodeJS.Timeout>;
}

const retryMs = 10_000;

export function createLearning(options: LearningOptions): Learning {
  const host: LearningHost = { ...options, timers: new Map() };

  const { containers, records, now, timers } = host;
  return {
    async count(name, seconds) {
      const learnedLost = await records.countLost();
      containers.choose(name, { learningUntil: now() + seconds, learnedSince: now(), learnedLost });
      wait(host, name, seconds * 1000);
    },
    begin: (name, source, options) => begin(host, { name, source }, options),
    end: (name, options) => end(host, name, options),
    async recover() {
      for (const { name, isManaged, learningUntil, domain, confinementMode } of await containers.list(neverAborts)) {
        if (!isManaged) continue;
        if (learningUntil !== null) wait(host, name, (learningUntil - now()) * 1000);
        // A permissive domain of its own without a recorded end: the helper crashed before it could write one.
        else if (confinementMode === 'permissive' && domain === policyNames(name).domain) wait(host, name, 0);
      }
    },
    close() {
      for (const name of [...timers.keys()]) forget(host, name);
    },
  };
}

async function begin(
  host: LearningHost,
  { name, source }: { readonly name: string; readonly source: string },
  { seconds, signal, onStep }: Parameters<Learning['begin']>[2],
): Promise<void> {
  const { containers, modules, records, now } = host;
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
  wait(host, name, seconds * 1000);
  try {
    await modules.install(name, source, {
      note: say('learns for {minutes} min', { minutes: Math.round(seconds / 60) }),
      mayBePermissive: true,
      signal,
      onStep,
    });
  } catch (error) {
    containers.choose(name, { confinement, plainDomain, learningUntil, learnedSince, learnedLost });
    if (learningUntil === null) forget(host, name);
    else wait(host, name, (learningUntil - now()) * 1000);
    throw error;
  }
}

async function end(
  host: LearningHost,
  name: string,
  { source, connectTypes, note, signal, onStep }: Parameters<Learning['end']>[1],
): Promise<void> {
  const { containers, modules } = host;
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
  forget(host, name);
}

function wait(host: LearningHost, name: string, ms: number): void {
  const { timers } = host;
  clearTimeout(timers.get(name));
  timers.set(name, setTimeout(() => void endInTime(host, name), Math.max(0, ms)).unref());
}

function forget({ timers }: LearningHost, name: string): void {
  clearTimeout(timers.get(name));
  timers.delete(name);
}

/** The container that the timer was for may be gone, and another have its name. */
async function endIfDue(host: LearningHost, name: string): Promise<void> {
  const { containers, now, log } = host;
  const { confinement, learningUntil } = containers.described(name);
  if (confinement === 'shared') forget(host, name);
  else if (learningUntil !== null && learningUntil > now()) wait(host, name, (learningUntil - now()) * 1000);
  else {
    await end(host, name, { note: say('learning ended by its time'), signal: neverAborts });
    log('info', 'learning-ended', { container: name });
  }
}

async function endInTime(host: LearningHost, name: string): Promise<void> {
  const { containers, log } = host;
  try {
    await containers.exclusively(name, { reason: say('its learning ends') }, () => endIfDue(host, name));
  } catch (error) {
    if (isFailure(error, 'container-not-found') || isFailure(error, 'container-not-managed')) {
      forget(host, name);
      return;
    }
    if (!isFailure(error, 'container-busy'))
      log('error', 'learning-not-ended', {
        container: name,
        reason: messageOf(error),
      });
    wait(host, name, retryMs);
  }
}
