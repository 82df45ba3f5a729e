// SPDX-License-Identifier: Apache-2.0
/** The cluster as it is when a dialog opens, and its members in words. */

import { useEffect, useState } from 'react';
import type { Cluster, ClusterMember } from '../../../contract/model/host/cluster.ts';
import { useClient } from '../../host/connection.ts';
import { t } from '../../lib/language/t.ts';
import { formatBytes, formatDecimal } from '../../lib/units.ts';
import { failureText } from '../../window/notifications.ts';

export function memberLabel({ name, state, message, load, freeMemoryBytes: free }: ClusterMember): string {
  if (state !== 'online') return t('{name}: {message}', { name, message });
  if (load === null || free === null) return name;
  return t('{name}: load {load}, {free} of memory free', {
    name,
    load: formatDecimal(load, 2),
    free: formatBytes(free),
  });
}

/** `problem` says why there is none. */
export function useCluster(): { readonly cluster: Cluster | undefined; readonly problem: string | undefined } {
  const client = useClient();
  const [cluster, setCluster] = useState<Cluster | undefined>(undefined);
  const [problem, setProblem] = useState<string | undefined>(undefined);
  useEffect(() => {
    const ending = new AbortController();
    if (client === undefined) return undefined;
    client.request('cluster.members', {}, { signal: ending.signal }).then(
      ({ cluster: read }) => {
        if (read === null) setProblem(t('There is no Incus on this host.'));
        else setCluster(read);
      },
      (error: unknown) => {
        if (!ending.signal.aborted) setProblem(failureText(t('cannot list the members'), error));
      },
    );
    return () => ending.abort();
  }, [client]);
  return { cluster, problem: client === undefined ? t('There is no connection to the host.') : problem };
}
