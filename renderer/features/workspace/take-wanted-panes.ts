// SPDX-License-Identifier: Apache-2.0
/** Opens in the workspace what was wanted there; what it shows already is not opened twice. */

import { notify } from '../../window/notifications.ts';
import { maxPanes } from './max-panes.ts';
import { useWantedPanes, type WantedPane } from './wanted-panes.ts';
import { activatePane, addPanes, useWorkspace } from './workspace.ts';
import type { WorkspacePane } from './workspace-pane.ts';
import { t } from '../../lib/language/t.ts';

useWantedPanes.subscribe(takeWanted);
takeWanted();

function takeWanted(): void {
  const { panes: wanted } = useWantedPanes.getState();
  if (wanted.length === 0) return;
  useWantedPanes.setState({ panes: [] });
  openPanes(wanted);
}

/** Opens as many as there is room for, and says how many were left out. */
function openPanes(wanted: readonly WantedPane[]): void {
  const { panes } = useWorkspace.getState();
  const shown = panes.find((pane) => wanted.some((one) => isShowing(pane, one)));
  if (shown !== undefined) activatePane(shown.id);
  const missing = wanted.filter((one) => !panes.some((pane) => isShowing(pane, one)));
  const fitting = missing.slice(0, Math.max(0, maxPanes - panes.length));
  addPanes(fitting);
  if (fitting.length < missing.length)
    notify({
      tone: 'info',
      text: t('{count, plural, one {# pane was} other {# panes were}} not opened: the workspace holds {max}.', {
        count: missing.length - fitting.length,
        max: maxPanes,
      }),
    });
}

function isShowing({ hostId, container, content }: WorkspacePane, wanted: WantedPane): boolean {
  return hostId === wanted.hostId && container === wanted.container && content.kind === wanted.kind;
}
