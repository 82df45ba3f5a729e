// SPDX-License-Identifier: Apache-2.0
/**
 * What passes between the host and containers: domains of the host that may write what a container reads, and objects of
 * the host that a container may write. Of a domain of the host all categories are assumed, and no constraint is asked.
 */

import type { Phrase } from '../../contract/text.ts';
import { isDomain } from './container-kinds.ts';
import type { Cover } from './coverage.ts';
import { type Access, accessOf, type Channel, type OnException } from './direct-channels.ts';
import type { FlowRule, FlowRules } from './flow-rules.ts';
import { type FlowObject, keyOf, type SubjectFlows } from './subject-flows.ts';
import type { TrustedWith } from './trusted.ts';

export interface HostChannelsOptions {
  readonly rules: FlowRules;
  readonly cover: Cover;
  readonly trust: TrustedWith;
  /** True for a type of containers. */
  readonly isOfContainer: (type: string) => boolean;
  readonly onException: OnException;
  readonly onTrusted: (domain: string, reason: Phrase) => void;
}

export interface HostChannels {
  /** What domains that are not trusted may write of what the container reads, and that no exception covers. */
  into(reader: SubjectFlows): readonly Channel[];
  /** What the container may write of the host, and no exception covers. */
  outOf(writer: SubjectFlows): readonly Channel[];
  /** The domains that may run files that the container writes. */
  deputiesOf(writer: SubjectFlows): ReadonlySet<string>;
}

interface HostRule extends FlowRule {
  readonly sources: readonly string[];
}

const running = ['execute', 'execute_no_trans', 'entrypoint'];

export function createHostChannels({
  rules,
  cover,
  trust,
  isOfContainer,
  onException,
  onTrusted,
}: HostChannelsOptions): HostChannels {
  const rulesOf = createHostRules(rules);
  const known = new Map<string, ReadonlyMap<string, Access>>();

  /** The accesses of others than the trusted, one for each domain. */
  function writersOf(object: FlowObject, reads: ReadonlySet<string>): ReadonlyMap<string, Access> {
    const key = `${keyOf(object)} ${[...reads].sort().join(' ')}`;
    const found = known.get(key) ?? findWriters(object, reads);
    known.set(key, found);
    return found;
  }

  function findWriters(object: FlowObject, reads: ReadonlySet<string>): ReadonlyMap<string, Access> {
    const openOf = remember((writes: readonly string[]) => {
      const { exceptions, open } = cover({ object, writes, reads, isOfHost: true });
      for (const exception of exceptions) onException(exception, object);
      return open.writes;
    });
    const found = new Map<string, { permissions: Set<string>; rules: FlowRule['rule'][] }>();
    for (const { rule, writes, sources } of rulesOf(object)) {
      const permissions = writes.length === 0 || sources.length === 0 ? [] : openOf(writes);
      if (permissions.length === 0) continue;
      for (const source of sources) {
        const reason = trust(source, { class: object.class, permissions });
        if (reason !== undefined) {
          onTrusted(source, reason);
          continue;
        }
        const access = found.get(source) ?? { permissions: new Set(), rules: [] };
        found.set(source, access);
        for (const permission of permissions) access.permissions.add(permission);
        access.rules.push(rule);
      }
    }
    return new Map(
      [...found].map(([source, { permissions, rules: granting }]) => [
        source,
        accessOf(source, 'writes', { object, permissions: [...permissions], rules: granting }),
      ]),
    );
  }

  return {
    into({ subject, reads }) {
      const channels: Channel[] = [];
      for (const { object, grant } of reads.values()) {
        if (object.level !== (isOfContainer(object.type) ? subject.level : 'none')) continue;
        for (const [from, written] of writersOf(object, grant.permissions))
          channels.push({
            between: 'host-container',
            from,
            to: subject.type,
            accesses: [
              written,
              accessOf(subject.type, 'reads', { object, permissions: [...grant.permissions], rules: grant.rules }),
            ],
          });
      }
      return channels;
    },
    outOf({ subject, writes }) {
      const channels: Channel[] = [];
      for (const { object, grant } of writes.values()) {
        if (object.level !== 'none' || isOfContainer(object.type)) continue;
        const reads = [object.class === 'filesystem' ? 'getattr' : 'read'];
        const { exceptions, open } = cover({ object, writes: grant.permissions, reads, isOfHost: true });
        for (const exception of exceptions) onException(exception, object);
        if (open.writes.length > 0)
          channels.push({
            between: 'container-host',
            from: subject.type,
            to: object.type,
            accesses: [accessOf(subject.type, 'writes', { object, permissions: open.writes, rules: grant.rules })],
          });
      }
      return channels;
    },
    deputiesOf({ subject, writes }) {
      const found = new Set<string>();
      for (const { object } of writes.values())
        if (object.class === 'file' && object.level === subject.level && isOfContainer(object.type))
          for (const { reads, sources } of rulesOf(object))
            if (reads.some((permission) => running.includes(permission)))
              for (const source of sources) found.add(source);
      return found;
    },
  };
}

/** The rules about a type as their target, with the domains of the host among their sources. */
function createHostRules(rules: FlowRules): (object: FlowObject) => readonly HostRule[] {
  const hostSources = new Map<string, readonly string[]>();
  const known = new Map<string, readonly HostRule[]>();

  function sourcesOf({ rule }: FlowRule): readonly string[] {
    const found = hostSources.get(rule.source);
    if (found !== undefined) return found;
    const sources = rules.sourcesOf(rule).filter((type) => !isDomain(rules.policy, type));
    hostSources.set(rule.source, sources);
    return sources;
  }

  return ({ class: className, type }) => {
    const key = `${className}:${type}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const made = rules.ofTarget(className, type).map((flow) => ({ ...flow, sources: sourcesOf(flow) }));
    known.set(key, made);
    return made;
  };
}

/** The same list of permissions stands in many rules. */
function remember<Key, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const known = new Map<Key, Value>();
  return (key) => {
    const found = known.get(key);
    if (found !== undefined) return found;
    const made = make(key);
    known.set(key, made);
    return made;
  };
}
