// SPDX-License-Identifier: Apache-2.0
/** Asks before a snapshot is removed, which cannot be undone. */

import { FormDialog } from '../../ui/form-dialog.tsx';
import { closeDialog } from '../../window/dialogs.ts';
import { removeSnapshot } from './snapshots.ts';
import { t } from '../../lib/language/t.ts';

interface RemoveSnapshotDialogProps {
  readonly name: string;
  readonly snapshot: string;
}

export function RemoveSnapshotDialog({ name, snapshot }: RemoveSnapshotDialogProps) {
  return (
    <FormDialog
      title={t('Remove the snapshot {snapshot}', { snapshot })}
      action={t('Remove')}
      colour="error"
      reason={undefined}
      onAction={() => void removeSnapshot(name, snapshot)}
      onClose={closeDialog}
    >
      <p>
        {t('This cannot be undone. The container {name}, and containers that were cloned from it, stay as they are.', {
          name,
        })}
      </p>
    </FormDialog>
  );
}
