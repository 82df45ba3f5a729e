// SPDX-License-Identifier: Apache-2.0
/**
 * When the host that is shown goes, and does not come back at the first attempt, another member of its cluster that is
 * connected is shown: its containers are those of the same cluster.
 */

import { useMemo } from 'react';
import { type Connection, useConnection } from '../../host/connection.ts';
import { chooseHost, useWindow } from '../../host/main-process.ts';
import { t } from '../../lib/language/t.ts';
import type { Route } from '../../lib/route.ts';
import { useDialog } from '../../window/dialogs.ts';
import { useLocation } from '../../window/location.ts';
import { notify } from '../../window/notifications.ts';
import { type Memberships, othersOf, useMemberships } from '../members/memberships.ts';

useConnection.subscribe(({ connection }) => takeOver(connection));

/** Pages on which nothing is typed that would be lost, or saved on another host. */
const lists: ReadonlySet<Route['page']> = new Set(['overview', 'containers', 'denials', 'activity', 'cluster']);

/** The host that is shown, once it was connected; one that a person chose while it is gone stays. */
let heard: string | undefined;

/** A connected host of the same cluster, and not the same member by another way; undefined where there is none. */
export function useOtherMember(hostId: string): string | undefined {
  const memberships = useMemberships(({ byHost }) => byHost);
  return useConnection(({ byHost }) => findOther(hostId, memberships, byHost));
}

/** Says whether the shown host is a member of a cluster, or was when it was last connected. */
export function useIsMember(): boolean {
  const shown = useConnection(({ connection }) => (connection.status === 'none' ? undefined : connection.hostId));
  return useMemberships(({ byHost }) => shown !== undefined && byHost.has(shown));
}

/** The hosts of the window that are members of the cluster of this host, by the names of the members. */
export function useMemberHosts(hostId: string | undefined): ReadonlyMap<string, string> {
  const memberships = useMemberships(({ byHost }) => byHost);
  return useMemo(() => {
    const own = memberships.get(hostId ?? '');
    const others = [...memberships].filter(([, { proof }]) => proof === own?.proof);
    return new Map(others.map(([id, { member }]) => [member, id]));
  }, [hostId, memberships]);
}

/**
 * Gives the address of another member for ssh, with the user and the port of the host that is shown, since members of
 * one cluster are set up alike. The person sees it before anything is done with it.
 */
export function addressOfMember(shown: string, address: string): string {
  const { username, port } =
    shown.startsWith('ssh://') && URL.canParse(shown) ? new URL(shown) : { username: '', port: '' };
  return `ssh://${username === '' ? '' : `${username}@`}${address}${port === '' ? '' : `:${port}`}`;
}

export function labelOf(hostId: string): string {
  return useWindow.getState().hosts.find(({ id }) => id === hostId)?.label ?? hostId;
}

function takeOver(connection: Connection): void {
  if (connection.status === 'none') return;
  const { hostId } = connection;
  if (connection.status === 'connected') heard = hostId;
  else if (heard !== hostId) heard = undefined;
  // A helper that was restarted is back before the second attempt.
  if (connection.status !== 'lost' || connection.attempt < 2 || heard === undefined) return;
  // What is typed is for the host that it was begun on; the banner offers the other one.
  if (useDialog.getState().dialog.kind !== 'none' || !lists.has(useLocation.getState().route.page)) return;
  const other = findOther(hostId, useMemberships.getState().byHost, useConnection.getState().byHost);
  if (other === undefined) return;
  const label = labelOf(hostId);
  chooseHost(other);
  notify({
    tone: 'info',
    text: t('There is no connection to {label}. {other}, another member of its cluster, is shown.', {
      label,
      other: labelOf(other),
    }),
    hostId: other,
    action: { label: t('Back to {label}', { label }), run: () => chooseHost(hostId) },
  });
}

function findOther(
  hostId: string,
  memberships: Memberships,
  connections: ReadonlyMap<string, Connection>,
): string | undefined {
  return [...othersOf(hostId, memberships, connections).values()][0];
}
