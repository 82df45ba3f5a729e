// SPDX-License-Identifier: Apache-2.0
/**
 * Proves on a policy that nothing passes between containers with disjoint categories but for named exceptions, or finds
 * the ways on which something does. docs/concepts.md says what is proven and what is not.
 */

import { say } from '../../contract/text.ts';
import type { Proof } from '../../contract/model/policy/proof.ts';
import { createContainerTypes } from '../count/container-types.ts';
import { reachGraveDomains } from '../domain-reach.ts';
import type { LoadedPolicy } from '../loaded-policy.ts';
import { findOpeningBooleans } from './boolean-openings.ts';
import { cheapestCut } from './cheapest-cut.ts';
import { type ContainerKind, kindsOf } from './container-kinds.ts';
import { createCover } from './coverage.ts';
import { type Channel, directChannels, type OnException } from './direct-channels.ts';
import { exceptions } from './exceptions.ts';
import type { LevelName } from './flow-object.ts';
import { type FlowRules, indexRules } from './flow-rules.ts';
import { createHostChannels } from './host-channels.ts';
import { flowsOf, type SubjectFlows } from './subject-flows.ts';
import { createConstrain } from './symbolic-constraints.ts';
import { pathOf, sorted } from './proof-path.ts';
import { createTrust } from './trusted.ts';

interface DomainPair {
  readonly from: string;
  readonly to: string;
}

/** Two containers, by their domains. */
export interface ProvenPair extends DomainPair {
  /** False where they have a category in common, or one has none. */
  readonly areDisjoint: boolean;
}

const services = ['helper', 'listener', 'policy', 'reader', 'notify', 'metrics', 'unload', 'incus'];
/** A policy that opens more is not looked through to its end. */
const maxCounted = 5000;
/** Open channels that are shown. */
const maxShown = 50;

/** All containers when no pair is given. The same policy always gives the same proof. */
export function prove(policy: LoadedPolicy, pair?: ProvenPair): Proof {
  const rules = indexRules(policy);
  const unknownConstraints = new Set<string>();
  const constrain = createConstrain(policy, unknownConstraints);
  const cover = createCover(policy);
  const isOfContainers = createContainerTypes(policy);
  const used = new Map<string, Set<string>>();
  const trusted = new Map<string, Proof['trusted'][number]['reason']>();
  const onException: OnException = ({ id }, { type, class: className }) => {
    const objects = used.get(id) ?? new Set();
    used.set(id, objects.add(`${type}:${className}`));
  };
  const host = createHostChannels({
    rules,
    cover,
    trust: createTrust(rules),
    isOfContainer: (type) => isOfContainers(type, '') !== undefined,
    onException,
    onTrusted: (domain, reason) => trusted.set(domain, reason),
  });

  const flows = new Map<string, SubjectFlows>();
  const flowsAt = (type: string, level: LevelName): SubjectFlows => {
    const key = `${type} ${level}`;
    const found = flows.get(key) ?? flowsOf(rules, constrain, { type, level });
    flows.set(key, found);
    return found;
  };
  const kinds = pair === undefined ? kindsOf(rules) : kindsOfPair(policy, pair);
  const pairs = (pair === undefined ? pairsOf(kinds) : [pair]).map(({ from, to }) => ({
    writer: flowsAt(from, 'first'),
    reader: flowsAt(to, pair?.areDisjoint === false ? 'first' : 'second'),
  }));
  const writers = distinct(pairs.map(({ writer }) => writer));
  const readers = distinct(pairs.map(({ reader }) => reader));
  const alike = kinds.flatMap(({ domains: [first = '', ...others] }) =>
    others.filter((domain) => host.isWritten(flowsAt(first, 'second'), domain)),
  );
  const open = sorted(
    first(maxCounted, [
      permissiveChannels(policy, kinds),
      ...pairs.map((one) => directChannels(one, cover, onException)),
      ...writers.map((writer) => host.outOf(writer)),
      ...distinct([...readers, ...alike.map((domain) => flowsAt(domain, 'second'))]).map((reader) => host.into(reader)),
    ]),
  );
  const unknown = [...rules.unknown, ...[...unknownConstraints].sort()];
  return {
    verdict: verdictOf(open.length, unknown.length > 0 || kinds.length === 0),
    kinds: kinds.map(({ domains, isShared }) => ({ domains: [...domains], isShared })),
    areDisjoint: pair?.areDisjoint ?? true,
    exceptions: exceptions.flatMap(({ id, title, closedBy, reason, probes }) => {
      const objects = used.get(id);
      return objects === undefined
        ? []
        : [{ id, title, closedBy, reason, probes: [...probes], objects: [...objects].sort() }];
    }),
    open: open.slice(0, maxShown).map(pathOf),
    openCount: open.length,
    cut: cheapestCut(open),
    booleans: findOpeningBooleans({ rules, pairs, constrain, cover }).map(({ channel, ...boolean }) => ({
      ...boolean,
      path: pathOf(channel),
    })),
    trusted: [...trusted]
      .sort(([one], [other]) => one.localeCompare(other))
      .map(([domain, reason]) => ({ domain, reason })),
    deputies: deputiesOf(
      rules,
      writers.flatMap((writer) => [...host.deputiesOf(writer)]),
    ),
    services: pair === undefined ? servicesOf(policy) : [],
    unknown,
    remarks: remarksOf(policy, kinds),
  };
}

function verdictOf(openCount: number, isUnknown: boolean): Proof['verdict'] {
  if (openCount > 0) return 'open';
  return isUnknown ? 'unknown' : 'proven';
}

/**
 * Two containers of one kind too, unless only one can have its domain; and those to whose types a domain may do
 * something.
 */
function pairsOf(kinds: readonly ContainerKind[]): readonly DomainPair[] {
  const touching = kinds.flatMap(({ domains: [domain = ''], touched }) =>
    touched.flatMap((other) => [
      { from: domain, to: other },
      { from: other, to: domain },
    ]),
  );
  const all = [...pairsOfKinds(kinds), ...touching];
  return [...new Map(all.map((pair) => [`${pair.from} ${pair.to}`, pair])).values()];
}

function pairsOfKinds(kinds: readonly ContainerKind[]): readonly DomainPair[] {
  return kinds.flatMap((one) =>
    kinds.flatMap((other) => {
      const [from] = one.domains;
      const to = one === other && !one.isShared ? other.domains[1] : other.domains[0];
      return from === undefined || to === undefined ? [] : [{ from, to }];
    }),
  );
}

function kindsOfPair(policy: LoadedPolicy, { from, to }: ProvenPair): readonly ContainerKind[] {
  return [...new Set([from, to])]
    .filter((domain) => policy.types.has(domain))
    .map((domain) => ({ domains: [domain], isShared: from === to, touched: [] }));
}

/** Takes this many values, from one list after the other. */
function first<Value>(count: number, lists: readonly Iterable<Value>[]): readonly Value[] {
  const found: Value[] = [];
  for (const list of lists)
    for (const value of list) {
      if (found.length === count) return found;
      found.push(value);
    }
  return found;
}

function distinct<Value>(values: readonly Value[]): readonly Value[] {
  return [...new Set(values)];
}

/** A permissive domain is denied nothing: no rule has to be looked for. */
function permissiveChannels(policy: LoadedPolicy, kinds: readonly ContainerKind[]): readonly Channel[] {
  return kinds
    .flatMap(({ domains }) => domains)
    .filter((domain) => policy.permissiveTypes.has(domain))
    .map((domain) => ({ between: 'containers', from: domain, to: domain, accesses: [] }));
}

function deputiesOf(rules: FlowRules, domains: readonly string[]): Proof['deputies'] {
  const trust = createTrust(rules);
  return [...new Set(domains)]
    .sort()
    .map((domain) => ({ domain, isTrusted: trust(domain, { class: 'file', permissions: ['execute'] }) !== undefined }));
}

function servicesOf(policy: LoadedPolicy): Proof['services'] {
  return services
    .map((name) => `bulkhead_${name}_t`)
    .filter((domain) => policy.types.has(domain))
    .flatMap((domain) => reachGraveDomains(policy, domain))
    .map(({ path, rights }) => ({ path: [...path], rights: [...rights] }));
}

function remarksOf(policy: LoadedPolicy, kinds: readonly ContainerKind[]): Proof['remarks'] {
  return [
    ...(kinds.length === 0
      ? [say('The policy has no domain of containers: the modules of Bulkhead are not loaded.')]
      : []),
    ...(policy.unknownPermissions === 'allow'
      ? [say('The policy lets pass what a newer kernel asks and it does not know; that is no part of this proof.')]
      : []),
  ];
}
