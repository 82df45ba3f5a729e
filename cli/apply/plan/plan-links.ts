// SPDX-License-Identifier: Apache-2.0
/** The steps that bring the links between containers to what a file says. */

import { linkedPairs } from '../../../contract/rules/linked-pairs.ts';
import type { Container } from '../../../contract/model/containers/container.ts';
import type { WantedContainer } from '../file/container-schema.ts';
import type { Step } from './step.ts';

type Pair = readonly [one: string, other: string];

export interface LinkInputs {
  readonly wanted: ReadonlyMap<string, Pick<WantedContainer, 'links'>>;
  readonly containers: readonly Pick<Container, 'name' | 'links'>[];
  /** Names the containers that this plan removes, be it to create them again: their links go with them. */
  readonly removed: ReadonlySet<string>;
}

/** A link is ended when one of the two says which links it has, and neither names this one. */
export function linkSteps({ wanted, containers, removed }: LinkInputs): readonly Step[] {
  const named = uniquePairs(
    [...wanted].flatMap(([name, { links = [] }]) => links.map((other): Pair => sortedPair(name, other))),
  );
  const present = linkedPairs(containers);
  const isOpen = (name: string): boolean => wanted.get(name)?.links === undefined;
  const kept = present.filter(
    ([one, other]) =>
      isOpen(one) && isOpen(other) && [one, other].every((name) => wanted.has(name) || !removed.has(name)),
  );
  const is = uniquePairs([...named, ...kept]);
  const was = present.filter((pair) => !pair.some((name) => removed.has(name)));
  return [
    ...was
      .filter((pair) => !includesPair(is, pair))
      .map((pair) => stepOf(pair, 'unlink', { sign: '-', field: 'links', was: pair.join(' and ') })),
    ...is
      .filter((pair) => !includesPair(was, pair))
      .map((pair) => stepOf(pair, 'link', { sign: '+', field: 'links', is: pair.join(' and ') })),
  ];
}

function stepOf([name, other]: Pair, verb: 'link' | 'unlink', difference: Step['differences'][number]): Step {
  return {
    phase: verb,
    subject: `link of ${name} and ${other}`,
    what: `${verb} ${name} and ${other}`,
    call: { operation: `network.${verb}`, params: { name, other } },
    differences: [difference],
  };
}

function sortedPair(one: string, other: string): Pair {
  return one < other ? [one, other] : [other, one];
}

function includesPair(pairs: readonly Pair[], [one, other]: Pair): boolean {
  return pairs.some((pair) => pair[0] === one && pair[1] === other);
}

function uniquePairs(pairs: readonly Pair[]): readonly Pair[] {
  return pairs.filter(([one, other], at) => !includesPair(pairs.slice(0, at), [one, other]));
}
