// SPDX-License-Identifier: Apache-2.0
/** Findings about modules of the host that say something about Bulkhead's types: one for each module. */

import type { GivenFinding } from '../../../../contract/model/isolation-finding.ts';
import { beginSentence, say } from '../../../../contract/text.ts';
import type { ForeignModuleRemark } from '../../../selinux/policy/foreign-modules.ts';

/** A module of a hundred rules is one finding; nobody reads more of them here. */
const maxEvidence = 12;

export function judgeForeignModules(remarks: readonly ForeignModuleRemark[]): readonly GivenFinding[] {
  const modules = [...new Set(remarks.map(({ module }) => module))];
  return modules.map((module) =>
    findingOf(
      module,
      remarks.filter((remark) => remark.module === module),
    ),
  );
}

function findingOf(module: string, remarks: readonly ForeignModuleRemark[]): GivenFinding {
  const grave = remarks.find(({ isGrave }) => isGrave);
  const shown = remarks.slice(0, maxEvidence);
  const rest = remarks.length - shown.length;
  return {
    kind: 'foreign-module',
    id: `foreign-module-${module}`,
    module,
    severity: grave === undefined ? 'notice' : 'weak',
    containers: [],
    summary:
      grave === undefined
        ? say(
            "The policy module {module} of this host says something about Bulkhead's types, which " +
              'holds for every container or not at all.',
            { module },
          )
        : say(
            "The policy module {module} of this host declares a name of Bulkhead's: what it says of " +
              'it holds for containers too.',
            { module },
          ),
    evidence: [
      ...shown.map(({ statement, problem }) => say('{statement}: {problem}', { statement, problem })),
      ...(rest === 0 ? [] : [say('and {rest} more', { rest })]),
    ],
    fix: { by: 'advice', summary: say('{advice}.', { advice: beginSentence((grave ?? remarks[0])?.advice ?? '') }) },
  };
}
