// SPDX-License-Identifier: Apache-2.0
/** What a person wants to see in the workspace, kept here until its page is loaded: lists and menus need no more of it. */

import { create } from 'zustand';
import { shownHostId } from '../../host/connection.ts';
import { navigate } from '../../window/location.ts';

export type PaneKind = 'terminal' | 'log';

export interface WantedPane {
  readonly hostId: string;
  readonly container: string;
  readonly kind: PaneKind;
}

export const useWantedPanes = create<{ readonly panes: readonly WantedPane[] }>(() => ({ panes: [] }));

/** Goes to the workspace, with these containers of the shown host in it. */
export function openInWorkspace(kind: PaneKind, containers: readonly string[]): void {
  const hostId = shownHostId();
  if (hostId === undefined) return;
  const wanted = containers.map((container) => ({ hostId, container, kind }));
  useWantedPanes.setState(({ panes }) => ({ panes: [...panes, ...wanted] }));
  navigate({ page: 'workspace' });
}
