// SPDX-License-Identifier: Apache-2.0
/** Says which units of systemd run in which domain, by the processes that run now. */

import type { SwitchHost } from './switch-host.ts';

export function readUnitsByDomain(host: SwitchHost): ReadonlyMap<string, string[]> {
  const units = new Map<string, string[]>();
  for (const pid of host.list('/proc').filter((name) => /^\d+$/.test(name))) {
    const domain = host.read(`/proc/${pid}/attr/current`)?.split(':')[2];
    const unit = /\/system\.slice\/(?:.*\/)?([^/\n]+\.service)/.exec(host.read(`/proc/${pid}/cgroup`) ?? '')?.[1];
    if (domain === undefined || unit === undefined) continue;
    const known = units.get(domain) ?? [];
    if (!known.includes(unit)) units.set(domain, [...known, unit]);
  }
  return units;
}
