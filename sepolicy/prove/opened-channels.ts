// SPDX-License-Identifier: Apache-2.0
/**
 * The channels that a change of the policy opens for one domain of containers: to and from the domains of the containers
 * that there are, and to and from the host. Only what starts or ends at this domain is looked at, so that it takes a
 * part of the time of a whole proof.
 */

import type { ProofPath } from '../../contract/model/policy/proof.ts';
import { createContainerTypes } from '../count/container-types.ts';
import type { LoadedPolicy } from '../loaded-policy.ts';
import { createCover } from './coverage.ts';
import { type Channel, directChannels } from './direct-channels.ts';
import type { LevelName } from './flow-object.ts';
import { indexRules } from './flow-rules.ts';
import { createHostChannels } from './host-channels.ts';
import { pathOf, sorted } from './proof-path.ts';
import { flowsOf, type SubjectFlows } from './subject-flows.ts';
import { createConstrain } from './symbolic-constraints.ts';
import { createTrust } from './trusted.ts';

/** A module that opens more is bad enough. */
const maxOpened = 200;

/**
 * Takes the policy as it is and as it would be, the domain that changes, and the domains of the other containers; gives
 * what the second policy leaves open and the first one does not, the shortest first.
 */
export function openedChannels(
  before: LoadedPolicy,
  after: LoadedPolicy,
  { domain, others }: { readonly domain: string; readonly others: readonly string[] },
): readonly ProofPath[] {
  const open = channelsAbout(after, domain, others);
  // Most changes open none, and then the policy of now need not be looked at.
  const known = new Set(
    open.length === 0 ? [] : channelsAbout(before, domain, others).map((channel) => keyOf(channel)),
  );
  const opened = sorted(open.filter((channel) => !known.has(keyOf(channel))));
  // The levels of an object tell channels apart, but are nothing that a person reads of one.
  return [...new Map(opened.map((channel) => [keyOf(channel, false), channel])).values()].map(pathOf);
}

function channelsAbout(policy: LoadedPolicy, domain: string, others: readonly string[]): readonly Channel[] {
  if (policy.permissiveTypes.has(domain)) return [{ between: 'containers', from: domain, to: domain, accesses: [] }];
  const rules = indexRules(policy);
  const constrain = createConstrain(policy, new Set());
  const cover = createCover(policy);
  const isOfContainers = createContainerTypes(policy);
  const ignore = (): void => undefined;
  const host = createHostChannels({
    rules,
    cover,
    trust: createTrust(rules),
    isOfContainer: (type) => isOfContainers(type, '') !== undefined,
    onException: ignore,
    onTrusted: ignore,
  });
  const flowsAt = (type: string, level: LevelName): SubjectFlows => flowsOf(rules, constrain, { type, level });
  const [writer, reader] = [flowsAt(domain, 'first'), flowsAt(domain, 'second')];
  const between = [...new Set(others)]
    .filter((other) => other !== domain && policy.types.has(other))
    .flatMap((other) => [
      ...directChannels({ writer, reader: flowsAt(other, 'second') }, cover, ignore),
      ...directChannels({ writer: flowsAt(other, 'first'), reader }, cover, ignore),
    ]);
  return [...between, ...host.outOf(writer), ...host.into(reader)].slice(0, maxOpened);
}

/** Identifies a channel. With more permissions it is another one. */
function keyOf({ from, to, accesses }: Channel, hasLevels = true): string {
  const parts = accesses.map(
    ({ does, object, permissions }) =>
      `${does} ${object.type}:${object.class} ${hasLevels ? object.level : ''} ${[...new Set(permissions)].sort().join()}`,
  );
  return [from, to, ...parts].join(' ');
}
