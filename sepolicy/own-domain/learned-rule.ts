// SPDX-License-Identifier: Apache-2.0
/**
 * What a group of denials of a learning container comes to: a rule to be reviewed, with an opinion about it. Made of
 * the kernel's own fields only, never of names that a container chose.
 */

import type { DenialGroup } from '../../contract/model/denials/denial.ts';
import type { Explanation, Remedy, Risk } from '../../contract/model/denials/explanation.ts';
import { type Choice, choices } from '../../contract/model/policy/choices.ts';
import type { Access, LearnedRule } from '../../contract/model/policy/policy-module.ts';
import { choiceOf } from '../choice-remedy.ts';
import { connectTypeOf } from '../port-remedies.ts';
import { ruleCil } from '../rule-text.ts';
import { hasAccess } from './access-set.ts';
import { problemsOfSource } from './check-source.ts';
import { headOf } from './generate.ts';

/** Undefined when no rule is missing; `granted` is what the module grants when it does not learn. */
export function learnedRule(
  container: string,
  group: DenialGroup,
  {
    reason: denied,
    remedies,
    granted = [],
  }: Pick<Explanation, 'reason' | 'remedies'> & { readonly granted?: readonly Access[] },
): LearnedRule | undefined {
  if (denied.kind === 'allowed-now') return undefined;
  const remedy = remedies.find(({ kind }) => learnable.has(kind));
  const [opening] = remedy?.opens ?? [];
  const isGranted = hasAccess(granted);
  const permissions = (opening?.permissions ?? group.permissions).filter(
    // What the categories deny no rule grants, whatever the module says.
    (permission) => denied.kind === 'other-categories' || !isGranted(group.targetType, group.class, permission),
  );
  if (permissions.length === 0) return undefined;
  const isConnection = remedy !== undefined && connectTypeOf(remedy) !== undefined;
  const rule =
    (isConnection ? remedy.change[0] : undefined) ??
    ruleFor({ source: group.sourceType, target: group.targetType, class: group.class, permissions });
  const found = {
    group: group.id,
    rule,
    target: group.targetType,
    class: group.class,
    permissions: [...permissions],
    count: group.count,
    last: group.last,
    comms: [...group.comms],
  };
  const reason = whyNot(container, rule, denied);
  if (reason !== undefined || remedy === undefined)
    return {
      ...found,
      choice: null,
      risk: remedy?.risk ?? noRule,
      advice: 'drop',
      reason: reason ?? 'No rule of its own domain would allow this.',
    };
  const { risk } = remedy;
  const choice = choiceOf(remedy) ?? null;
  const rated = { ...found, risk, choice, reason: choice === null ? risk.reason : ofChoice(choice) };
  if (risk.level !== 'high') return { ...rated, advice: risk.level === 'low' ? 'keep' : 'decide' };
  const instead =
    choice === null ? 'Who really wants it writes it into the module.' : 'A program that needs it needs the choice.';
  return { ...rated, advice: 'drop', reason: `${rated.reason} ${instead}` };
}

/** Remedies that allow the container alone what it was denied. */
const learnable: ReadonlySet<Remedy['kind']> = new Set(['connect-port', 'choice', 'serve-port', 'own-rule']);

function ofChoice(choice: Choice): string {
  const { label, opens } = choices[choice];
  return `It is what the choice “${label}” (${choice}) is for. ${opens}`;
}

/** What a rule for these denials needs before it; empty where no deny rule is about it. */
export function reachOf({ remedies }: Pick<Explanation, 'remedies'>): readonly string[] {
  return (remedies.find(({ kind }) => kind === 'own-rule')?.change ?? []).filter((line) =>
    line.startsWith('(call bulkhead_reach '),
  );
}

export function ruleFor({
  source,
  target,
  class: className,
  permissions,
}: {
  readonly source: string;
  readonly target: string;
  readonly class: string;
  readonly permissions: readonly string[];
}): string {
  return ruleCil({ source, target: target === source ? 'self' : target, class: className, permissions });
}

const noRule: Risk = { level: 'high', reason: 'A rule would not allow it.' };

/** Undefined when a rule would help, and may stand in the module. */
function whyNot(container: string, rule: string, reason: Explanation['reason']): string | undefined {
  if (reason.kind === 'other-categories')
    return (
      'It is what isolation is for: these are ' +
      `${reason.otherContainer === null ? 'categories that it does not have' : `the categories of ${reason.otherContainer}`}.`
    );
  if (reason.kind === 'other-container')
    return (
      `It is what isolation is for: ${reason.type} is ` +
      `${reason.otherContainer === null ? "another container's" : `the type of ${reason.otherContainer}`}.`
    );
  if (reason.kind === 'unknown') return `It is not known what would help: ${reason.reason}.`;
  const [problem] = problemsOfSource(container, [...headOf(container), rule].join('\n'), { mayBePermissive: false });
  return problem === undefined ? undefined : `Its module may not hold this: ${problem.problem}.`;
}
