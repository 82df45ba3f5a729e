/** Before hidden denials are logged: what that is, what it costs, for how long. */

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
  function handleReveal(): void {
    closeDialog();
    void showDontaudit(minutes);
  }
  return (
    <Dialog open onClose={closeDialog} maxWidth="sm" fullWidth aria-labelledby="reveal-title">
      <DialogTitle id="reveal-title">Show hidden denials for a while</DialogTitle>
      <DialogContent style={{ display: 'grid', gap: 12 }}>
        <p>
          A policy refuses some accesses in silence (dontaudit), since programs try them all the time and can do
          without. When something fails and no denial tells why, it may be one of these.
        </p>
        <p>
          For the time chosen, the kernel gets a copy of its policy without those rules. It allows exactly what it
          allowed before; it only says more. This holds for the whole host, so the audit log grows faster.
        </p>
        <p>
          It ends by itself, also when the helper stops or dies: the policy on the disk does not change, and a restart
          of the host brings it back as well.
        </p>
        <ToggleButtonGroup
          exclusive
          size="small"
          value={minutes}
          aria-label="For how long"
          onChange={(_, next: number | null) => setMinutes(next ?? minutes)}
        >
          {choices.map((choice) => (
            <ToggleButton key={choice} value={choice}>{`${choice} min`}</ToggleButton>
          ))}
        </ToggleButtonGroup>
        <p className="muted">
          Preparing it takes some seconds. An administrator&apos;s password may be asked for, each time.
        </p>
      </DialogContent>
      <DialogActions>
        <Button color="inherit" onClick={closeDialog}>
          Leave them hidden
        </Button>
        <Button variant="contained" onClick={handleReveal}>{`Show for ${minutes} minutes`}</Button>
      </DialogActions>
    </Dialog>
  );
}
