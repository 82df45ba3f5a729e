// SPDX-License-Identifier: Apache-2.0
/**
 * Replays recorded accesses on two policies, and gives those that the changed one answers otherwise than the present one.
 * Each permission is asked for by itself, since a record may hold several.
 */

import type { Flip, UnknownPart } from '../../contract/model/policy/replay.ts';
import type { Access } from '../decide.ts';
import { type AccessAnswer, answerAccess, type AskedPolicy } from './answer-access.ts';

export interface ReplayedFlip<Row> extends Pick<Flip, 'permissions' | 'grantedBy' | 'deniedBy'> {
  readonly row: Row;
}

export interface Replayed<Row> {
  readonly denied: readonly ReplayedFlip<Row>[];
  readonly allowed: readonly ReplayedFlip<Row>[];
  /** Holds a row at most once, with the first thing that is not known. */
  readonly unknown: readonly { readonly row: Row; readonly part: UnknownPart }[];
}

export interface ReplayedPolicies {
  readonly present: AskedPolicy;
  readonly changed: AskedPolicy;
}

export function replay<Row extends Access>(rows: readonly Row[], policies: ReplayedPolicies): Replayed<Row> {
  const answered = rows.map((row) => ({ row, answers: row.permissions.map((one) => answerBoth(row, one, policies)) }));
  const flips = (kind: 'allowed' | 'denied'): readonly ReplayedFlip<Row>[] =>
    answered.flatMap(({ row, answers }) => flipOf(row, answers, kind));
  return {
    denied: flips('denied'),
    allowed: flips('allowed'),
    unknown: answered.flatMap(({ row, answers }) => {
      const part = answers.map(unknownPartOf).find((one) => one !== undefined);
      return part === undefined ? [] : [{ row, part }];
    }),
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

function answerBoth(row: Access, permission: string, { present, changed }: ReplayedPolicies): BothAnswers {
  const { source, target, class: className } = row;
  const access = { source, target, class: className, permissions: [permission] };
  return { permission, present: answerAccess(present, access), changed: answerAccess(changed, access) };
}

function flipOf<Row>(row: Row, answers: readonly BothAnswers[], kind: 'allowed' | 'denied'): ReplayedFlip<Row>[] {
  const was = kind === 'denied' ? 'allowed' : 'denied';
  const changing = answers.filter(({ present, changed }) => present.kind === was && changed.kind === kind);
  if (changing.length === 0) return [];
  const [now, then] = [changing.map(({ present }) => present), changing.map(({ changed }) => changed)];
  return [
    {
      row,
      permissions: changing.map(({ permission }) => permission),
      grantedBy: groundsOf(kind === 'denied' ? now : then),
      deniedBy: groundsOf(kind === 'denied' ? then : now),
    },
  ];
}

function groundsOf(answers: readonly AccessAnswer[]): string[] {
  return [...new Set(answers.flatMap((answer) => (answer.kind === 'unknown' ? [] : answer.by)))];
}

function unknownPartOf({ present, changed }: BothAnswers): UnknownPart | undefined {
  if (present.kind === 'unknown') return { policy: 'present', ...present.part };
  return changed.kind === 'unknown' ? { policy: 'changed', ...changed.part } : undefined;
}
