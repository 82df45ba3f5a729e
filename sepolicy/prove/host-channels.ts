// SPDX-License-Identifier: Apache-2.0
/**
 * What passes between the host and containers: domains of the host that may write what a container reads, and objects of
 * the host that a container may write. Of a domain of the host all categories are assumed, and no constraint is asked.
 */

import type { Phrase } from '../../contract/text.ts';
import { ownerOfPolicyName } from '../own-domain/names.ts';
import { isDomain, typeOfOwner } from './container-kinds.ts';
import type { Cover } from './coverage.ts';
import { accessOf, type Channel, type OnException } from './direct-channels.ts';
import type { FlowRule, FlowRules } from './flow-rules.ts';
import type { FlowObject } from './flow-object.ts';
import type { SubjectFlows } from './subject-flows.ts';
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
  into(reader: SubjectFlows): Iterable<Channel>;
  /** True when they may write what such a container of another owner reads: a domain that is granted the same. */
  isWritten(reader: SubjectFlows, domain: string): boolean;
  /** What the container may write of the host, and no exception covers. */
  outOf(writer: SubjectFlows): Iterable<Channel>;
  /** The domains that may run files that the container writes. */
  deputiesOf(writer: SubjectFlows): ReadonlySet<string>;
}

/** Holds the rules by domain. */
type Writers = ReadonlyMap<string, readonly HostRule[]>;

interface HostRule extends FlowRule {
  readonly sources: readonly string[];
}

const running = ['execute', 'execute_no_trans', 'entrypoint'];

/** What the channels of one policy are found with, and what of it is found already. */
interface HostSearch extends HostChannelsOptions {
  /** Gives the rules with a name as their target. */
  readonly rulesOf: (className: string, name: string) => readonly HostRule[];
  /** Holds the domains that may write objects of types with the same attributes. */
  readonly known: Map<string, Writers>;
}

export function createHostChannels(options: HostChannelsOptions): HostChannels {
  const search: HostSearch = { ...options, rulesOf: createHostRules(options.rules), known: new Map() };
  return {
    into: (reader) => channelsInto(search, reader),
    isWritten: (reader, domain) => isWritten(search, reader, domain),
    outOf: (writer) => channelsOutOf(search, writer),
    deputiesOf: (writer) => deputiesOf(search, writer),
  };
}

/** The domains that are not trusted and may write it, with their rules. */
function writersOf(search: HostSearch, object: FlowObject, reads: ReadonlySet<string>): Writers {
  const { rules, cover, known } = search;
  const names = rules.targetNames(object.class, object.type);
  const attributes = names.filter((name) => name !== object.type);
  // Types with the same attributes have the same rules but for those that name them.
  const isHeld = object.level === 'none' ? '' : '+';
  const key = [object.class + isHeld, ...attributes, cover.signatureOf(object), [...reads].sort().join()].join(' ');
  const byAttributes = known.get(key) ?? findWriters(search, { object, reads }, attributes);
  known.set(key, byAttributes);
  return names.length === attributes.length
    ? byAttributes
    : joinWriters(byAttributes, findWriters(search, { object, reads }, [object.type]));
}

function findWriters(
  { cover, trust, onException, onTrusted, rulesOf }: HostSearch,
  { object, reads }: { readonly object: FlowObject; readonly reads: ReadonlySet<string> },
  names: readonly string[],
): Writers {
  const openOf = remember((writes: readonly string[]) => {
    const { exceptions, open } = cover.of({ object, writes, reads, isOfHost: true });
    for (const exception of exceptions) onException(exception, object);
    return open.writes;
  });
  const found = new Map<string, HostRule[]>();
  for (const rule of names.flatMap((name) => rulesOf(object.class, name))) {
    const permissions = rule.writes.length === 0 || rule.sources.length === 0 ? [] : openOf(rule.writes);
    if (permissions.length === 0) continue;
    for (const source of rule.sources) {
      const reason = trust(source, { class: object.class, permissions });
      if (reason !== undefined) onTrusted(source, reason);
      else found.set(source, [...(found.get(source) ?? []), { ...rule, writes: permissions }]);
    }
  }
  return found;
}

function* channelsInto(search: HostSearch, { subject, reads }: SubjectFlows): Iterable<Channel> {
  for (const { object, grant } of reads.values()) {
    if (object.level !== (search.isOfContainer(object.type) ? subject.level : 'none')) continue;
    for (const [from, writing] of writersOf(search, object, grant.permissions))
      yield {
        between: 'host-container',
        from,
        to: subject.type,
        accesses: [
          accessOf(from, 'writes', {
            object,
            permissions: writing.flatMap(({ writes }) => writes),
            rules: writing.map(({ rule }) => rule),
          }),
          accessOf(subject.type, 'reads', { object, permissions: [...grant.permissions], rules: grant.rules }),
        ],
      };
  }
}

function isWritten(search: HostSearch, { subject, reads }: SubjectFlows, domain: string): boolean {
  return [...reads.values()].some(({ object, grant }) => {
    const type = typeOfOwner(object.type, domain);
    return (
      object.level === subject.level &&
      ownerOfPolicyName(object.type) === ownerOfPolicyName(subject.type) &&
      type !== object.type &&
      writersOf(search, { ...object, type }, grant.permissions).size > 0
    );
  });
}

function* channelsOutOf(
  { cover, isOfContainer, onException }: HostSearch,
  { subject, writes }: SubjectFlows,
): Iterable<Channel> {
  for (const { object, grant } of writes.values()) {
    if (object.level !== 'none' || isOfContainer(object.type)) continue;
    const reads = [object.class === 'filesystem' ? 'getattr' : 'read'];
    const { exceptions, open } = cover.of({ object, writes: grant.permissions, reads, isOfHost: true });
    for (const exception of exceptions) onException(exception, object);
    if (open.writes.length > 0)
      yield {
        between: 'container-host',
        from: subject.type,
        to: object.type,
        accesses: [accessOf(subject.type, 'writes', { object, permissions: open.writes, rules: grant.rules })],
      };
  }
}

function deputiesOf(
  { rules, rulesOf, isOfContainer }: HostSearch,
  { subject, writes }: SubjectFlows,
): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { object } of writes.values())
    if (object.class === 'file' && object.level === subject.level && isOfContainer(object.type))
      for (const { reads, sources } of rules.targetNames('file', object.type).flatMap((name) => rulesOf('file', name)))
        if (reads.some((permission) => running.includes(permission))) for (const source of sources) found.add(source);
  return found;
}

function joinWriters(one: Writers, other: Writers): Writers {
  const joined = new Map(one);
  for (const [source, found] of other) joined.set(source, [...(joined.get(source) ?? []), ...found]);
  return joined;
}

/** The rules with a name as their target, with the domains of the host among their sources. */
function createHostRules(rules: FlowRules): (className: string, name: string) => readonly HostRule[] {
  const sourcesOf = remember((name: string) => rules.typesOf(name).filter((type) => !isDomain(rules.policy, type)));
  const known = new Map<string, readonly HostRule[]>();
  return (className, name) => {
    const key = `${className}:${name}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const made = rules.ofTarget(className, name).map((flow) => ({ ...flow, sources: sourcesOf(flow.rule.source) }));
    known.set(key, made);
    return made;
  };
}

/** Remembers a result by its key, because the same list of permissions stands in many rules. */
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
