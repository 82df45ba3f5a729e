// SPDX-License-Identifier: Apache-2.0
/** What one process may write and read, object by object. */

import type { Rule } from '../loaded-policy.ts';
import { type FlowObject, keyOf, levelNames, type Subject } from './flow-object.ts';
import type { FlowRules } from './flow-rules.ts';
import type { Constrain } from './symbolic-constraints.ts';

/** Stands among permissions for what needs none: that a process is itself what is written or read. */
const itself = 'itself';

/** Holds the permissions and the rules of the policy by which something passes. */
interface Grant {
  readonly permissions: Set<string>;
  readonly rules: Set<Rule>;
}

export type Grants = ReadonlyMap<string, { readonly object: FlowObject; readonly grant: Grant }>;

export interface SubjectFlows {
  readonly subject: Subject;
  readonly writes: Grants;
  readonly reads: Grants;
}

/** What the rules grant a process, less what constraints deny it, towards objects of each level. */
export function flowsOf(rules: FlowRules, constrain: Constrain, subject: Subject): SubjectFlows {
  const writes = new Map<string, { object: FlowObject; grant: Grant }>();
  const reads = new Map<string, { object: FlowObject; grant: Grant }>();
  for (const { rule, reads: reading, writes: writing } of rules.ofSource(subject.type))
    for (const type of rules.targetsOf(rule, subject.type))
      for (const level of levelNames) {
        const object = { type, class: rule.class, level };
        addGrant(writes, object, { permissions: constrain(subject, object, writing), rules: [rule] });
        addGrant(reads, object, { permissions: constrain(subject, object, reading), rules: [rule] });
      }
  const own = { type: subject.type, class: 'process', level: subject.level };
  for (const grants of [writes, reads]) addGrant(grants, own, { permissions: [itself], rules: [] });
  return { subject, writes, reads };
}

function addGrant(
  grants: Map<string, { object: FlowObject; grant: Grant }>,
  object: FlowObject,
  { permissions, rules }: { readonly permissions: readonly string[]; readonly rules: readonly Rule[] },
): void {
  if (permissions.length === 0) return;
  const key = keyOf(object);
  const found = grants.get(key) ?? { object, grant: { permissions: new Set(), rules: new Set() } };
  grants.set(key, found);
  for (const permission of permissions) found.grant.permissions.add(permission);
  for (const rule of rules) found.grant.rules.add(rule);
}
