// SPDX-License-Identifier: Apache-2.0
/**
 * How many causes of denials need action on a host. Of the shown one more is known than of the others: its cluster, and
 * what the loaded policy said.
 */

import { useMemo } from 'react';
import { countActionCauses } from '../../../contract/model/denials/cause-kind.ts';
import { useActionCauses } from '../denials/action-causes.ts';
import { useDenialsSince } from '../denials/denial-span.ts';
import { isIgnoredIn, useIgnored } from '../denials/ignored-causes.ts';
import { useWindow } from '../../host/main-process.ts';
import { recentCauses, useFleet } from './fleet.ts';

export function useHostCauses(hostId: string): number {
  const isShown = useWindow((state) => state.hostId === hostId);
  const known = useFleet(({ byHost }) => (isShown ? undefined : byHost.get(hostId)));
  const since = useDenialsSince();
  const ofShown = useActionCauses(isShown).total;
  const ignored = useIgnored(hostId);
  const ofOther = useMemo(
    () => countActionCauses(recentCauses(known, since).filter((group) => !isIgnoredIn(ignored, group))).total,
    [known, since, ignored],
  );
  return isShown ? ofShown : ofOther;
}
