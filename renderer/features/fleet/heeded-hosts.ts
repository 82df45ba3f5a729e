// SPDX-License-Identifier: Apache-2.0
/** What the window keeps of every host, without the causes of denials that the person ignores there. */

import { useMemo } from 'react';
import { isIgnoredIn, useIgnoredCauses } from '../denials/ignored-causes.ts';
import { type FleetHost, useFleet } from './fleet.ts';

export function useHeededHosts(): ReadonlyMap<string, FleetHost> {
  const byHost = useFleet((state) => state.byHost);
  const ignored = useIgnoredCauses((state) => state.byHost);
  return useMemo(
    () => new Map([...byHost].map(([id, host]) => [id, heededHost(host, ignored.get(id) ?? new Set())])),
    [byHost, ignored],
  );
}

function heededHost(host: FleetHost, ignored: ReadonlySet<string>): FleetHost {
  if (ignored.size === 0) return host;
  return { ...host, causes: new Map([...host.causes].filter(([, group]) => !isIgnoredIn(ignored, group))) };
}
