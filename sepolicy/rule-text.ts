// SPDX-License-Identifier: Apache-2.0
/** Rules and constraints as people of this field write them. */

import { textOf } from './cil/statements.ts';
import type { Constraint, Rule } from './loaded-policy.ts';

type RuleLike = Pick<Rule, 'source' | 'target' | 'class' | 'permissions'> & Partial<Pick<Rule, 'kind' | 'condition'>>;

/** `allow web_t port_t:tcp_socket { name_bind };`, with its condition behind it. */
export function ruleText({
  kind = 'allow',
  source,
  target,
  class: className,
  permissions,
  condition,
}: RuleLike): string {
  const rule = `${kind} ${source} ${target}:${className} { ${permissions.join(' ')} };`;
  return condition === undefined ? rule : `${rule} [ ${condition.when ? '' : 'not '}${textOf(condition.expression)} ]`;
}

/**
 * `mlsconstrain file { read } (or (dom h1 h2) …);`: `1` is the source, `2` the target; `h` and `l` the ends of a level.
 */
export function constraintText(
  { class: className, permissions, expression, isMls }: Constraint,
  concerned: readonly string[] = permissions,
): string {
  return `${isMls ? 'mlsconstrain' : 'constrain'} ${className} { ${concerned.join(' ')} } ${textOf(expression)};`;
}

/** Writes the rule as a statement of CIL. */
export function ruleCil({ kind = 'allow', source, target, class: className, permissions }: RuleLike): string {
  return `(${kind} ${source} ${target} (${className} (${permissions.join(' ')})))`;
}
