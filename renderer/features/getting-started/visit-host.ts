// SPDX-License-Identifier: Apache-2.0
/** Goes to a host as a whole, by its entry in the list: one that was not met yet is shown from its beginning. */

import { chooseHost } from '../../host/main-process.ts';
import { navigate, useLocation } from '../../window/location.ts';
import { wasMet } from './met-hosts.ts';

export function visitHost(hostId: string): void {
  chooseHost(hostId);
  // From the page of all hosts, a host is gone into.
  if (useLocation.getState().route.page === 'hosts' || !wasMet(hostId)) navigate({ page: 'overview' });
}
