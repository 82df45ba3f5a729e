// SPDX-License-Identifier: Apache-2.0
/** Saves the panes that are shown under a name, and opens, renames and removes what was saved. */

import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useState } from 'react';
import { t } from '../../lib/language/t.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { SaveWorkspaceForm } from './save-workspace-form.tsx';
import { SavedWorkspaceItem } from './saved-workspace-item.tsx';
import { removeSaved, type SavedWorkspace, saveWorkspace, useSavedWorkspaces } from './saved-workspaces.ts';

interface SavedWorkspacesDialogProps {
  readonly onOpen: (saved: SavedWorkspace) => void;
  readonly onClose: () => void;
}

export function SavedWorkspacesDialog({ onOpen, onClose }: SavedWorkspacesDialogProps) {
  const { saved } = useSavedWorkspaces();
  const [removed, setRemoved] = useState<SavedWorkspace | undefined>(undefined);

  function handleRemove(one: SavedWorkspace): void {
    removeSaved(one.name);
    setRemoved(one);
  }
  function handleUndo({ name, workspace }: SavedWorkspace): void {
    saveWorkspace(name, workspace);
    setRemoved(undefined);
  }

  return (
    <Dialog open onClose={onClose} maxWidth="sm" fullWidth aria-labelledby="saved-workspaces">
      <DialogTitle id="saved-workspaces">{t('Saved workspaces')}</DialogTitle>
      <DialogContent className="saved-workspaces">
        <SaveWorkspaceForm saved={saved} onSaved={() => setRemoved(undefined)} />
        {removed !== undefined && (
          <p className="workspace-removed" role="status">
            {t('The workspace {name} was removed.', { name: visibleText(removed.name) })}
            <Button
              key={removed.name}
              autoFocus
              size="small"
              variant="outlined"
              color="inherit"
              onClick={() => handleUndo(removed)}
            >
              {t('Undo')}
            </Button>
          </p>
        )}
        {saved.length === 0 ? (
          <p className="muted">
            {t('Nothing is saved yet. A saved workspace keeps which containers are shown where, and no session.')}
          </p>
        ) : (
          <ul aria-label={t('Saved workspaces')}>
            {saved.map((one) => (
              <SavedWorkspaceItem
                key={one.name}
                one={one}
                saved={saved}
                onOpen={() => onOpen(one)}
                onRemove={() => handleRemove(one)}
              />
            ))}
          </ul>
        )}
      </DialogContent>
      <DialogActions>
        <Button color="inherit" onClick={onClose}>
          {t('Close')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
