// SPDX-License-Identifier: Apache-2.0
/** What the modules of a policy, other than Bulkhead's own, say about Bulkhead's names, as findings of its check. */

import { type Access, decide } from '../decide.ts';
import type { LoadedPolicy } from '../loaded-policy.ts';
import type { Sources } from './check-policy.ts';
import { remarkOn } from './foreign-remarks.ts';
import { type ForeignRule, foreignStatements } from './foreign-statements.ts';
import type { PolicyFinding } from './policy-finding.ts';

/** `compiled` is the policy that all modules together make; undefined when they make none. */
export function findForeignStatements(policy: Sources, compiled: LoadedPolicy | undefined): readonly PolicyFinding[] {
  const lostOf = (rule: ForeignRule): readonly string[] | undefined =>
    compiled === undefined ? undefined : lostIn(compiled, rule);
  return [...policy].flatMap(([file, text]) =>
    foreignStatements(text).map((statement): PolicyFinding => {
      const { isGrave, problem, advice } = remarkOn(statement, lostOf);
      return {
        severity: isGrave ? 'failure' : 'note',
        place: { file, line: statement.line },
        statement: statement.text,
        problem,
        advice,
      };
    }),
  );
}

function lostIn(compiled: LoadedPolicy, rule: ForeignRule): readonly string[] | undefined {
  if (!compiled.types.has(rule.source) || !compiled.types.has(rule.target)) return undefined;
  return decide(compiled, accessOf(rule)).withoutRule;
}

function accessOf({ source, target, class: name, permissions }: ForeignRule): Access {
  return {
    source: { user: 'system_u', role: 'system_r', type: source, level: 's0' },
    target: { user: 'system_u', role: 'object_r', type: target, level: 's0' },
    class: name,
    permissions,
  };
}
