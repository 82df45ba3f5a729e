// SPDX-License-Identifier: Apache-2.0
/** Gives a file or folder of a container another name in its folder. */

import { useState } from 'react';
import { visibleText } from '../../lib/visible-text.ts';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { NameField } from '../../ui/name-field.tsx';
import { closeDialog } from '../../window/dialogs.ts';
import { type FileInFolder, renameFile } from './file-changes.ts';
import { problemOfFileName } from './file-name.ts';

export function RenameFileDialog({ name, folder, file }: FileInFolder) {
  const [typed, setTyped] = useState(file.name);
  const problem = problemOfFileName(typed);
  return (
    <FormDialog
      title={`Rename ${visibleText(file.name)}`}
      action="Rename"
      reason={problem ?? (typed === file.name ? 'This is the name that it has.' : undefined)}
      onAction={() => void renameFile({ name, folder, file }, typed)}
      onClose={closeDialog}
    >
      <NameField label="New name" value={typed} problem={problem} onChange={setTyped} />
    </FormDialog>
  );
}
