// SPDX-License-Identifier: Apache-2.0
/** Shows the workspace: terminals and logs of several containers and hosts side by side. */

import GridView from '@mui/icons-material/GridViewOutlined';
import Button from '@mui/material/Button';
import { useMemo, useState } from 'react';
import { useWindow } from '../../host/main-process.ts';
import { resizeSplit } from '../../lib/pane-layout.ts';
import { PaneGrid } from '../../ui/pane-grid.tsx';
import { Empty } from '../../ui/placeholder.tsx';
import { navigate } from '../../window/location.ts';
import { useNarrow } from '../../window/use-narrow.ts';
import { useTerminals } from '../console/terminal-store.ts';
import type { TerminalEntry } from '../console/terminal-entry.ts';
import { AddPaneDialog } from './add-pane-dialog.tsx';
import { askForWorkspace } from './asked-workspace.ts';
import { SavedWorkspacesAsked } from './saved-workspaces-asked.tsx';
import { useSavedWorkspaces } from './saved-workspaces.ts';
import { PaneView } from './pane-view.tsx';
import './take-wanted-panes.ts';
import { useTypeToAll } from './use-type-to-all.ts';
import { maxPanes } from './max-panes.ts';
import { changeLayout, useWorkspace } from './workspace.ts';
import type { WorkspacePane } from './workspace-pane.ts';
import { WorkspaceTools } from './workspace-tools.tsx';
import { t } from '../../lib/language/t.ts';
import '../console/console.css';
import './workspace.css';

export function WorkspacePage() {
  const { panes, layout, active, maximised } = useWorkspace();
  const entries = useTerminals((state) => state.entries);
  const hosts = useWindow((state) => state.hosts.length);
  const isNarrow = useNarrow();
  const [isAdding, setAdding] = useState(false);
  // Kept by the page alone: it is off whenever somebody comes to the page.
  const [isTypingToAll, setTypingToAll] = useState(false);
  const open = useMemo(() => openTerminals(panes, entries, maximised), [panes, entries, maximised]);
  const sessions = useSame(open.map(({ session }) => session));
  const isTypedToAll = isTypingToAll && sessions.length > 1;
  useTypeToAll(isTypedToAll, sessions);
  const fullReason =
    panes.length < maxPanes ? undefined : t('The workspace holds {max} panes. Close one first.', { max: maxPanes });

  return (
    <div className="page page-whole workspace-page">
      <div className="page-head">
        <h1>{t('Workspace')}</h1>
        {panes.length > 0 && (
          <span className="muted">{t('{count, plural, one {# pane} other {# panes}}', { count: panes.length })}</span>
        )}
        <span style={{ flex: 1 }} />
        <Button variant="outlined" color="inherit" onClick={() => askForWorkspace({ kind: 'list' })}>
          {t('Saved workspaces…')}
        </Button>
        <WorkspaceTools
          panes={panes.length}
          terminals={sessions.length}
          isTypingToAll={isTypedToAll}
          fullReason={fullReason}
          onTypeToAll={() => setTypingToAll(!isTypedToAll)}
          onAdd={() => setAdding(true)}
        />
      </div>
      {isTypedToAll && (
        <div className="workspace-typing" role="status">
          <strong>
            {t('What you type goes to all {count} terminals that are shown.', { count: sessions.length })}
          </strong>
          <Button size="small" color="inherit" variant="outlined" onClick={() => setTypingToAll(false)}>
            {t('Type into one again')}
          </Button>
        </div>
      )}
      {layout === undefined ? (
        <div className="panel page-fill">
          <EmptyWorkspace onAdd={() => setAdding(true)} />
        </div>
      ) : (
        <PaneGrid
          layout={layout}
          maximised={maximised}
          isStacked={isNarrow}
          onResize={(path, share) => changeLayout((before) => resizeSplit(before, path, share))}
        >
          {(id) => {
            const pane = panes.find((one) => one.id === id);
            if (pane === undefined) return null;
            const entry = entryOf(pane, entries);
            return (
              <PaneView
                pane={pane}
                entry={entry}
                isActive={id === active}
                isMaximised={id === maximised}
                isHostShown={hosts > 1}
                isTypedTo={isTypedToAll && entry !== undefined && sessions.includes(entry.session)}
                fullReason={fullReason}
              />
            );
          }}
        </PaneGrid>
      )}
      <SavedWorkspacesAsked />
      {isAdding && <AddPaneDialog onClose={() => setAdding(false)} />}
    </div>
  );
}

function EmptyWorkspace({ onAdd }: { readonly onAdd: () => void }) {
  const hasSaved = useSavedWorkspaces(({ saved }) => saved.length > 0);
  return (
    <Empty
      title={t('No panes yet')}
      icon={<GridView />}
      action={
        <div className="workspace-begin">
          <Button variant="contained" onClick={onAdd}>
            {t('Add a pane')}
          </Button>
          {hasSaved && (
            <Button variant="outlined" color="inherit" onClick={() => askForWorkspace({ kind: 'list' })}>
              {t('Open a saved workspace')}
            </Button>
          )}
          <Button variant="outlined" color="inherit" onClick={() => navigate({ page: 'containers', filter: '' })}>
            {t('Show all containers')}
          </Button>
        </div>
      }
    >
      {t(
        'Terminals and logs of several containers, of several hosts too, stand here side by side, and are here again ' +
          'after a restart of the window. Select containers in their list and press Open terminals, or add panes one ' +
          'by one.',
      )}{' '}
      {hasSaved && t('Or open what you saved.')}
    </Empty>
  );
}

function entryOf({ content }: WorkspacePane, entries: readonly TerminalEntry[]): TerminalEntry | undefined {
  return content.kind === 'terminal' ? entries.find(({ id }) => id === content.terminal) : undefined;
}

/** The terminals that are shown, and in which something can be typed. */
function openTerminals(
  panes: readonly WorkspacePane[],
  entries: readonly TerminalEntry[],
  maximised: number | undefined,
): readonly TerminalEntry[] {
  return panes
    .filter(({ id }) => maximised === undefined || id === maximised)
    .flatMap((pane) => entryOf(pane, entries) ?? [])
    .filter(({ status }) => status.status === 'open');
}

/** The same list as before, where it has the same items. */
function useSame<T>(items: readonly T[]): readonly T[] {
  const [last, setLast] = useState(items);
  if (items.length === last.length && items.every((item, index) => item === last[index])) return last;
  setLast(items);
  return items;
}
