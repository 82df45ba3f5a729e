// SPDX-License-Identifier: Apache-2.0
/**
 * The module of a container from which a review took accesses away: what is the container's own, and a rule for each
 * other access that was left.
 */

import type { Access } from '../../contract/model/policy/policy-module.ts';
import { hasAccess } from './access-set.ts';
import { withoutOptional } from './connect-statement.ts';
import { containerCall, withRules } from './generate.ts';
import { ruleFor } from './learned-rule.ts';
import { isCallOf, isGrant } from './learning-module.ts';
import { policyNames } from './names.ts';

/**
 * The module without the statements that grant something, but for its ports, as far as they are none of these accesses.
 */
export function withoutGrants(source: string, container: string, removed: readonly Access[]): string {
  const isRemoved = hasAccess(removed);
  const kept: string[] = [];
  for (const line of source.split('\n')) {
    if (isCallOf(line, container, 'container')) kept.push(containerCall(container, 'narrow_container'));
    else if (!isGrant(line) || isPort(line, isRemoved)) kept.push(line);
    // The comment above a statement is about it alone, unless it is a heading.
    else if (/^; (?!----)/.test(kept.at(-1) ?? '')) kept.pop();
  }
  return kept.join('\n');
}

/** `rules` are the accesses that the module still needs. */
export function withAccesses(source: string, container: string, accesses: readonly Access[]): string {
  const { domain } = policyNames(container);
  const rules = accesses.map((access) => ruleFor({ source: domain, ...access }));
  return withRules(source, rules, 'Of the kernel and the host: what it was seen to use, and what was left to it.');
}

/** A statement about one port whose access stays. */
function isPort(line: string, isRemoved: ReturnType<typeof hasAccess>): boolean {
  const [, macro = '', type = ''] =
    /^\(call bulkhead_(serve_tcp|serve_udp|connect_tcp) \([\w.-]+ ([\w.-]+)\)\)$/.exec(withoutOptional(line)) ?? [];
  if (macro === '') return false;
  const permission = macro === 'connect_tcp' ? 'name_connect' : 'name_bind';
  return !isRemoved(type, macro === 'serve_udp' ? 'udp_socket' : 'tcp_socket', permission);
}
