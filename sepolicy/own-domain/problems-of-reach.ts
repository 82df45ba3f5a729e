// SPDX-License-Identifier: Apache-2.0
/**
 * Rules of a container's module that would have no effect, since a deny rule takes them away, and statements that would
 * lift the deny rules for more than one type.
 */

import { say, type Words } from '../../contract/text.ts';
import { type Expression, statementsOf } from '../cil/statements.ts';
import type { LoadedPolicy } from '../loaded-policy.ts';
import { isTakenAway } from '../reach.ts';
import type { SourceProblem } from './check-source.ts';
import { reachCall } from './generate.ts';

/** `source` has been judged by problemsOfSource; `policy` is the loaded one with this module, before any deny rule. */
export function problemsOfReach(source: string, policy: LoadedPolicy): readonly SourceProblem[] {
  return [...statementsOf(source)].flatMap(({ line, expression }): readonly SourceProblem[] => {
    const problem = problemOf(policy, expression);
    return problem === undefined ? [] : [{ line, problem }];
  });
}

function problemOf(policy: LoadedPolicy, [keyword, first, second]: readonly Expression[]): Words | undefined {
  if (keyword === 'call' && (first === 'bulkhead_reach' || first === 'bulkhead_use_device')) {
    const target = Array.isArray(second) ? (second as readonly Expression[])[1] : undefined;
    return typeof target === 'string' && policy.attributes.has(target)
      ? say('{target} stands for many types; name the one that it is about', { target })
      : undefined;
  }
  if (keyword !== 'allow' || typeof first !== 'string' || typeof second !== 'string') return undefined;
  if (!isTakenAway(policy, { source: first, target: second })) return undefined;
  return policy.attributes.has(second)
    ? say('a deny rule takes it away, since {second} stands for types of the host; name the one that it is about', {
        second,
      })
    : say('a deny rule takes it away, since {second} is a type of the host; put {first} before it', {
        second,
        first: reachCall(first, second),
      });
}
