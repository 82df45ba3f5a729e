// SPDX-License-Identifier: Apache-2.0
/**
 * Leads to the first steps on the first visit of a host that is not set up: it has no container, or a check does not
 * pass. Once for each host, and never away from where somebody has begun to work.
 */

import type { Client } from '../../../rpc/client.ts';
import { shownHostId } from '../../host/connection.ts';
import { onConnected } from '../../host/host-stores.ts';
import { useDialog } from '../../window/dialogs.ts';
import { navigate, useLocation } from '../../window/location.ts';
import { watchContainers } from '../members/watch-containers.ts';
import { runHostCheck, useDoctor } from '../doctor/doctor-store.ts';
import { rememberMet, wasMet } from './met-hosts.ts';

onConnected(meetHost);

/** `signal` aborts when the connection is lost, or the window goes to another host. */
export async function meetHost(client: Client, signal: AbortSignal): Promise<void> {
  const hostId = shownHostId();
  if (hostId === undefined || wasMet(hostId)) return;
  const begin = useLocation.getState().route;
  const endWatch = watchDialogs();
  const isSetUp = await findWhetherSetUp(client, signal).finally(endWatch);
  if (signal.aborted || isSetUp === undefined) return;
  const isAtBegin = useLocation.getState().route === begin && isWhereHostsBegin();
  if (!isSetUp && (endWatch() || !isAtBegin)) return;
  rememberMet(hostId);
  if (!isSetUp) navigate({ page: 'getting-started' });
}

/** Sees whether a dialog is opened, until the function that it gives is called, which says it. */
function watchDialogs(): () => boolean {
  let wasOpened = false;
  const stop = useDialog.subscribe(({ dialog }) => {
    wasOpened ||= dialog.kind !== 'none';
  });
  return () => {
    stop();
    return wasOpened;
  };
}

/** Undefined where the host does not say; why it does not is shown where it is asked for. */
async function findWhetherSetUp(client: Client, signal: AbortSignal): Promise<boolean | undefined> {
  const count = await countContainers(client, signal).catch(() => undefined);
  if (count === undefined) return undefined;
  if (count === 0) return false;
  await runHostCheck();
  return useDoctor.getState().checks?.every(({ state }) => state === 'ok');
}

async function countContainers(client: Client, signal: AbortSignal): Promise<number | undefined> {
  for await (const { size } of watchContainers(client, signal)) return size;
  return undefined;
}

/** The pages of the whole host, as one comes to them without having looked for anything. */
function isWhereHostsBegin(): boolean {
  const { route } = useLocation.getState();
  const isBeginning = route.page === 'overview' || (route.page === 'containers' && route.filter === '');
  return isBeginning && useDialog.getState().dialog.kind === 'none';
}
