// SPDX-License-Identifier: Apache-2.0
/** Asks before a snapshot is removed, which cannot be undone. */

import { FormDialog } from '../../ui/form/form-dialog.tsx';
import { confirmationTexts } from '../../window/confirmation-texts.ts';
import { closeDialog } from '../../window/dialogs.ts';
import { removeSnapshot } from './snapshots.ts';
import { t } from '../../lib/language/t.ts';

interface RemoveSnapshotDialogProps {
  readonly name: string;
  readonly snapshot: string;
}

export function RemoveSnapshotDialog({ name, snapshot }: RemoveSnapshotDialogProps) {
  const { title, consequence } = confirmationTexts('remove-snapshot', [name], snapshot);
  return (
    <FormDialog
      title={title}
      action={t('Remove')}
      colour="error"
      reason={undefined}
      onAction={() => void removeSnapshot(name, snapshot)}
      onClose={closeDialog}
    >
      <p>{consequence}</p>
    </FormDialog>
  );
}
