// SPDX-License-Identifier: Apache-2.0
/**
 * The causes of denials that need action on the shown host, in the chosen stretch of time; those that a drill caused in
 * its own containers, and those that the person ignores, are not counted.
 */

import { useMemo } from 'react';
import { type ActionCounts, countActionCauses } from '../../../contract/model/denials/cause-kind.ts';
import type { DenialGroup } from '../../../contract/model/denials/denial.ts';
import { useDenialsSince } from './denial-span.ts';
import { useDenials } from './denials.ts';
import { useKnownCauses } from './explanation/known-causes.ts';
import { isIgnoredIn, useIgnored } from './ignored-causes.ts';
import { isOfDrill } from './model/drill-denials.ts';

const noGroups: ReadonlyMap<string, DenialGroup> = new Map();

/** Counts the causes that need action; it counts nothing without `isWanted`. */
export function useActionCauses(isWanted = true): ActionCounts {
  const groups = useDenials((state) => (isWanted ? state.groups : noGroups));
  const knownOf = useKnownCauses(groups);
  const since = useDenialsSince();
  const ignored = useIgnored();
  return useMemo(
    () => countActionCauses(countedGroups(groups.values(), since, ignored), knownOf),
    [groups, since, ignored, knownOf],
  );
}

/** Gives the groups with a denial since then, without those of drills, and without what is ignored. */
function* countedGroups(
  groups: Iterable<DenialGroup>,
  since: number,
  ignored: ReadonlySet<string>,
): Generator<DenialGroup> {
  for (const group of groups) if (group.last >= since && !isOfDrill(group) && !isIgnoredIn(ignored, group)) yield group;
}
