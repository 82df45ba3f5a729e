// SPDX-License-Identifier: Apache-2.0
/** What is known now of the container of a pane, and of its host. */

import { useState } from 'react';
import type { Container } from '../../../contract/model/containers/container.ts';
import { useIsConnected } from '../../host/connection.ts';
import { useWindow } from '../../host/main-process.ts';
import { whyNot } from '../containers/states/action-reasons.ts';
import { useContainerOn, useHasListed } from '../containers/container-on.ts';
import type { WorkspacePane } from './workspace-pane.ts';
import { t } from '../../lib/language/t.ts';

export interface PaneSubject {
  /** Is the last known one where the connection is lost, and undefined before its host has listed it. */
  readonly container: Container | undefined;
  /** Is the name that the list of hosts shows. */
  readonly host: string;
  readonly isConnected: boolean;
  /** The host is connected, and has no such container. */
  readonly isGone: boolean;
  /** Why no terminal can be opened in it. */
  readonly reason: string | undefined;
}

export function usePaneSubject({ hostId, container: name }: WorkspacePane): PaneSubject {
  const now = useContainerOn(hostId, name);
  const hasListed = useHasListed(hostId);
  const isConnected = useIsConnected(hostId);
  const host = useWindow(({ hosts }) => hosts.find(({ id }) => id === hostId)?.label) ?? hostId;
  const [last, setLast] = useState(now);
  if (now !== undefined && now !== last) setLast(now);
  const container = now ?? last;
  const isGone = isConnected && hasListed && now === undefined;
  return { container, host, isConnected, isGone, reason: reasonOf({ name, host, container, isConnected, isGone }) };
}

interface Known extends Omit<PaneSubject, 'reason'> {
  readonly name: string;
}

function reasonOf({ name, host, container, isConnected, isGone }: Known): string | undefined {
  if (isGone) return goneText(name, host);
  if (container !== undefined) return whyNot('terminal', container, { isConnected, busy: undefined });
  return isConnected ? undefined : t('There is no connection to {host}.', { host });
}

/** Says that a container is no longer there. */
export function goneText(name: string, host: string): string {
  return t('There is no container {name} on {host} any more.', { name, host });
}
