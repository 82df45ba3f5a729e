// SPDX-License-Identifier: Apache-2.0
/** Goes to a place of another host. */

import { chooseHost } from '../../host/main-process.ts';
import type { Route } from '../../lib/route.ts';
import { navigate } from '../../window/location.ts';

export function goToHost(hostId: string, route: Route): void {
  chooseHost(hostId);
  navigate(route);
}
