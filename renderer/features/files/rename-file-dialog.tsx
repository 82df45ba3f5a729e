// SPDX-License-Identifier: Apache-2.0
/** Gives a file or folder of a container another name in its folder. */

import { useState } from 'react';
import { visibleText } from '../../lib/visible-text.ts';
import { FormDialog } from '../../ui/form/form-dialog.tsx';
import { NameField } from '../../ui/form/name-field.tsx';
import { closeDialog } from '../../window/dialogs.ts';
import { type FileInFolder, renameFile } from './file-changes.ts';
import { problemOfFileName } from './file-name.ts';
import { t } from '../../lib/language/t.ts';

export function RenameFileDialog({ name, folder, file }: FileInFolder) {
  const [typed, setTyped] = useState(file.name);
  const problem = problemOfFileName(typed);
  return (
    <FormDialog
      title={t('Rename {name}', { name: visibleText(file.name) })}
      action={t('Rename')}
      reason={problem ?? (typed === file.name ? t('This is the name that it has.') : undefined)}
      onAction={() => void renameFile({ name, folder, file }, typed)}
      onClose={closeDialog}
    >
      <NameField label={t('New name')} value={typed} problem={problem} onChange={setTyped} />
    </FormDialog>
  );
}
