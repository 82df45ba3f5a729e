// SPDX-License-Identifier: Apache-2.0
/** Asks before an adopted container makes way for its original: what was written since is lost. */

import Alert from '@mui/material/Alert';
import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { factsOf } from '../../../contract/model/engines/engine-facts.ts';
import { FormDialog } from '../../ui/form/form-dialog.tsx';
import { closeDialog } from '../../window/dialogs.ts';
import { useContainer } from '../containers/containers.ts';
import { restoreOriginal } from './adoption.ts';
import { t } from '../../lib/language/t.ts';

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
    (container === undefined ? t('The container is no longer there.') : undefined) ??
    (isUp && !isForced ? t('It is running. Choose to stop it first.') : undefined) ??
    (typed === name ? undefined : t('Type the name to confirm.'));
  return (
    <FormDialog
      title={t('Restore the original of {name}', { name })}
      action={t('Restore')}
      colour="error"
      reason={reason}
      onAction={() => void restoreOriginal(name, { force: isForced })}
      onClose={closeDialog}
    >
      <Alert severity="error">
        {container !== undefined && factsOf(container).original === 'snapshot'
          ? t('This cannot be undone. What {name} has written since it was adopted is deleted, with its limits.', {
              name,
            })
          : t(
              'This cannot be undone. What {name} has written since it was adopted is deleted, with its snapshots, ' +
                'limits and settings.',
              { name },
            )}{' '}
        {original === name
          ? t('The original comes back exactly as it was, and with what weakened it.')
          : t('The original comes back exactly as it was, under the name {original}, and with what weakened it.', {
              original,
            })}
      </Alert>
      {isUp && (
        <FormControlLabel
          control={<Checkbox checked={isForced} onChange={(event) => setForced(event.target.checked)} />}
          label={t('Stop {name} first, without letting programs save', { name })}
        />
      )}
      <TextField
        label={t('Container name')}
        autoFocus
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        helperText={t('Type "{name}" to confirm', { name })}
        slotProps={{ htmlInput: { spellCheck: false, autoComplete: 'off' } }}
      />
    </FormDialog>
  );
}
