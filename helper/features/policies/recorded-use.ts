// SPDX-License-Identifier: Apache-2.0
/**
 * What was recorded of accesses, for a replay on a changed policy: bounded, with how far the records reach and what may
 * be missing. And the replay of a container's module that somebody tries.
 */

import { fail } from '../../../contract/errors.ts';
import type { BooleanSetting, RecordedAccess, Recording, Replay } from '../../../contract/model/policy/replay.ts';
import { say } from '../../../contract/text.ts';
import type { Access } from '../../../sepolicy/decide.ts';
import { enforcing } from '../../../sepolicy/own-domain/learning-module.ts';
import { describeReplayed } from '../../../sepolicy/replay/replay.ts';
import { type CompilationAnswer, maxReplayed } from '../../selinux/policy/compilation.ts';
import type { PolicyProcess } from '../../selinux/policy/policy-process.ts';
import type { Denials } from '../denials/ports.ts';
import type { DomainModules } from './domain-modules.ts';
import type { RecordGaps } from './record-gaps.ts';

export interface RecordedUse {
  gather(asked: Asked): Promise<Gathered>;
  /** Replays what any container and service of the host did, as a boolean would change the loaded policy. */
  withBoolean(tried: TriedBoolean): Promise<Replay>;
  /** Undefined where the source does not compile. */
  replayed(tried: TriedModule): Promise<Replay | undefined>;
}

interface Asked {
  readonly days: number;
  readonly container?: string | undefined;
  /** Only what processes in this domain did. */
  readonly domain?: string;
}

interface Gathered {
  readonly accesses: RecordedAccess[];
  readonly recording: Recording;
}

interface TriedModule {
  readonly owner: string;
  readonly source: string;
  readonly isLearning: boolean;
  readonly gathered: Gathered;
  readonly answer: CompilationAnswer;
  readonly signal: AbortSignal;
}

interface TriedBoolean {
  readonly boolean: BooleanSetting;
  readonly days: number;
  readonly signal: AbortSignal;
}

export interface RecordedUseOptions {
  readonly policy: Pick<PolicyProcess, 'ask'>;
  readonly modules: Pick<DomainModules, 'check'>;
  readonly denials: Pick<Denials, 'recorded' | 'keptSince' | 'oldest'>;
  readonly records: Pick<RecordGaps, 'since'>;
  /** Seconds since the epoch. */
  readonly now: () => number;
}

const secondsOfDay = 24 * 3600;
/** Any record that was dropped since the host or the helper counts may have been one of these. */
const noneLost = { kernel: 0, helper: 0 } as const;

export function createRecordedUse({ policy, modules, denials, records, now }: RecordedUseOptions): RecordedUse {
  async function gather({ days, container, domain }: Asked): Promise<Gathered> {
    const since = now() - days * secondsOfDay;
    const found = denials
      .recorded({ since, container })
      .filter(({ source }) => domain === undefined || source.type === domain);
    const accesses = fitting(found);
    return {
      accesses,
      recording: {
        since: Math.max(since, denials.keptSince()),
        oldest: denials.oldest(),
        gaps: await records.since({ learnedSince: since, learnedLost: noneLost }),
        leftOut: found.length - accesses.length,
      },
    };
  }

  return {
    gather,
    async withBoolean({ boolean, days, signal }) {
      const { accesses, recording } = await gather({ days });
      const replayed = await policy.ask('replay', { accesses: askedOf(accesses), boolean }, signal);
      if (replayed === null)
        fail('context-unknown', { name: boolean.name, reason: say('the loaded policy has no such boolean') });
      return describeReplayed(replayed, accesses, recording);
    },
    async replayed({ owner, source, isLearning, gathered: { accesses, recording }, answer, signal }) {
      const usual = isLearning ? enforcing(source, owner) : source;
      // While it learns, nothing is denied: what counts is its module afterwards.
      const { replayed } =
        usual === source
          ? answer
          : await modules.check(owner, usual, { mayBePermissive: false, recorded: askedOf(accesses), signal });
      return replayed && describeReplayed(replayed, accesses, recording);
    },
  };
}

/** Leaves out what only says who it was and how often: the compiler reads no text of a container's. */
export function askedOf(accesses: readonly RecordedAccess[]): readonly Access[] {
  return accesses.map(({ source, target, class: className, permissions }) => ({
    source,
    target,
    class: className,
    permissions,
  }));
}

/** The first accesses, up to a number and a length that fit into a message, and into a request to the compiler. */
function fitting(accesses: readonly RecordedAccess[]): RecordedAccess[] {
  let bytes = 0;
  return accesses.slice(0, maxReplayed.accesses).filter((access) => {
    bytes += Buffer.byteLength(JSON.stringify(access));
    return bytes <= maxReplayed.bytes;
  });
}
