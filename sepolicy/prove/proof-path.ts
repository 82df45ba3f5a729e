// SPDX-License-Identifier: Apache-2.0
/** Channels as a proof shows them: in an order that is the same each time, with their rules as text. */

import type { ProofPath, ProofStep } from '../../contract/model/policy/proof.ts';
import { booleansIn } from '../condition.ts';
import { ruleText } from '../rule-text.ts';
import type { Access, Channel } from './direct-channels.ts';
import type { LevelName } from './flow-object.ts';

/** Shortest first, then by name, so that the result is the same each time. */
export function sorted(channels: readonly Channel[]): readonly Channel[] {
  const nameOf = ({ from, to, accesses }: Channel): string =>
    [from, to, ...accesses.map(({ object }) => `${object.type}:${object.class}:${object.level}`)].join(' ');
  return [...channels].sort(
    (one, other) => one.accesses.length - other.accesses.length || nameOf(one).localeCompare(nameOf(other)),
  );
}

export function pathOf({ between, from, to, accesses }: Channel): ProofPath {
  return { between, from, to, steps: accesses.map(stepOf) };
}

const levelOf: Readonly<Record<LevelName, ProofStep['level']>> = {
  none: 'none',
  first: 'writer',
  second: 'reader',
  both: 'both',
  range: 'range',
};

function stepOf({ source, does, object, permissions, rules }: Access): ProofStep {
  return {
    source,
    does,
    target: object.type,
    class: object.class,
    level: levelOf[object.level],
    permissions: [...new Set(permissions)].sort(),
    rules: rules.map((rule) => ruleText(rule)),
    booleans: [
      ...new Set(rules.flatMap(({ condition }) => (condition === undefined ? [] : booleansIn(condition.expression)))),
    ],
  };
}
