// SPDX-License-Identifier: Apache-2.0
/** Does something on a host that need not be the shown one. */

import { untilShown } from './connection.ts';
import { chooseHost, useWindow } from './main-process.ts';

/** Goes to the host first, where it is in the list and not shown; undefined: the work is about no host. */
export function runOnHost(hostId: string | undefined, run: () => void): void {
  const { hosts, hostId: shown } = useWindow.getState();
  const other = hostId === shown ? undefined : hosts.find(({ id }) => id === hostId);
  if (other !== undefined) chooseHost(other.id);
  void untilShown(hostId).then(run);
}
