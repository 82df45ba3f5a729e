// SPDX-License-Identifier: Apache-2.0
/** Opens a workspace that was saved: but for panes of hosts that are no longer in the list. */

import { useWindow } from '../../host/main-process.ts';
import { t } from '../../lib/language/t.ts';
import { keepPanes } from '../../lib/pane-layout.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { notify } from '../../window/notifications.ts';
import type { SavedWorkspace } from './saved-workspaces.ts';
import { openWorkspace } from './workspace.ts';

export function openSaved({ name, workspace }: SavedWorkspace): void {
  const hosts = new Set(useWindow.getState().hosts.map(({ id }) => id));
  const panes = workspace.panes.filter(({ hostId }) => hosts.has(hostId));
  const known = new Set(panes.map(({ id }) => id));
  const layout = keepPanes(workspace.layout, (id) => known.has(id));
  const [first] = panes;
  if (layout === undefined || first === undefined) {
    notify({
      tone: 'failed',
      text: t('Cannot open the workspace {name}: none of its hosts is in the list. Add one first.', {
        name: visibleText(name),
      }),
    });
    return;
  }
  openWorkspace({ layout, panes, active: known.has(workspace.active) ? workspace.active : first.id });
  const leftOut = workspace.panes.length - panes.length;
  if (leftOut > 0)
    notify({
      tone: 'info',
      text: t('{count, plural, one {# pane was} other {# panes were}} not opened: the host is no longer in the list.', {
        count: leftOut,
      }),
    });
}
