// SPDX-License-Identifier: Apache-2.0
/** Makes a container with the files of another, as they are now or were at a snapshot. */

import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Checkbox from '@mui/material/Checkbox';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import FormControlLabel from '@mui/material/FormControlLabel';
import TextField from '@mui/material/TextField';
import { type SyntheticEvent, useState } from 'react';
import { choicesOfClone } from '../../../contract/clone-choices.ts';
import { ActionButton } from '../../ui/action-button.tsx';
import { closeDialog } from '../../window/dialogs.ts';
import { useContainers } from '../containers/containers.ts';
import { createContainer } from '../create/create-container.ts';
import { problemOfCloneName, proposeCloneName } from './clone-name.ts';

interface CloneDialogProps {
  readonly name: string;
  /** Null for the files as they are now. */
  readonly snapshot: string | null;
}

export function CloneDialog({ name, snapshot }: CloneDialogProps) {
  const byName = useContainers((state) => state.byName);
  const [typed, setTyped] = useState(() => proposeCloneName(name, new Set(byName.keys())));
  const [start, setStart] = useState(true);
  const source = byName.get(name);
  const problem = problemOfCloneName(typed, new Set(byName.keys()));
  const choice =
    source === undefined || problem !== undefined
      ? undefined
      : choicesOfClone(source, { name: typed, snapshot, start });
  const reason = problem ?? (choice === undefined ? `${name} can no longer be cloned.` : undefined);

  function handleClone(): void {
    if (choice === undefined) return;
    closeDialog();
    createContainer(choice);
  }
  function handleSubmit(event: SyntheticEvent): void {
    event.preventDefault();
    handleClone();
  }

  return (
    <Dialog open onClose={closeDialog} maxWidth="sm" fullWidth aria-labelledby="clone-title">
      <DialogTitle id="clone-title">{`Clone ${name}`}</DialogTitle>
      <DialogContent>
        <form style={{ display: 'grid', gap: 14, paddingTop: 6 }} onSubmit={handleSubmit}>
          <TextField
            label="Name of the clone"
            autoFocus
            value={typed}
            error={problem !== undefined}
            helperText={problem ?? ' '}
            onFocus={(event) => event.target.select()}
            onChange={(event) => setTyped(event.target.value)}
            slotProps={{ htmlInput: { spellCheck: false, autoComplete: 'off' } }}
          />
          <p>
            {snapshot === null
              ? `It gets the files of ${name} as they are now${source?.state === 'running' ? ', for which that is frozen' : ''}.`
              : `It gets the files of the snapshot ${snapshot}.`}{' '}
            Image, limits and confinement are the same. Categories, user IDs, address, host name and machine ID are its
            own.
          </p>
          <Alert severity="info" variant="outlined">
            Keys and passwords in the files are the same in both.
            {source !== undefined && source.volumes.length > 0 && ' Volumes are not given to the clone.'}
          </Alert>
          <FormControlLabel
            control={<Checkbox checked={start} onChange={(event) => setStart(event.target.checked)} />}
            label="Start it when it has been created"
          />
          <button type="submit" hidden aria-hidden="true" tabIndex={-1} />
        </form>
      </DialogContent>
      <DialogActions>
        <Button color="inherit" onClick={closeDialog}>
          Cancel
        </Button>
        <ActionButton label="Clone" variant="contained" colour="primary" reason={reason} onAction={handleClone} />
      </DialogActions>
    </Dialog>
  );
}
