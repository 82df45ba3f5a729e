// SPDX-License-Identifier: Apache-2.0
/** Saves the panes that are shown under a name. */

import TextField from '@mui/material/TextField';
import { type SyntheticEvent, useState } from 'react';
import { t } from '../../lib/language/t.ts';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import { maxSavedWorkspaces, problemOfName, type SavedWorkspace, saveWorkspace } from './saved-workspaces.ts';
import { presentWorkspace, useWorkspace } from './workspace.ts';

interface SaveWorkspaceFormProps {
  readonly saved: readonly SavedWorkspace[];
  readonly onSaved: () => void;
}

export function SaveWorkspaceForm({ saved, onSaved }: SaveWorkspaceFormProps) {
  const [name, setName] = useState('');
  const isEmpty = useWorkspace(({ panes }) => panes.length === 0);
  const isTaken = saved.some((one) => one.name === name.trim());
  const problem = name === '' ? undefined : problemOfName(name);
  const reason =
    (isEmpty ? t('There are no panes to save. Add one first.') : undefined) ??
    problemOfName(name) ??
    (isTaken || saved.length < maxSavedWorkspaces
      ? undefined
      : t('{max} workspaces are saved. Remove one first.', { max: maxSavedWorkspaces }));

  function save(): void {
    const present = presentWorkspace();
    if (reason !== undefined || present === undefined) return;
    saveWorkspace(name, present);
    setName('');
    onSaved();
  }
  function handleSubmit(event: SyntheticEvent): void {
    event.preventDefault();
    save();
  }

  return (
    <form className="save-workspace" onSubmit={handleSubmit}>
      <TextField
        label={t('Save these panes as')}
        autoFocus
        value={name}
        error={problem !== undefined}
        helperText={problem ?? (isTaken ? t('Replaces the workspace of this name.') : ' ')}
        onChange={(event) => setName(event.target.value)}
        slotProps={{ htmlInput: { spellCheck: false, autoComplete: 'off' } }}
      />
      <ActionButton label={t('Save')} variant="outlined" reason={reason} onAction={save} />
    </form>
  );
}
