// SPDX-License-Identifier: Apache-2.0
/** Makes the menu of a pane. */

import { type LogSource, logSources } from '../../../contract/model/logs/log-line.ts';
import { hasLayers } from '../../../contract/model/engines/has-layers.ts';
import { shownHostId } from '../../host/connection.ts';
import { saveOutput } from '../../host/main-process.ts';
import { runOnHost } from '../../host/run-on-host.ts';
import type { MenuAction } from '../../ui/actions/menu-action.ts';
import { navigate } from '../../window/location.ts';
import type { TerminalEntry } from '../console/terminal-entry.ts';
import { titleOf } from '../console/terminal-store.ts';
import { sourceLabels } from '../logs/log-query.ts';
import type { PaneSubject } from './use-pane-subject.ts';
import { showLog, splitWorkspacePane } from './workspace.ts';
import type { WorkspacePane } from './workspace-pane.ts';
import { t } from '../../lib/language/t.ts';

interface PaneActionsContext {
  readonly pane: WorkspacePane;
  readonly subject: PaneSubject;
  /** Why it cannot be split. */
  readonly splitReason: string | undefined;
  readonly entry: TerminalEntry | undefined;
  /** The search of a terminal, or the tools of a log, are shown. */
  readonly isSearching: boolean;
  readonly onSearch: () => void;
}

export function paneActions(context: PaneActionsContext): readonly MenuAction[] {
  const { pane, splitReason } = context;
  const { id, hostId, container: name, content } = pane;
  const other = content.kind === 'log' ? 'terminal' : 'log';
  const split: readonly MenuAction[] = [
    {
      label: other === 'log' ? t('Its log beside it') : t('A terminal beside it'),
      reason: splitReason,
      run: () => splitWorkspacePane(id, 'right', other),
    },
    {
      label: t('Split to the right'),
      hint: t('Ctrl+Shift+E'),
      reason: splitReason,
      run: () => splitWorkspacePane(id, 'right'),
    },
    {
      label: t('Split below'),
      hint: t('Ctrl+Shift+O'),
      reason: splitReason,
      run: () => splitWorkspacePane(id, 'below'),
    },
  ];
  return [
    ...(content.kind === 'log' ? logActions(context, content.source) : terminalActions(context)),
    ...split,
    {
      label: t('Open the page of {name}', { name }),
      reason: undefined,
      run: () => {
        const open = (): void => navigate({ page: 'container', name, tab: 'overview' });
        if (hostId === shownHostId()) open();
        else runOnHost(hostId, open);
      },
    },
  ];
}

function logActions(
  { pane, subject, isSearching, onSearch }: PaneActionsContext,
  shown: LogSource,
): readonly MenuAction[] {
  const { container } = subject;
  const sources = container !== undefined && !hasLayers(container) ? (['journal'] as const) : logSources;
  const tools = {
    label: isSearching ? t('Hide filter and search') : t('Filter and search'),
    hint: t('Ctrl+Shift+F'),
    reason: undefined,
    run: onSearch,
  };
  const others = sources
    .filter((source) => source !== shown)
    .map((source) => ({
      label: t('Show log: {source}', { source: sourceLabels[source].label }),
      hint: sourceLabels[source].hint,
      reason: undefined,
      run: () => showLog(pane.id, source),
    }));
  return [tools, ...others];
}

function terminalActions({ pane, entry, onSearch }: PaneActionsContext): readonly MenuAction[] {
  if (entry === undefined) return [];
  return [
    { label: t('Search'), hint: t('Ctrl+Shift+F'), reason: undefined, run: onSearch },
    {
      label: t('Save output…'),
      hint: t('All lines that the terminal holds, as text'),
      reason: undefined,
      run: () => void saveOutput(`${pane.container} ${titleOf(entry)}`, entry.session.readText()),
    },
  ];
}
