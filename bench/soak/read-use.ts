// SPDX-License-Identifier: Apache-2.0
/** What helper and listener use now, and how much there is on their host. */

import type { Guest } from '../../lab/guest.ts';
import type { SoakUse } from '../../scripts/soak/record.ts';

export type Use = Omit<SoakUse, 'minutes' | 'acknowledged'>;

export async function readUse(guest: Guest): Promise<Use> {
  const [helper = [], listener = [], mounts = [], cgroups = []] = (
    await guest.mustRun(
      `for unit in bulkhead-helper bulkhead-listener; do
  pid=$(systemctl show -P MainPID $unit.service)
  echo "$(sed -n 's/^VmRSS:[^0-9]*\\([0-9]*\\).*/\\1/p' /proc/$pid/status) $(ls /proc/$pid/fd | wc -l)"
done
wc -l < /proc/self/mounts
find /sys/fs/cgroup -type d | wc -l`,
    )
  )
    .trim()
    .split('\n')
    .map((line) => line.split(' ').map(Number));
  return {
    helperMegabytes: Math.round((helper[0] ?? Number.NaN) / 1024),
    listenerMegabytes: Math.round((listener[0] ?? Number.NaN) / 1024),
    helperDescriptors: helper[1] ?? Number.NaN,
    listenerDescriptors: listener[1] ?? Number.NaN,
    mounts: mounts[0] ?? Number.NaN,
    cgroups: cgroups[0] ?? Number.NaN,
  };
}
