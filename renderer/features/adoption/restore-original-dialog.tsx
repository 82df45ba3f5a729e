// SPDX-License-Identifier: Apache-2.0
/** Asks before an adopted container makes way for its original: what was written since is lost. */

import Alert from '@mui/material/Alert';
import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { closeDialog } from '../../window/dialogs.ts';
import { useContainer } from '../containers/containers.ts';
import { restoreOriginal } from './adoption.ts';

interface RestoreOriginalDialogProps {
  readonly name: string;
}

export function RestoreOriginalDialog({ name }: RestoreOriginalDialogProps) {
  const [typed, setTyped] = useState('');
  const [isForced, setForced] = useState(false);
  const container = useContainer(name);
  const isUp = container !== undefined && container.state !== 'stopped';
  const original = container?.original?.name ?? name;
  const reason =
    (container === undefined ? 'The container is no longer there.' : undefined) ??
    (isUp && !isForced ? 'It is running. Choose to stop it first.' : undefined) ??
    (typed === name ? undefined : 'Type the name to confirm.');
  return (
    <FormDialog
      title={`Restore the original of ${name}`}
      action="Restore"
      colour="error"
      reason={reason}
      onAction={() => void restoreOriginal(name, { force: isForced })}
      onClose={closeDialog}
    >
      <Alert severity="error" variant="outlined">
        This cannot be undone. What {name} has written since it was adopted is deleted, with its snapshots, limits and
        settings. The original comes back exactly as it was{original === name ? '' : `, under the name ${original}`},
        and with what weakened it.
      </Alert>
      {isUp && (
        <FormControlLabel
          control={<Checkbox checked={isForced} onChange={(event) => setForced(event.target.checked)} />}
          label={`Stop ${name} first, without letting programs save`}
        />
      )}
      <TextField
        label="Container name"
        autoFocus
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        helperText={`Type "${name}" to confirm`}
        slotProps={{ htmlInput: { spellCheck: false, autoComplete: 'off' } }}
      />
    </FormDialog>
  );
}
