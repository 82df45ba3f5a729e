// SPDX-License-Identifier: Apache-2.0
/** Adds a host that is reached over SSH. */

import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import TextField from '@mui/material/TextField';
import { useState, type SyntheticEvent } from 'react';
import { closeDialog } from '../../window/dialogs.ts';
import { failureText } from '../../window/notifications.ts';
import { addHost } from '../../host/main-process.ts';

export function AddHostDialog() {
  const [address, setAddress] = useState('ssh://');
  const [problem, setProblem] = useState<string | undefined>(undefined);

  async function add(): Promise<void> {
    try {
      await addHost(address.trim());
      closeDialog();
    } catch (error) {
      setProblem(failureText(`cannot add the host ${address}`, error));
    }
  }
  function handleSubmit(event: SyntheticEvent): void {
    event.preventDefault();
    void add();
  }

  return (
    <Dialog open onClose={closeDialog} maxWidth="xs" fullWidth aria-labelledby="add-host-title">
      <form onSubmit={handleSubmit}>
        <DialogTitle id="add-host-title">Add host</DialogTitle>
        <DialogContent style={{ display: 'grid', gap: 12 }}>
          <p className="muted">
            Bulkhead logs in with your SSH keys and connects to the helper on that host. Nothing is installed there.
          </p>
          <TextField
            label="Address"
            autoFocus
            value={address}
            error={problem !== undefined}
            helperText={problem ?? 'ssh://user@host:port'}
            onChange={(event) => setAddress(event.target.value)}
            slotProps={{ htmlInput: { spellCheck: false } }}
          />
        </DialogContent>
        <DialogActions>
          <Button color="inherit" onClick={closeDialog}>
            Cancel
          </Button>
          <Button type="submit" variant="contained">
            Add
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
