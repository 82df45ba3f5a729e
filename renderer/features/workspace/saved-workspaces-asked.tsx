// SPDX-License-Identifier: Apache-2.0
/** What the page of the workspace asks about saved ones: the list of them, or whether sessions may end for one. */

import { useEffect } from 'react';
import { t } from '../../lib/language/t.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { FormDialog } from '../../ui/form/form-dialog.tsx';
import { hasEnded, useTerminals } from '../console/terminal-store.ts';
import { askForWorkspace, endAsking, useAskedWorkspace } from './asked-workspace.ts';
import { openSaved } from './open-saved.ts';
import { SavedWorkspacesDialog } from './saved-workspaces-dialog.tsx';
import { useSavedWorkspaces } from './saved-workspaces.ts';
import { useWorkspace } from './workspace.ts';

export function SavedWorkspacesAsked() {
  const { asked } = useAskedWorkspace();
  const sessions = useOpenSessions();
  const wanted = useSavedWorkspaces(({ saved }) =>
    asked?.kind === 'open' ? saved.find(({ name }) => name === asked.name) : undefined,
  );
  const isOpenedAtOnce = wanted !== undefined && sessions === 0;
  useEffect(() => {
    if (!isOpenedAtOnce) return;
    endAsking();
    openSaved(wanted);
  }, [isOpenedAtOnce, wanted]);
  useEffect(() => endAsking, []);

  if (asked?.kind === 'list')
    return <SavedWorkspacesDialog onOpen={({ name }) => askForWorkspace({ kind: 'open', name })} onClose={endAsking} />;
  if (wanted === undefined || isOpenedAtOnce) return null;
  return (
    <FormDialog
      title={t('Open the workspace {name}?', { name: visibleText(wanted.name) })}
      action={t('Open')}
      colour="error"
      reason={undefined}
      onAction={() => openSaved(wanted)}
      onClose={endAsking}
    >
      <p style={{ margin: 0 }}>
        {t(
          'It takes the place of the panes that are shown. {count, plural, one {The session of # terminal ends} other ' +
            '{The sessions of # terminals end}}, with what runs in them.',
          { count: sessions },
        )}
      </p>
    </FormDialog>
  );
}

/** Counts the terminals of the workspace of which a session would end. */
function useOpenSessions(): number {
  const panes = useWorkspace((state) => state.panes);
  const entries = useTerminals((state) => state.entries);
  return panes.filter(({ content }) => {
    const entry = content.kind === 'terminal' ? entries.find(({ id }) => id === content.terminal) : undefined;
    return entry !== undefined && !hasEnded(entry);
  }).length;
}
