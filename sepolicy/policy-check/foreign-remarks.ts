// SPDX-License-Identifier: Apache-2.0
/** Says what a statement of another module about Bulkhead's names means for containers, and what a person does about it. */

import type { ForeignRule, ForeignStatement } from './foreign-statements.ts';

export interface ForeignRemark {
  /** True for what may change the isolation without a word of the compiler. */
  readonly isGrave: boolean;
  readonly problem: string;
  readonly advice: string;
}

/**
 * Of a rule, the permissions that the compiled policy does not grant: deny rules took them away. Undefined when that
 * cannot be known, as of an attribute.
 */
export type LostPermissions = (rule: ForeignRule) => readonly string[] | undefined;

const services: ReadonlyMap<string, string> = new Map([
  ['bulkhead_helper_t', 'helper'],
  ['bulkhead_listener_t', 'listener'],
  ['bulkhead_metrics_t', 'metrics service'],
]);

export function remarkOn({ declared, rule }: ForeignStatement, lostOf: LostPermissions): ForeignRemark {
  if (declared !== null)
    return {
      isGrave: true,
      problem: `${declared} is a name of Bulkhead's: what this module says of it holds for containers too`,
      advice: 'remove the module, or rename it there: names that begin with bulkhead_ are reserved',
    };
  if (rule === null)
    return {
      isGrave: false,
      problem: "it changes what Bulkhead's types, attributes or rules mean for every container",
      advice: 'keep it only if every container is to have it',
    };
  const service = services.get(rule.source);
  if (service !== undefined)
    return {
      isGrave: false,
      problem: `it gives Bulkhead's ${service} what it does not come with`,
      advice: 'remove it, and report the denial for which it was made',
    };
  const lost = lostOf(rule) ?? [];
  const target = rule.target === rule.source ? 'self' : rule.target;
  if (lost.length === 0)
    return {
      isGrave: false,
      problem: `it holds for every container that has ${subjectOf(rule)}`,
      advice: 'if one container needs it, give that one a domain of its own, and the rule to its module',
    };
  const isAll = lost.length === rule.permissions.length;
  return {
    isGrave: false,
    problem: isAll
      ? 'it has no effect: a deny rule of bulkhead-deny takes it away from containers'
      : `deny rules of bulkhead-deny take ${lost.join(', ')} away from containers; the rest holds`,
    advice:
      'give the container that needs it a domain of its own, and the rule to its module; ' +
      `(typeattributeset bulkhead_reachable (${target})) beside the rule opens it for all containers`,
  };
}

function subjectOf({ source, target }: ForeignRule): string {
  return source.startsWith('bulkhead_') ? source : target;
}
