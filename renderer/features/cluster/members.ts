// SPDX-License-Identifier: Apache-2.0
/** The members of the cluster that the shown host is in, as long as a page shows them. */

import { useEffect } from 'react';
import type { Cluster } from '../../../contract/model/host/cluster.ts';
import { currentClient, useClient } from '../../host/connection.ts';
import { createHostStore, onHostLeft } from '../../host/host-stores.ts';
import { t } from '../../lib/language/t.ts';
import { failureText } from '../../window/notifications.ts';

interface MembersState {
  /** Undefined while it is not known, null where there is no Incus. */
  readonly cluster: Cluster | null | undefined;
  readonly problem: string | undefined;
}

export const useMembers = createHostStore<MembersState>({ cluster: undefined, problem: undefined });

/** The helper asks each member for its load: more often would be work for all of them. */
const periodMs = 15_000;
/** The latest reading, while it is under way: a member that is away takes it seconds. */
let loading: Promise<void> | undefined;
onHostLeft(() => {
  loading = undefined;
});

/** Reads them again. Of what an earlier reading, or one of another host, answers later nothing is shown. */
export function loadMembers(): Promise<void> {
  const mine = read().then((state) => {
    if (loading !== mine) return;
    loading = undefined;
    useMembers.setState(state);
  });
  loading = mine;
  return mine;
}

async function read(): Promise<Partial<MembersState>> {
  try {
    const { cluster } = await currentClient().request('cluster.members', {});
    return { cluster, problem: undefined };
  } catch (error) {
    return { problem: failureText(t('cannot list the members'), error) };
  }
}

/** Keeps them up to date while the component is shown. */
export function useLiveMembers(): MembersState {
  const client = useClient();
  useEffect(() => {
    if (client === undefined) return undefined;
    void loadMembers();
    const timer = setInterval(() => {
      if (loading === undefined) void loadMembers();
    }, periodMs);
    return () => clearInterval(timer);
  }, [client]);
  return useMembers();
}
