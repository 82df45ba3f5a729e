// SPDX-License-Identifier: Apache-2.0
/** Asks before a file of a container is removed, which cannot be undone. */

import { joinPath } from '../../../contract/model/containers/container-file.ts';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { closeDialog } from '../../window/dialogs.ts';
import { type FileInFolder, removeFile } from './file-changes.ts';
import { t } from '../../lib/language/t.ts';

export function RemoveFileDialog({ name, folder, file }: FileInFolder) {
  return (
    <FormDialog
      title={
        file.kind === 'folder'
          ? t('Remove the folder with all that is in it')
          : t('Remove the {kind, select, file {file} link {link} pipe {pipe} socket {socket} other {device}}', {
              kind: file.kind,
            })
      }
      action={t('Remove')}
      colour="error"
      reason={undefined}
      onAction={() => void removeFile({ name, folder, file })}
      onClose={closeDialog}
    >
      <p className="mono" style={{ overflowWrap: 'anywhere' }}>
        <SafeText text={joinPath(folder, file.name)} />
      </p>
      <p>
        {t('This cannot be undone, but by a snapshot of {name} that was taken before.', { name })}
        {file.kind === 'link' && ` ${t('What the link leads to stays.')}`}
      </p>
    </FormDialog>
  );
}
