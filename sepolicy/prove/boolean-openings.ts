// SPDX-License-Identifier: Apache-2.0
/** Booleans of which one alone, changed, would open a channel between containers. */

import { booleansIn, holds } from '../condition.ts';
import type { LoadedPolicy, Rule } from '../loaded-policy.ts';
import type { Cover } from './coverage.ts';
import { type Channel, directChannels, joinGrants } from './direct-channels.ts';
import { type FlowRules, indexRules } from './flow-rules.ts';
import { flowsOf, type SubjectFlows } from './subject-flows.ts';
import type { Constrain } from './symbolic-constraints.ts';

export interface OpeningBoolean {
  readonly name: string;
  /** Is the value that opens the channel. */
  readonly value: boolean;
  /** The first that it opens. */
  readonly channel: Channel;
}

export interface OpeningOptions {
  readonly rules: FlowRules;
  readonly pairs: readonly { readonly writer: SubjectFlows; readonly reader: SubjectFlows }[];
  readonly constrain: Constrain;
  readonly cover: Cover;
}

export function findOpeningBooleans({ rules, pairs, constrain, cover }: OpeningOptions): readonly OpeningBoolean[] {
  const { policy } = rules;
  const domains = new Set(pairs.flatMap(({ writer, reader }) => [writer.subject.type, reader.subject.type]));
  return [...rulesByBoolean(rules, domains)]
    .sort(([one], [other]) => one.localeCompare(other))
    .flatMap(([name, added]) => {
      const value = policy.booleans.get(name) !== true;
      const more = indexRules(withRules(policy, added), flipped(policy, name));
      const widened = (flows: SubjectFlows): SubjectFlows => flowsOf(more, constrain, flows.subject);
      for (const { writer, reader } of pairs) {
        const [channel] = channelsBy({ writer, reader, cover }, widened(writer), widened(reader));
        if (channel !== undefined) return [{ name, value, channel }];
      }
      return [];
    });
}

/** Rules that do not hold now, about domains of containers, by the boolean that alone would make them hold. */
function rulesByBoolean(
  { policy, typesOf }: FlowRules,
  domains: ReadonlySet<string>,
): ReadonlyMap<string, readonly Rule[]> {
  const found = new Map<string, Rule[]>();
  for (const rule of policy.conditionalRules) {
    if (rule.kind !== 'allow' || rule.condition === undefined || holds(rule.condition, policy.booleans)) continue;
    if (!typesOf(rule.source).some((type) => domains.has(type))) continue;
    for (const name of new Set(booleansIn(rule.condition.expression)))
      if (holds(rule.condition, flipped(policy, name))) found.set(name, [...(found.get(name) ?? []), rule]);
  }
  return found;
}

function flipped({ booleans }: LoadedPolicy, name: string): ReadonlyMap<string, boolean> {
  return new Map(booleans).set(name, booleans.get(name) !== true);
}

function withRules(policy: LoadedPolicy, rules: readonly Rule[]): LoadedPolicy {
  return {
    ...policy,
    rules: new Map(
      [...new Set(rules.map((rule) => rule.class))].map((name) => [name, rules.filter((rule) => rule.class === name)]),
    ),
  };
}

/** The channels in which one of the added grants has a part. */
function* channelsBy(
  { writer, reader, cover }: { readonly writer: SubjectFlows; readonly reader: SubjectFlows; readonly cover: Cover },
  moreOfWriter: SubjectFlows,
  moreOfReader: SubjectFlows,
): Generator<Channel, void, undefined> {
  const ignore = (): void => undefined;
  const reads = joinGrants(reader.reads, moreOfReader.reads);
  yield* directChannels({ writer: moreOfWriter, reader: { ...reader, reads } }, cover, ignore);
  yield* directChannels({ writer, reader: moreOfReader }, cover, ignore);
}
