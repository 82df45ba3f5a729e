// SPDX-License-Identifier: Apache-2.0
/** Channels from one container to another by an object that the first may write and the second may read. */

import type { Rule } from '../loaded-policy.ts';
import type { Cover } from './coverage.ts';
import type { Exception } from './exceptions.ts';
import type { FlowObject } from './flow-object.ts';
import type { Grants, SubjectFlows } from './subject-flows.ts';

/** Describes one access of a way: a process writes or reads an object. */
export interface Access {
  readonly source: string;
  readonly does: 'writes' | 'reads';
  readonly object: FlowObject;
  readonly permissions: readonly string[];
  readonly rules: readonly Rule[];
}

export interface Channel {
  readonly between: 'containers' | 'container-host' | 'host-container';
  readonly from: string;
  readonly to: string;
  readonly accesses: readonly Access[];
}

/** Is called with each exception that was needed, and of the object. */
export type OnException = (exception: Exception, object: FlowObject) => void;

interface FlowPair {
  readonly writer: SubjectFlows;
  readonly reader: SubjectFlows;
}

/** The channels that no exception covers. */
export function* directChannels(
  { writer, reader }: FlowPair,
  cover: Cover,
  onException: OnException,
): Generator<Channel, void, undefined> {
  for (const [key, { object, grant }] of writer.writes) {
    const read = reader.reads.get(key);
    if (read === undefined) continue;
    const { exceptions, open } = cover.of({ object, writes: grant.permissions, reads: read.grant.permissions });
    for (const exception of exceptions) onException(exception, object);
    if (open.writes.length === 0) continue;
    yield {
      between: 'containers',
      from: writer.subject.type,
      to: reader.subject.type,
      accesses: [
        accessOf(writer.subject.type, 'writes', { object, permissions: open.writes, rules: grant.rules }),
        accessOf(reader.subject.type, 'reads', { object, permissions: open.reads, rules: read.grant.rules }),
      ],
    };
  }
}

/** Makes an access with those of the rules that grant some of the permissions. */
export function accessOf(
  source: string,
  does: Access['does'],
  {
    object,
    permissions,
    rules,
  }: { readonly object: FlowObject; readonly permissions: readonly string[]; readonly rules: Iterable<Rule> },
): Access {
  const granting = [...rules].filter((rule) => rule.permissions.some((permission) => permissions.includes(permission)));
  return { source, does, object, permissions, rules: granting };
}

/** Two sets of grants as one. */
export function joinGrants(one: Grants, other: Grants): Grants {
  const joined = new Map(one);
  for (const [key, { object, grant }] of other) {
    const known = joined.get(key)?.grant;
    joined.set(key, {
      object,
      grant: {
        permissions: new Set([...(known?.permissions ?? []), ...grant.permissions]),
        rules: new Set([...(known?.rules ?? []), ...grant.rules]),
      },
    });
  }
  return joined;
}
