/** Answers who may use a port: which type the port has, and which rules let a domain connect to it or bind it. */

import type { Evidence } from '../contract/model/explanation.ts';
import { holds } from './condition.ts';
import { includesType, type LoadedPolicy } from './loaded-policy.ts';
import { ruleText } from './rule-text.ts';

export interface PortAccess {
  readonly canConnect: boolean;
  readonly canBind: boolean;
  /** The rules that say so; empty when there is none. */
  readonly evidence: readonly Evidence[];
}

/** The type of a port: the narrowest range that holds it, as the kernel orders them; undefined when the policy names none. */
export function portType(policy: LoadedPolicy, protocol: string, port: number): string | undefined {
  const fitting = policy.ports.filter((context) => context.protocol === protocol && context.low <= port && port <= context.high);
  return fitting.sort((a, b) => a.high - a.low - (b.high - b.low))[0]?.type;
}

/** Constraints do not come into it: ports have no categories in the policies that people run. UDP knows no right to connect: sending is enough. */
export function portAccess(policy: LoadedPolicy, { domain, protocol, type }: { readonly domain: string; readonly protocol: 'tcp' | 'udp'; readonly type: string }): PortAccess {
  const rules = (policy.rules.get(`${protocol}_socket`) ?? []).filter(
    (rule) => rule.kind === 'allow' && holds(rule.condition, policy.booleans) && includesType(policy, rule.source, domain) && includesType(policy, rule.target, type),
  );
  const connecting = rules.filter((rule) => rule.permissions.includes('name_connect'));
  const binding = rules.filter((rule) => rule.permissions.includes('name_bind'));
  return {
    canConnect: protocol === 'udp' || connecting.length > 0,
    canBind: binding.length > 0,
    evidence: [...new Set([...connecting, ...binding])].map((rule) => ({ kind: 'rule', text: ruleText({ ...rule, permissions: rule.permissions.filter((permission) => permission.startsWith('name_')) }) })),
  };
}
