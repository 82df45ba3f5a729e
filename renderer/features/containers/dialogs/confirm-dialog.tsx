// SPDX-License-Identifier: Apache-2.0
/** Asks before the state of containers is changed: what will be lost, and of which. */

import Alert from '@mui/material/Alert';
import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import { useState } from 'react';
import { type AskedChange, isOptional } from '../../../../contract/confirmations.ts';
import { FormDialog } from '../../../ui/form/form-dialog.tsx';
import { confirmationTexts } from '../../../window/confirmation-texts.ts';
import { closeDialog, type ChosenContainers } from '../../../window/dialogs.ts';
import { changeSettings } from '../../../window/preferences.ts';
import { t } from '../../../lib/language/t.ts';
import { bulkActions, runBulk } from '../states/bulk.ts';
import { ChosenNames } from './chosen-names.tsx';

type ConfirmedChange = Exclude<AskedChange, 'remove'>;

const actions: Readonly<Record<ConfirmedChange, string>> = {
  stop: t('Stop'),
  restart: t('Restart'),
  kill: t('Kill'),
};

interface ConfirmDialogProps extends ChosenContainers {
  readonly change: ConfirmedChange;
}

export function ConfirmDialog({ change, names, omitted }: ConfirmDialogProps) {
  const { title, consequence } = confirmationTexts(change, names);
  const [isLast, setLast] = useState(false);
  function handleAction(): void {
    if (isLast && isOptional(change)) changeSettings({ [`confirm.${change}`]: 'act' });
    void runBulk(bulkActions[change], names);
  }
  return (
    <FormDialog
      title={title}
      action={actions[change]}
      colour={change === 'kill' ? 'error' : 'primary'}
      reason={undefined}
      onAction={handleAction}
      onClose={closeDialog}
    >
      <ChosenNames names={names} omitted={omitted} />
      <Alert severity={change === 'kill' ? 'error' : 'warning'}>{consequence}</Alert>
      {isOptional(change) && (
        <FormControlLabel
          control={<Checkbox checked={isLast} onChange={(event) => setLast(event.target.checked)} />}
          label={t('Do not ask again')}
        />
      )}
    </FormDialog>
  );
}
