// SPDX-License-Identifier: Apache-2.0
/** How a host stands to this window, in words: the same in the rail, on the page of all hosts, and in the banner. */

import type { HostEntry, SshObstacle } from '../../contract/bridge.ts';
import { type Connection, useConnection } from './connection.ts';
import { t } from '../lib/language/t.ts';

/** `never`: not reached, now or before. */
type HostStatus = 'idle' | 'connecting' | 'connected' | 'lost' | 'never' | 'held' | 'denied';

export interface HostView {
  readonly status: HostStatus;
  readonly label: string;
  /** Why it is so, where there is a reason. */
  readonly reason: string | undefined;
  /** Gives the time at which the host was last heard, in seconds since the epoch; undefined if never. */
  readonly heardAt: number | undefined;
}

const statusLabels: Readonly<Record<HostStatus, string>> = {
  idle: t('not connected'),
  connecting: t('connecting'),
  connected: t('connected'),
  lost: t('connection lost'),
  never: t('never reached'),
  denied: t('access denied'),
  held: t('waits for you'),
};

const obstacleLabels: Readonly<Record<SshObstacle, string>> = {
  login: t('needs a login'),
  'unknown-key': t('key not confirmed'),
  'changed-key': t('key has changed'),
};

export function useHostView(host: HostEntry): HostView {
  const connection = useConnection(({ byHost }) => byHost.get(host.id));
  const heardAt = useConnection((state) => state.heardAt.get(host.id));
  return viewOf(host, connection, heardAt);
}

/** `heardAt`: by this window; what the main process knows of earlier ones is in the entry. */
function viewOf(host: HostEntry, connection: Connection | undefined, heardAt: number | undefined): HostView {
  const heard = heardAt ?? host.reachedAt ?? undefined;
  const status = statusOf(connection, heard);
  return {
    status,
    label: connection?.status === 'held' ? obstacleLabels[connection.obstacle] : statusLabels[status],
    reason: connection !== undefined && 'reason' in connection ? connection.reason : undefined,
    heardAt: heard,
  };
}

function statusOf(connection: Connection | undefined, heard: number | undefined): HostStatus {
  if (connection === undefined || connection.status === 'none') return 'idle';
  return connection.status === 'lost' && heard === undefined ? 'never' : connection.status;
}
