// SPDX-License-Identifier: Apache-2.0
/** Findings about the label of a container's root: this label, not the path, decides what its processes may read. */

import { hasLayers } from '../../../../contract/model/engines/has-layers.ts';
import { formatSecurityContext } from '../../../../contract/model/contexts/format-security-context.ts';
import { lowEndOf, type SecurityContext } from '../../../../contract/model/contexts/security-context.ts';
import { parseSecurityContext } from '../../../../contract/model/contexts/parse-security-context.ts';
import type { GivenFinding, GivenFix } from '../../../../contract/model/isolation-finding.ts';
import { say, type Words } from '../../../../contract/text.ts';
import { domainType } from '../../../selinux/types.ts';
import { contentTypeOf } from '../../../selinux/content-type.ts';
import type { ContainerFacts } from '../facts/facts.ts';
import { termsOf } from './engine-terms.ts';
import { levelRelation } from './level-relation.ts';

export function judgeRootLabel({ container, configured, root }: ContainerFacts): readonly GivenFinding[] {
  const { name } = container;
  const context = parseSecurityContext(configured ?? container.context ?? '');
  if (context === undefined || root.label === undefined || root.path === undefined) return [];
  const expected: SecurityContext = {
    ...context,
    role: 'object_r',
    type: contentTypeOf(context.type) ?? root.label.type,
    level: lowEndOf(context.level),
  };
  const problem = problemOf(root.label, expected);
  const isWithout = hasLayers(container) && root.isMounted && root.mountLabel === undefined;
  if (problem === undefined && !isWithout) return [];
  const actual = formatSecurityContext(root.label);
  const words = problem ?? say('its files keep labels of their own, because the mount gives none');
  return [
    {
      kind: 'root-label',
      id: `root-label:${name}`,
      severity: levelRelation(context.level, root.label.level) === 'none' ? 'broken' : 'weak',
      containers: [name],
      actual,
      expected: formatSecurityContext(expected),
      summary: say('The root of {name} has another label than its context calls for: {words}.', { name, words }),
      evidence: [`${root.path}: ${actual}`, `expected: ${formatSecurityContext(expected)}`],
      fix: findFix({ container, root, expected }),
    },
  ];
}

function problemOf(label: SecurityContext, expected: SecurityContext): Words | undefined {
  const relation = levelRelation(expected.level, label.level);
  if (relation === 'none' && levelRelation(label.level, expected.level) === 'apart')
    return say('it has no categories, so every container whose type may use it reaches it');
  if (relation === 'contains')
    return say('it lacks a category of the context, so another container that holds the rest reaches it');
  if (relation === 'apart')
    return say(
      'its categories are not those of the context, so SELinux denies it to its own processes, and ' +
        'another container may hold them',
    );
  if (label.type !== expected.type)
    return say('its type is {type} instead of {expected}', { type: label.type, expected: expected.type });
  return undefined;
}

function findFix({
  container,
  root,
  expected,
}: Pick<ContainerFacts, 'container' | 'root'> & { readonly expected: SecurityContext }): GivenFix {
  const { name, initPid } = container;
  const terms = termsOf(container);
  if (!hasLayers(container))
    return {
      by: 'commands',
      summary: say('Give all of its files the label, while it is stopped.'),
      commands: [terms.stop, ...terms.setLabel(expected.type, expected.level, root.path ?? '')],
    };
  if (initPid !== null)
    return {
      by: 'commands',
      summary: say('Stop {name}; then its root can be mounted again here.', { name }),
      commands: [`bulkheadctl stop ${name}`, `bulkheadctl audit --fix root-label:${name}`],
    };
  return {
    by: 'helper',
    operation: 'remount-root',
    container: name,
    summary: say('Mount its root again, with the label that {domainType} with its categories calls for.', {
      domainType,
    }),
  };
}
