// SPDX-License-Identifier: Apache-2.0
/** Changes of policy and labels as scripts get them: names in snake case, as elsewhere on the command line. */

import type { Change } from '../../../contract/model/policy/change.ts';

export function changeJson({
  madeAt,
  undoneBy,
  cannotUndo,
  id,
  kind,
  summary,
  change,
  before,
  group,
  container,
  uid,
  user,
  state,
}: Change): object {
  return {
    id,
    kind,
    summary,
    commands: change,
    before,
    group,
    container,
    uid,
    user,
    made_at: madeAt,
    state,
    undone_by: undoneBy,
    cannot_undo: cannotUndo,
  };
}
