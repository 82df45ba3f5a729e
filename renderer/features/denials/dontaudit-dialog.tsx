// SPDX-License-Identifier: Apache-2.0
/** Before dontaudit denials are logged: what that is, what it costs, for how long. */

import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import { useState } from 'react';
import { closeDialog } from '../../window/dialogs.ts';
import { showDontaudit } from './dontaudit-store.ts';

const choices = [5, 10, 30, 60] as const;

export function DontauditDialog() {
  const [minutes, setMinutes] = useState<number>(10);
  function handleShowDontaudit(): void {
    closeDialog();
    void showDontaudit(minutes);
  }
  return (
    <Dialog open onClose={closeDialog} maxWidth="sm" fullWidth aria-labelledby="dontaudit-title">
      <DialogTitle id="dontaudit-title">Log dontaudit denials</DialogTitle>
      <DialogContent style={{ display: 'grid', gap: 12 }}>
        <p>
          A policy denies some accesses without logging them (dontaudit rules), because programs try them often and do
          not need them. When something fails and no denial explains it, one of these may be the reason.
        </p>
        <p>
          For the chosen time, the kernel runs a copy of the policy without these rules. It allows exactly the same as
          before and logs more. This applies to the whole host, so the audit log grows faster.
        </p>
        <p>
          It ends automatically, also when the helper stops. The policy on the disk does not change; a restart of the
          host also ends it.
        </p>
        <ToggleButtonGroup
          exclusive
          size="small"
          value={minutes}
          aria-label="Duration"
          onChange={(_, next: number | null) => setMinutes(next ?? minutes)}
        >
          {choices.map((choice) => (
            <ToggleButton key={choice} value={choice}>{`${choice} min`}</ToggleButton>
          ))}
        </ToggleButtonGroup>
        <p className="muted">
          Preparation takes a few seconds. You may be asked for an administrator&apos;s password each time.
        </p>
      </DialogContent>
      <DialogActions>
        <Button color="inherit" onClick={closeDialog}>
          {' '}
          Cancel{' '}
        </Button>
        <Button variant="contained" onClick={handleShowDontaudit}>{`Log for ${minutes} minutes`}</Button>
      </DialogActions>
    </Dialog>
  );
}
