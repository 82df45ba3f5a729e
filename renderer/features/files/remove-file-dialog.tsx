// SPDX-License-Identifier: Apache-2.0
/** Asks before a file of a container is removed, which cannot be undone. */

import { joinPath } from '../../../contract/model/containers/container-file.ts';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { closeDialog } from '../../window/dialogs.ts';
import { type FileInFolder, removeFile } from './file-changes.ts';

export function RemoveFileDialog({ name, folder, file }: FileInFolder) {
  return (
    <FormDialog
      title={file.kind === 'folder' ? 'Remove the folder with all that is in it' : `Remove the ${file.kind}`}
      action="Remove"
      colour="error"
      reason={undefined}
      onAction={() => void removeFile({ name, folder, file })}
      onClose={closeDialog}
    >
      <p className="mono" style={{ overflowWrap: 'anywhere' }}>
        <SafeText text={joinPath(folder, file.name)} />
      </p>
      <p>
        This cannot be undone, but by a snapshot of {name} that was taken before.
        {file.kind === 'link' && ' What the link leads to stays.'}
      </p>
    </FormDialog>
  );
}
