// SPDX-License-Identifier: Apache-2.0
/** Says what a statement of another module about Bulkhead's names means for containers, and what a person does about it. */

import { type Phrase, say, type Words } from '../../contract/text.ts';
import type { ForeignRule, ForeignStatement } from './foreign-statements.ts';

export interface ForeignRemark {
  /** True for what may change the isolation without a word of the compiler. */
  readonly isGrave: boolean;
  readonly problem: Words;
  readonly advice: Words;
}

/**
 * Gives the permissions of a rule that the compiled policy does not grant, because deny rules took them away. Undefined
 * when that cannot be known, as of an attribute.
 */
export type LostPermissions = (rule: ForeignRule) => readonly string[] | undefined;

/** What a rule about the domain of a service does. */
const services: ReadonlyMap<string, Phrase> = new Map([
  ['bulkhead_helper_t', say("it gives Bulkhead's helper what it does not come with")],
  ['bulkhead_listener_t', say("it gives Bulkhead's listener what it does not come with")],
  ['bulkhead_metrics_t', say("it gives Bulkhead's metrics service what it does not come with")],
]);

export function remarkOn({ declared, rule }: ForeignStatement, lostOf: LostPermissions): ForeignRemark {
  if (declared !== null)
    return {
      isGrave: true,
      problem: say("{declared} is a name of Bulkhead's: what this module says of it holds for containers too", {
        declared,
      }),
      advice: say('remove the module, or rename it there: names that begin with bulkhead_ are reserved'),
    };
  if (rule === null)
    return {
      isGrave: false,
      problem: say("it changes what Bulkhead's types, attributes or rules mean for every container"),
      advice: say('keep it only if every container is to have it'),
    };
  const service = services.get(rule.source);
  if (service !== undefined)
    return {
      isGrave: false,
      problem: service,
      advice: say('remove it, and report the denial for which it was made'),
    };
  const lost = lostOf(rule) ?? [];
  const target = rule.target === rule.source ? 'self' : rule.target;
  if (lost.length === 0)
    return {
      isGrave: false,
      problem: say('it holds for every container that has {subject}', { subject: subjectOf(rule) }),
      advice: say('if one container needs it, give that one its own domain, and the rule to its module'),
    };
  const isAll = lost.length === rule.permissions.length;
  return {
    isGrave: false,
    problem: isAll
      ? say('it has no effect: a deny rule of bulkhead-deny takes it away from containers')
      : say('deny rules of bulkhead-deny take {lost} away from containers; the rest holds', { lost: lost.join(', ') }),
    advice: say(
      'give the container that needs it its own domain, and the rule to its module; ' +
        '(typeattributeset bulkhead_reachable ({target})) beside the rule opens it for all containers',
      { target },
    ),
  };
}

function subjectOf({ source, target }: ForeignRule): string {
  return source.startsWith('bulkhead_') ? source : target;
}
