// SPDX-License-Identifier: Apache-2.0
/**
 * The causes of denials that need action on the shown host, in the chosen stretch of time; those that a drill caused in
 * its own containers are not counted.
 */

import { useMemo } from 'react';
import { type ActionCounts, countActionCauses } from '../../../contract/model/denials/cause-kind.ts';
import type { DenialGroup } from '../../../contract/model/denials/denial.ts';
import { useDenialsSince } from './denial-span.ts';
import { useDenials } from './denials.ts';
import { useKnownCauses } from './explanation/known-causes.ts';
import { isOfDrill } from './model/drill-denials.ts';

const noGroups: ReadonlyMap<string, DenialGroup> = new Map();

/** Without `isWanted` nothing is counted. */
export function useActionCauses(isWanted = true): ActionCounts {
  const groups = useDenials((state) => (isWanted ? state.groups : noGroups));
  const knownOf = useKnownCauses(groups);
  const since = useDenialsSince();
  return useMemo(() => countActionCauses(recentGroups(groups.values(), since), knownOf), [groups, since, knownOf]);
}

/** Gives the groups with a denial since then, without those of drills. */
function* recentGroups(groups: Iterable<DenialGroup>, since: number): Generator<DenialGroup> {
  for (const group of groups) if (group.last >= since && !isOfDrill(group)) yield group;
}
