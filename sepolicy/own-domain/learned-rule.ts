// SPDX-License-Identifier: Apache-2.0
/**
 * What a group of denials of a learning container comes to: a rule to be reviewed, with an opinion about it. Made of
 * the kernel's own fields only, never of names that a container chose.
 */

import type { DenialGroup } from '../../contract/model/denials/denial.ts';
import type { GivenExplanation, GivenRemedy, GivenRisk } from '../../contract/model/denials/explanation.ts';
import { type Choice, choices } from '../../contract/model/policy/choices.ts';
import type { Access, GivenLearnedRule } from '../../contract/model/policy/policy-module.ts';
import { joinWords, phraseOf, say, type Words } from '../../contract/text.ts';
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
  }: Pick<GivenExplanation, 'reason' | 'remedies'> & { readonly granted?: readonly Access[] },
): GivenLearnedRule | undefined {
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
      reason: reason ?? say('No rule of its own domain would allow this.'),
    };
  const { risk } = remedy;
  const choice = choiceOf(remedy) ?? null;
  const rated = { ...found, risk, choice, reason: choice === null ? risk.reason : ofChoice(choice) };
  if (risk.level !== 'high') return { ...rated, advice: risk.level === 'low' ? 'keep' : 'decide' };
  const instead =
    choice === null
      ? say('Who really wants it writes it into the module.')
      : say('A program that needs it needs the choice.');
  return { ...rated, advice: 'drop', reason: joinWords([rated.reason, instead], ' ') };
}

/** Remedies that allow the container alone what it was denied. */
const learnable: ReadonlySet<GivenRemedy['kind']> = new Set(['connect-port', 'choice', 'serve-port', 'own-rule']);

function ofChoice(choice: Choice): Words {
  const { label, opens } = choices[choice];
  return say('It is what the choice “{label}” ({choice}) is for. {opens}', {
    label: phraseOf(label),
    choice,
    opens: phraseOf(opens),
  });
}

/** What a rule for these denials needs before it; empty where no deny rule is about it. */
export function reachOf({ remedies }: Pick<GivenExplanation, 'remedies'>): readonly string[] {
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

const noRule: GivenRisk = { level: 'high', reason: say('A rule would not allow it.') };

/** Undefined when a rule would help, and may stand in the module. */
function whyNot(container: string, rule: string, reason: GivenExplanation['reason']): Words | undefined {
  if (reason.kind === 'other-categories')
    return reason.otherContainer === null
      ? say('It is what isolation is for: these are categories that it does not have.')
      : say('It is what isolation is for: these are the categories of {container}.', {
          container: reason.otherContainer,
        });
  if (reason.kind === 'other-container')
    return reason.otherContainer === null
      ? say("It is what isolation is for: {type} is another container's.", { type: reason.type })
      : say('It is what isolation is for: {type} is the type of {container}.', {
          type: reason.type,
          container: reason.otherContainer,
        });
  if (reason.kind === 'unknown') return say('It is not known what would help: {reason}.', { reason: reason.reason });
  const [problem] = problemsOfSource(container, [...headOf(container), rule].join('\n'), { mayBePermissive: false });
  return problem === undefined
    ? undefined
    : say('Its module may not hold this: {problem}.', { problem: problem.problem });
}
