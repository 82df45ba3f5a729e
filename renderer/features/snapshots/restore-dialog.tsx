// SPDX-License-Identifier: Apache-2.0
/** Asks before the files of a container are replaced: says what is lost, and keeps it unless that is not wanted. */

import Alert from '@mui/material/Alert';
import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import { useState } from 'react';
import { FormDialog } from '../../ui/form/form-dialog.tsx';
import { confirmationTexts } from '../../window/confirmation-texts.ts';
import { closeDialog } from '../../window/dialogs.ts';
import { useContainer } from '../containers/containers.ts';
import { restoreSnapshot } from './snapshots.ts';
import { t } from '../../lib/language/t.ts';

interface RestoreDialogProps {
  readonly name: string;
  readonly snapshot: string;
}

export function RestoreDialog({ name, snapshot }: RestoreDialogProps) {
  const [keepPresent, setKeepPresent] = useState(true);
  const change = keepPresent ? 'restore-snapshot' : 'restore-and-discard';
  const { title, consequence } = confirmationTexts(change, [name], snapshot);
  const container = useContainer(name);
  const isUp = container !== undefined && container.state !== 'stopped';
  function handleRestore(): void {
    if (container !== undefined) void restoreSnapshot(container, { snapshot, keepPresent });
  }
  return (
    <FormDialog
      title={title}
      action={t('Restore')}
      colour={keepPresent ? 'primary' : 'error'}
      reason={container === undefined ? t('The container is no longer there.') : undefined}
      onAction={handleRestore}
      onClose={closeDialog}
    >
      <p>{t('What was written since is replaced. Limits, confinement and volumes stay as they are.')}</p>
      {isUp && (
        <Alert severity="warning">
          {t('{name} is running. It is stopped first, and started again afterwards.', { name })}
        </Alert>
      )}
      <FormControlLabel
        control={<Checkbox checked={keepPresent} onChange={(event) => setKeepPresent(event.target.checked)} />}
        label={t('Take a snapshot of the present files first')}
      />
      <Alert severity={keepPresent ? 'info' : 'error'}>{consequence}</Alert>
    </FormDialog>
  );
}
