// SPDX-License-Identifier: Apache-2.0
/** Finds why an access is denied, by asking the loaded policy. */

import { formatSecurityContext } from '../contract/model/contexts/format-security-context.ts';
import { categoriesOf, type SecurityContext } from '../contract/model/contexts/security-context.ts';
import type { Evidence, GivenReason } from '../contract/model/denials/explanation.ts';
import { textOf } from './cil/statements.ts';
import { booleansIn, holds } from './condition.ts';
import { type Access, type Decision, decide, type ConstraintDenial, rulesFor } from './decide.ts';
import { includesType, type LoadedPolicy, realType } from './loaded-policy.ts';
import { ownerOfPolicyName, plainNumberOf } from './own-domain/names.ts';
import { constraintText, ruleText } from './rule-text.ts';

/** What the host knows and the policy does not. */
export interface HostFacts {
  /** The container that holds the target's categories. */
  readonly otherContainer: string | null;
  /** The object's path, as the policy's file contexts know it. */
  readonly path: string | null;
  /** The type that the file contexts give that path. */
  readonly expectedType: string | null;
  /** The type that it has now. */
  readonly actualType: string | null;
  readonly port: number | null;
  /** The requested object, when it is on a volume of the container and has another label than the volume. */
  readonly misplaced: MisplacedFile | null;
}

export interface MisplacedFile {
  /** Both are paths of the host. */
  readonly volume: string;
  readonly path: string;
  /** The label that it has now. */
  readonly actual: SecurityContext;
  /** Gives the label of the volume. */
  readonly expected: SecurityContext;
  /** Other containers that have the volume. */
  readonly users: readonly string[];
}

export interface Reasoning {
  readonly reason: GivenReason;
  readonly evidence: readonly Evidence[];
  readonly hasDontauditRule: boolean;
}

export const noFacts: HostFacts = {
  otherContainer: null,
  path: null,
  expectedType: null,
  actualType: null,
  port: null,
  misplaced: null,
};

/**
 * The kernel checks rules first and constraints after them, so a missing rule is the reason whatever the constraints
 * say.
 */
export function reasonFor(policy: LoadedPolicy, asked: Access, facts: HostFacts): Reasoning {
  const access = withRealTypes(policy, asked);
  const hiding = rulesFor(policy, access, 'dontaudit').filter((rule) => holds(rule.condition, policy.booleans));
  const hasDontauditRule = hiding.length > 0;
  const dontaudit = hiding.map((rule): Evidence => ({ kind: 'dontaudit', text: ruleText(rule) }));
  const problem = unknownName(policy, access);
  if (problem !== undefined) return { reason: { kind: 'unknown', reason: problem }, evidence: [], hasDontauditRule };
  const decision = decide(policy, access);
  const found =
    byVolume(policy, access, facts) ??
    (decision.withoutRule.length > 0
      ? withoutRule({ policy, access, decision, facts })
      : withRule({ policy, access, decision, facts }));
  return { reason: found.reason, evidence: [...found.evidence, ...dontaudit], hasDontauditRule };
}

/** Old records may name types by names that are aliases now. */
export function withRealTypes(policy: LoadedPolicy, access: Access): Access {
  const real = (context: SecurityContext): SecurityContext => ({ ...context, type: realType(policy, context.type) });
  return { ...access, source: real(access.source), target: real(access.target) };
}

type Found = Omit<Reasoning, 'hasDontauditRule'>;

/** An access, what the policy decides about it, and what the host knows of it. */
interface DecidedAccess {
  readonly policy: LoadedPolicy;
  readonly access: Access;
  readonly decision: Decision;
  readonly facts: HostFacts;
}

/**
 * Is asked before all others: when a file came with a label from elsewhere, that label was not meant to decide about
 * the access.
 */
function byVolume(policy: LoadedPolicy, access: Access, { misplaced }: HostFacts): Found | undefined {
  if (misplaced === null || !decide(policy, { ...access, target: misplaced.expected }).isAllowed) return undefined;
  const { volume, path } = misplaced;
  const [actual, expected] = [formatSecurityContext(misplaced.actual), formatSecurityContext(misplaced.expected)];
  if (actual === expected)
    return {
      reason: { kind: 'allowed-now' },
      evidence: [{ kind: 'label', text: `${path}: ${expected} by now, as the volume ${volume}` }],
    };
  return {
    reason: { kind: 'wrong-label', path, actual, expected, volume },
    evidence: [{ kind: 'label', text: `${path}: ${actual} in fact, ${expected} as the volume ${volume}` }],
  };
}

function unknownName(
  policy: LoadedPolicy,
  { source, target, class: className, permissions }: Access,
): string | undefined {
  const type = [source.type, target.type].find((name) => !policy.types.has(name));
  if (type !== undefined) return `the loaded policy has no type ${type}`;
  const known = policy.classes.get(className);
  if (known === undefined) return `the loaded policy has no class ${className}`;
  const permission = permissions.find((name) => !known.has(name));
  return permission === undefined
    ? undefined
    : `the class ${className} of the loaded policy has no permission ${permission}`;
}

function withoutRule(decided: DecidedAccess): Found {
  const { access, decision } = decided;
  const missing: Evidence = {
    kind: 'missing-rule',
    text: ruleText({
      source: access.source.type,
      target: access.target.type,
      class: access.class,
      permissions: decision.withoutRule,
    }),
  };
  return (
    explainByIsolation(decided, missing) ??
    byBoolean(decided) ??
    byLabel(decided, missing) ??
    byPort(decided, missing) ??
    byCapability(decided, missing) ?? { reason: { kind: 'no-rule' }, evidence: [missing] }
  );
}

/**
 * Between containers, where one of them has types of its own, no rule is missing: the absence of a rule is what
 * isolates them.
 */
function explainByIsolation({ policy, access, facts }: DecidedAccess, missing: Evidence): Found | undefined {
  const { source, target } = access;
  if (
    !includesType(policy, 'bulkhead_domain', source.type) ||
    !['bulkhead_domain', 'bulkhead_content'].some((attribute) => includesType(policy, attribute, target.type))
  )
    return undefined;
  const owner = ownerOfPolicyName(target.type);
  if (owner === ownerOfPolicyName(source.type)) return undefined;
  // Only the host knows which container has a plain domain.
  const named = owner === undefined || plainNumberOf(owner) !== undefined ? undefined : owner;
  return {
    reason: { kind: 'other-container', type: target.type, otherContainer: named ?? facts.otherContainer },
    evidence: [missing],
  };
}

/**
 * Tries one boolean at a time, as audit2why does. The access counts as allowed only when the constraints agree as well.
 */
function byBoolean({ policy, access, decision }: DecidedAccess): Found | undefined {
  const dormant = rulesFor(policy, { ...access, permissions: decision.withoutRule }, 'allow').filter(
    (rule) => !holds(rule.condition, policy.booleans),
  );
  const candidates = new Set(dormant.flatMap((rule) => booleansIn(rule.condition?.expression ?? [])));
  const booleans = [...candidates].sort().flatMap((name) => {
    const value = policy.booleans.get(name) !== true;
    return decide(policy, access, new Map(policy.booleans).set(name, value)).isAllowed ? [{ name, value }] : [];
  });
  const evidence = dormant.filter((rule) =>
    booleansIn(rule.condition?.expression ?? []).some((name) => booleans.some((boolean) => boolean.name === name)),
  );
  return booleans.length === 0
    ? undefined
    : {
        reason: { kind: 'boolean', booleans },
        evidence: evidence.map((rule) => ({ kind: 'boolean', text: ruleText(rule) })),
      };
}

function byLabel({ policy, access, facts }: DecidedAccess, missing: Evidence): Found | undefined {
  const { target } = access;
  const { path, expectedType, actualType } = facts;
  if (path === null || expectedType === null || expectedType === target.type || !policy.types.has(expectedType))
    return undefined;
  if (!decide(policy, { ...access, target: { ...target, type: expectedType } }).isAllowed) return undefined;
  if (actualType === expectedType)
    return {
      reason: { kind: 'allowed-now' },
      evidence: [{ kind: 'label', text: `${path}: ${expectedType} by now, as the file contexts have it` }],
    };
  return {
    reason: { kind: 'wrong-label', path, actual: target.type, expected: expectedType, volume: null },
    evidence: [
      missing,
      { kind: 'label', text: `${path}: ${expectedType} by the file contexts, ${target.type} in fact` },
    ],
  };
}

const protocols: Readonly<Record<string, string>> = {
  tcp_socket: 'tcp',
  udp_socket: 'udp',
  sctp_socket: 'sctp',
  dccp_socket: 'dccp',
};

function byPort({ policy, access, facts: { port } }: DecidedAccess, missing: Evidence): Found | undefined {
  const protocol = protocols[access.class];
  if (
    protocol === undefined ||
    port === null ||
    !access.permissions.some((permission) => permission === 'name_bind' || permission === 'name_connect')
  )
    return undefined;
  const types = policy.attributes.get('port_type') ?? new Set(policy.ports.map(({ type }) => type));
  const suitable = [...types]
    .filter((type) => decide(policy, { ...access, target: { ...access.target, type } }).isAllowed)
    .sort();
  if (suitable.length === 0) return undefined;
  return {
    reason: { kind: 'port-label', protocol, port, actual: access.target.type, suitable },
    evidence: [
      missing,
      {
        kind: 'port',
        text:
          `${protocol} ${port} is ${access.target.type}; ${access.source.type} may use ` +
          `${suitable.slice(0, 8).join(', ')}${suitable.length > 8 ? ` and ${suitable.length - 8} more` : ''}`,
      },
    ],
  };
}

function byCapability({ access, decision }: DecidedAccess, missing: Evidence): Found | undefined {
  const inUserNamespace = access.class === 'cap_userns' || access.class === 'cap2_userns';
  if (!inUserNamespace && access.class !== 'capability' && access.class !== 'capability2') return undefined;
  return {
    reason: { kind: 'capability', capabilities: [...decision.withoutRule], inUserNamespace },
    evidence: [missing],
  };
}

function withRule({ policy, access, decision, facts: { otherContainer } }: DecidedAccess): Found {
  const { denials, granting } = decision;
  const [first] = denials;
  if (first === undefined)
    return (
      byRole(policy, access) ?? {
        reason: { kind: 'allowed-now' },
        evidence: granting.map((rule) => ({ kind: 'rule', text: ruleText(rule) })),
      }
    );
  const evidence = denials.map(({ constraint, permissions }): Evidence => ({
    kind: 'constraint',
    text: constraintText(constraint, permissions),
  }));
  const held = categoriesOf(access.source.level);
  const needed = categoriesOf(access.target.level);
  const isCategories =
    denials.some(({ constraint }) => constraint.isMls) && needed.some((category) => !held.includes(category));
  if (isCategories)
    return { reason: { kind: 'other-categories', held: [...held], needed: [...needed], otherContainer }, evidence };
  return {
    reason: { kind: 'constraint', about: subjectOf(first), expression: textOf(first.constraint.expression) },
    evidence,
  };
}

function byRole(policy: LoadedPolicy, access: Access): Found | undefined {
  const expression = missingRoleAllow(policy, access);
  if (expression === undefined) return undefined;
  return {
    reason: { kind: 'constraint', about: 'role', expression },
    evidence: [{ kind: 'constraint', text: `missing: ${expression}` }],
  };
}

/** A process may change its role only where the policy names the pair; gives the statement that is missing. */
export function missingRoleAllow(
  policy: LoadedPolicy,
  { source, target, class: className, permissions }: Access,
): string | undefined {
  if (
    className !== 'process' ||
    !permissions.some((permission) => permission === 'transition' || permission === 'dyntransition')
  )
    return undefined;
  if (source.role === target.role || policy.roleAllows.get(source.role)?.has(target.role) === true) return undefined;
  return `(roleallow ${source.role} ${target.role})`;
}

function subjectOf({ constraint }: ConstraintDenial): 'user' | 'role' | 'level' | 'type' {
  if (constraint.isMls) return 'level';
  const text = textOf(constraint.expression);
  if (/\bu[12]\b/.test(text)) return 'user';
  return /\br[12]\b/.test(text) ? 'role' : 'type';
}
