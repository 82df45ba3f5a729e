/** What a policy might answer about the fake host's denials: one explanation of each kind that its source makes. */

import type { DenialGroup } from '../../../contract/model/denial.ts';
import type { Explanation, Remedy } from '../../../contract/model/explanation.ts';
import { categoriesOf } from '../../../contract/model/security-context.ts';

export function fakeExplanation(group: DenialGroup): Explanation {
  const { id, sourceType, targetType, permissions, sample } = group;
  const access = `${sourceType} ${targetType}:${group.class} { ${permissions.join(' ')} }`;
  if (group.reason === 'other-categories') {
    return {
      group: id,
      reason: { kind: 'other-categories', held: [...categoriesOf(sample.source?.level ?? '')], needed: [...categoriesOf(sample.target?.level ?? '')], neighbour: 'db' },
      evidence: [{ kind: 'constraint', text: `mlsconstrain ${group.class} { ${permissions.join(' ')} } (or (dom h1 h2) (neq t1 mcs_constrained_type));` }],
      isUsuallyHidden: false,
      remedies: [leave('The wall between the containers does its work: leave it as it is.')],
    };
  }
  return {
    group: id,
    reason: { kind: 'no-rule' },
    evidence: [{ kind: 'missing-rule', text: `allow ${access};` }],
    isUsuallyHidden: false,
    remedies: [leave('If the program works without it, leave it refused.'), ownRule(group, access)],
  };
}

function leave(summary: string): Remedy {
  return { id: 'leave', kind: 'leave', summary, change: [], opens: [], opensCount: 0, risk: { level: 'low', reason: 'Nothing changes.' }, touches: [], cannotApply: 'there is nothing to apply' };
}

function ownRule({ sourceType, targetType, permissions, class: className }: DenialGroup, access: string): Remedy {
  return {
    id: 'own-rule',
    kind: 'own-rule',
    summary: `Allow the container's own domain to ${permissions.join(', ')} ${className} of type ${targetType}.`,
    change: [`(allow ${sourceType} ${targetType} (${className} (${permissions.join(' ')})))`],
    opens: [{ source: sourceType, target: targetType, class: className, permissions: [...permissions] }],
    opensCount: 1,
    risk: { level: 'medium', reason: `It allows ${access}.` },
    touches: [],
    cannotApply: `${sourceType} is not this container's own domain, so the rule would hold for others too; give the container a domain of its own first`,
  };
}
