// SPDX-License-Identifier: Apache-2.0
/** The active alerts on each connected host, shown or not, and the notifications of those that begin. */

import { create } from 'zustand';
import { type Alert, type AlertState, isMuted } from '../../../contract/model/alerts/alert.ts';
import type { Client } from '../../../rpc/client.ts';
import { ConnectionClosedError } from '../../../rpc/client.ts';
import { noteHeard } from '../../host/connection.ts';
import { onEachConnection, onHostForgotten } from '../../host/host-stores.ts';
import { failureText } from '../../window/notifications.ts';
import { announceAlerts, announceCount } from './announce-alerts.ts';
import { t } from '../../lib/language/t.ts';

export interface HostAlerts {
  /** Lists the alerts that last, newest first. */
  readonly lasting: readonly Alert[];
  /** The newest alert that this window has seen of the host. */
  readonly newestSeen: number;
  /** Why they are not known of a host that is connected. */
  readonly problem: string | undefined;
}

interface HostAlertsState {
  readonly byHost: ReadonlyMap<string, HostAlerts>;
}

export const useHostAlerts = create<HostAlertsState>(() => ({ byHost: new Map() }));
onEachConnection(followHost);
onHostForgotten(forget);

async function followHost(hostId: string, client: Client, signal: AbortSignal): Promise<void> {
  try {
    for await (const state of client.stream('alert.watch', {}, { signal })) {
      noteHeard(hostId);
      takeHostAlerts(hostId, state, Date.now() / 1000);
    }
  } catch (error) {
    if (error instanceof ConnectionClosedError || signal.aborted) return;
    const { lasting, newestSeen } = useHostAlerts.getState().byHost.get(hostId) ?? { lasting: [], newestSeen: 0 };
    put(hostId, { lasting, newestSeen, problem: failureText(t('cannot read the alerts'), error) });
  }
}

/**
 * Notifies of the alerts that began since the state before, also while the host was not connected. Those of before the
 * window first saw the host are only listed.
 */
export function takeHostAlerts(hostId: string, state: AlertState, now: number): void {
  const newest = Math.max(0, ...state.alerts.map(({ id }) => id));
  const seen = useHostAlerts.getState().byHost.get(hostId)?.newestSeen ?? newest;
  const muted = new Set(state.rules.filter((rule) => isMuted(rule, now)).map(({ id }) => id));
  put(hostId, { lasting: lastingAlerts(state), newestSeen: Math.max(seen, newest), problem: undefined });
  announceAlerts(hostId, state.alerts.filter(({ id, rule }) => id > seen && !muted.has(rule)).toReversed());
}

/** Gives the alerts that last, newest first. */
export function lastingAlerts({ alerts }: Pick<AlertState, 'alerts'>): readonly Alert[] {
  return alerts.filter(({ endedAt }) => endedAt === null);
}

function put(hostId: string, alerts: HostAlerts): void {
  update((byHost) => byHost.set(hostId, alerts));
}

function forget(hostId: string): void {
  update((byHost) => byHost.delete(hostId));
}

function update(change: (byHost: Map<string, HostAlerts>) => void): void {
  const byHost = new Map(useHostAlerts.getState().byHost);
  change(byHost);
  useHostAlerts.setState({ byHost });
  announceCount([...byHost.values()].reduce((sum, { lasting }) => sum + lasting.length, 0));
}
