// SPDX-License-Identifier: Apache-2.0
/** Explanations as scripts get them: names in snake case, as elsewhere on the command line. */

import type { DenialGroup } from '../../../contract/model/denials/denial.ts';
import type { Explanation, Remedy } from '../../../contract/model/denials/explanation.ts';
import { groupJson } from './denial-json.ts';

/** The group is null when only its id was asked about. */
export function explanationJson(
  { group: id, reason, evidence, hasDontauditRule, remedies }: Explanation,
  group: DenialGroup | undefined,
): object {
  return {
    id,
    group: group === undefined ? null : groupJson(group),
    reason,
    evidence,
    usually_hidden: hasDontauditRule,
    remedies: remedies.map(remedyJson),
  };
}

function remedyJson({
  id,
  kind,
  reach,
  summary,
  change,
  opens,
  opensCount,
  loses,
  losesCount,
  risk,
  touches,
  cannotApply,
  needs,
}: Remedy): object {
  return {
    id,
    kind,
    reach,
    summary,
    commands: change,
    opens,
    opens_count: opensCount,
    loses,
    loses_count: losesCount,
    risk,
    touches,
    cannot_apply: cannotApply,
    needs,
  };
}
