// SPDX-License-Identifier: Apache-2.0
/** Makes a folder in the folder of a container that is shown. */

import { useState } from 'react';
import { visibleText } from '../../lib/visible-text.ts';
import { FormDialog } from '../../ui/form/form-dialog.tsx';
import { NameField } from '../../ui/form/name-field.tsx';
import { closeDialog } from '../../window/dialogs.ts';
import { makeFolder } from './file-changes.ts';
import { problemOfFileName } from './file-name.ts';
import { t } from '../../lib/language/t.ts';

interface NewFolderDialogProps {
  readonly name: string;
  readonly folder: string;
}

export function NewFolderDialog({ name, folder }: NewFolderDialogProps) {
  const [typed, setTyped] = useState('');
  const problem = problemOfFileName(typed);
  return (
    <FormDialog
      title={t('New folder in {folder}', { folder: visibleText(folder) })}
      action={t('Create')}
      reason={problem ?? (typed === '' ? t('Type a name first.') : undefined)}
      onAction={() => void makeFolder(name, folder, typed)}
      onClose={closeDialog}
    >
      <NameField label={t('Name')} value={typed} problem={problem} onChange={setTyped} />
      <p className="muted">{t('It belongs to the container’s root, with the mode 0755.')}</p>
    </FormDialog>
  );
}
