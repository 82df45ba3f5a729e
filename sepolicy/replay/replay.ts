// SPDX-License-Identifier: Apache-2.0
/**
 * Replays recorded accesses on two policies, and gives those that the changed one answers otherwise than the present one.
 * Each permission is asked for by itself, since a record may hold several.
 */

import type { Flip, RecordedAccess, Recording, Replay, UnknownPart } from '../../contract/model/policy/replay.ts';
import type { Access } from '../decide.ts';
import { type AccessAnswer, answerAccess, type AskedPolicy } from './answer-access.ts';

/** Limits each list to what a person reads, and a message holds. */
const maxShown = 100;
const maxGrounds = 6;

interface ReplayedFlip extends Pick<Flip, 'permissions' | 'grantedBy' | 'deniedBy'> {
  /** The place of the access in what was replayed. */
  readonly place: number;
}

export interface Replayed {
  readonly denied: readonly ReplayedFlip[];
  readonly allowed: readonly ReplayedFlip[];
  /** Holds a place at most once, with the first thing that is not known. */
  readonly unknown: readonly { readonly place: number; readonly part: UnknownPart }[];
}

export interface ReplayedPolicies {
  readonly present: AskedPolicy;
  readonly changed: AskedPolicy;
}

export function replay(accesses: readonly Access[], policies: ReplayedPolicies): Replayed {
  const answered = accesses.map((access) => access.permissions.map((one) => answerBoth(access, one, policies)));
  const flips = (kind: 'allowed' | 'denied'): readonly ReplayedFlip[] =>
    answered.flatMap((answers, place) => flipOf(place, answers, kind));
  return {
    denied: flips('denied'),
    allowed: flips('allowed'),
    unknown: answered.flatMap((answers, place) => {
      const part = answers.map(unknownPartOf).find((one) => one !== undefined);
      return part === undefined ? [] : [{ place, part }];
    }),
  };
}

/** The first of what was found, beside the recorded accesses that it is about. */
export function describeReplayed(
  { denied, allowed, unknown }: Replayed,
  accesses: readonly RecordedAccess[],
  recording: Recording,
): Replay {
  const withAccess = <Found extends { readonly place: number }>(found: readonly Found[]) =>
    found.slice(0, maxShown).flatMap(({ place, ...rest }) => {
      const access = accesses[place];
      return access === undefined ? [] : [{ ...rest, access }];
    });
  return {
    examined: accesses.length,
    denied: withAccess(denied),
    deniedCount: denied.length,
    allowed: withAccess(allowed),
    allowedCount: allowed.length,
    unknown: withAccess(unknown),
    unknownCount: unknown.length,
    recording,
  };
}

/** The booleans of the changed policy once it is loaded: the kernel keeps the values of those that it knows. */
export function withBooleansOf(changed: AskedPolicy['policy'], present: AskedPolicy['policy']): AskedPolicy {
  const kept = [...present.booleans].filter(([name]) => changed.booleans.has(name));
  return { policy: changed, booleans: new Map([...changed.booleans, ...kept]) };
}

interface BothAnswers {
  readonly permission: string;
  readonly present: AccessAnswer;
  readonly changed: AccessAnswer;
}

function answerBoth(asked: Access, permission: string, { present, changed }: ReplayedPolicies): BothAnswers {
  const { source, target, class: className } = asked;
  const access = { source, target, class: className, permissions: [permission] };
  return { permission, present: answerAccess(present, access), changed: answerAccess(changed, access) };
}

function flipOf(place: number, answers: readonly BothAnswers[], kind: 'allowed' | 'denied'): ReplayedFlip[] {
  const was = kind === 'denied' ? 'allowed' : 'denied';
  const changing = answers.filter(({ present, changed }) => present.kind === was && changed.kind === kind);
  if (changing.length === 0) return [];
  const [now, then] = [changing.map(({ present }) => present), changing.map(({ changed }) => changed)];
  return [
    {
      place,
      permissions: changing.map(({ permission }) => permission),
      grantedBy: groundsOf(kind === 'denied' ? now : then),
      deniedBy: groundsOf(kind === 'denied' ? then : now),
    },
  ];
}

function groundsOf(answers: readonly AccessAnswer[]): string[] {
  return [...new Set(answers.flatMap((answer) => (answer.kind === 'unknown' ? [] : answer.by)))].slice(0, maxGrounds);
}

function unknownPartOf({ present, changed }: BothAnswers): UnknownPart | undefined {
  if (present.kind === 'unknown') return { policy: 'present', ...present.part };
  return changed.kind === 'unknown' ? { policy: 'changed', ...changed.part } : undefined;
}
