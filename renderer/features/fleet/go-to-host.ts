// SPDX-License-Identifier: Apache-2.0
/** Goes to a place of another host, or to a cause of denials there. */

import { shownHostId, untilShown } from '../../host/connection.ts';
import { chooseHost } from '../../host/main-process.ts';
import type { DenialGroup } from '../../../contract/model/denials/denial.ts';
import { openGroup } from '../denials/drawer.ts';
import { causeFilter } from './fleet-rows.ts';
import type { Route } from '../../lib/route.ts';
import { navigate, useLocation } from '../../window/location.ts';

export function goToHost(hostId: string, route: Route): void {
  chooseHost(hostId);
  navigate(route);
}

/** Shows the cause among the others of its host, with its drawer open; not if somebody goes elsewhere meanwhile. */
export async function goToCause(hostId: string, group: DenialGroup): Promise<void> {
  const arrival = untilNextPage();
  goToHost(hostId, { page: 'denials', filter: causeFilter(group) });
  await Promise.all([arrival, untilShown(hostId)]);
  if (shownHostId() === hostId && useLocation.getState().route.page === 'denials')
    openGroup(group.id, group.sample.container ?? undefined);
}

/** The address changes after it is written; from one filter of the denials to another, the page stays. */
function untilNextPage(): Promise<void> {
  if (useLocation.getState().route.page === 'denials') return Promise.resolve();
  return new Promise((resolve) => {
    const stop = useLocation.subscribe(({ route }, before) => {
      if (route.page === before.route.page) return;
      stop();
      resolve();
    });
  });
}
