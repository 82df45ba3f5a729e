// SPDX-License-Identifier: Apache-2.0
/** Asks before a snapshot is removed, which cannot be undone. */

import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { closeDialog } from '../../window/dialogs.ts';
import { removeSnapshot } from './snapshots.ts';

interface RemoveSnapshotDialogProps {
  readonly name: string;
  readonly snapshot: string;
}

export function RemoveSnapshotDialog({ name, snapshot }: RemoveSnapshotDialogProps) {
  function handleRemove(): void {
    closeDialog();
    void removeSnapshot(name, snapshot);
  }
  return (
    <Dialog open onClose={closeDialog} maxWidth="xs" fullWidth aria-labelledby="remove-snapshot-title">
      <DialogTitle id="remove-snapshot-title">{`Remove the snapshot ${snapshot}`}</DialogTitle>
      <DialogContent>
        <p>This cannot be undone. The container {name}, and containers that were cloned from it, stay as they are.</p>
      </DialogContent>
      <DialogActions>
        <Button color="inherit" onClick={closeDialog} autoFocus>
          Cancel
        </Button>
        <Button variant="contained" color="error" onClick={handleRemove}>
          Remove
        </Button>
      </DialogActions>
    </Dialog>
  );
}
