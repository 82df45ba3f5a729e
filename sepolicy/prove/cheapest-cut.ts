// SPDX-License-Identifier: Apache-2.0
/** The one rule, or the one boolean, without which most of the open channels are closed. */

import { say } from '../../contract/text.ts';
import type { Proof } from '../../contract/model/policy/proof.ts';
import { booleansIn } from '../condition.ts';
import type { Rule } from '../loaded-policy.ts';
import { ruleText } from '../rule-text.ts';
import type { Channel } from './direct-channels.ts';

type Cut = NonNullable<Proof['cut']>;

/** Null where no single one closes a channel. */
export function cheapestCut(channels: readonly Channel[]): Cut | null {
  const closing = new Map<string, Cut>();
  for (const channel of channels)
    for (const cut of new Map(cutsOf(channel).map((one) => [`${one.kind} ${one.name}`, one])).values()) {
      const key = `${cut.kind} ${cut.name}`;
      closing.set(key, { ...cut, closes: (closing.get(key)?.closes ?? 0) + 1 });
    }
  const [best] = [...closing.values()].sort(
    (one, other) =>
      other.closes - one.closes || one.kind.localeCompare(other.kind) || one.name.localeCompare(other.name),
  );
  return best ?? null;
}

/** Each access of a channel that rests on one rule can be taken away with it. */
function cutsOf({ accesses, from }: Channel): readonly Cut[] {
  if (accesses.length === 0) return [permissiveCut(from)];
  return accesses.flatMap(({ rules: [rule, ...others] }) =>
    rule === undefined || others.length > 0 ? [] : [...booleanCuts(rule), ruleCut(rule)],
  );
}

function ruleCut(rule: Rule): Cut {
  const name = ruleText(rule);
  return {
    kind: 'rule',
    name,
    closes: 1,
    remedy: say('Remove the module with this rule, or take the rule out of it: {rule}', { rule: name }),
  };
}

function booleanCuts({ condition }: Rule): readonly Cut[] {
  const [name, ...others] = condition === undefined ? [] : new Set(booleansIn(condition.expression));
  if (name === undefined || others.length > 0) return [];
  return [{ kind: 'boolean', name, closes: 1, remedy: say('Change the boolean {name} to its other value.', { name }) }];
}

function permissiveCut(domain: string): Cut {
  return {
    kind: 'permissive',
    name: domain,
    closes: 1,
    remedy: say('Let SELinux enforce {domain} again.', { domain }),
  };
}
