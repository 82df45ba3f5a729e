// SPDX-License-Identifier: Apache-2.0
/** Gives a container another name. */

import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import TextField from '@mui/material/TextField';
import { type SyntheticEvent, useState } from 'react';
import { freeNameSchema } from '../../../contract/operations/container.ts';
import { ActionButton } from '../../ui/action-button.tsx';
import { closeDialog } from '../../window/dialogs.ts';
import { useContainers } from './containers.ts';
import { renameContainer } from './rename.ts';

interface RenameDialogProps {
  readonly name: string;
}

export function RenameDialog({ name }: RenameDialogProps) {
  const [typed, setTyped] = useState(name);
  const taken = useContainers((state) => state.byName);
  const problem = problemOf(typed, name, new Set(taken.keys()));
  const reason = problem ?? (typed === name ? 'This is the name that it has.' : undefined);

  function handleRename(): void {
    if (reason !== undefined) return;
    closeDialog();
    void renameContainer(name, typed);
  }
  function handleSubmit(event: SyntheticEvent): void {
    event.preventDefault();
    handleRename();
  }

  return (
    <Dialog open onClose={closeDialog} maxWidth="sm" fullWidth aria-labelledby="rename-title">
      <DialogTitle id="rename-title">{`Rename ${name}`}</DialogTitle>
      <DialogContent>
        <form style={{ display: 'grid', gap: 14, paddingTop: 6 }} onSubmit={handleSubmit}>
          <TextField
            label="New name"
            autoFocus
            value={typed}
            error={problem !== undefined}
            helperText={problem ?? ' '}
            onFocus={(event) => event.target.select()}
            onChange={(event) => setTyped(event.target.value)}
            slotProps={{ htmlInput: { spellCheck: false, autoComplete: 'off' } }}
          />
          <p className="muted">
            Files, snapshots, settings, tags and the history of usage go with it. Its host name changes at the next
            start, unless another one is set. The activity log keeps the former name.
          </p>
          <button type="submit" hidden aria-hidden="true" tabIndex={-1} />
        </form>
      </DialogContent>
      <DialogActions>
        <Button color="inherit" onClick={closeDialog}>
          Cancel
        </Button>
        <ActionButton label="Rename" variant="contained" colour="primary" reason={reason} onAction={handleRename} />
      </DialogActions>
    </Dialog>
  );
}

function problemOf(typed: string, name: string, taken: ReadonlySet<string>): string | undefined {
  if (typed === '') return 'Enter a name.';
  const { error } = freeNameSchema.safeParse(typed);
  if (error !== undefined) return `The name ${error.issues[0]?.message ?? 'cannot be used'}.`;
  return typed !== name && taken.has(typed) ? `There is a container ${typed} already.` : undefined;
}
