// SPDX-License-Identifier: Apache-2.0
/** Asks before files of a container are removed, which cannot be undone. */

import { useState } from 'react';
import { joinPath } from '../../../contract/model/containers/container-file.ts';
import { FormDialog } from '../../ui/form/form-dialog.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { closeDialog } from '../../window/dialogs.ts';
import { type FilesInFolder, removeFiles } from './file-changes.ts';
import { SnapshotFirst } from './snapshot-first.tsx';
import { t } from '../../lib/language/t.ts';

/** Limits how many of the files are named; the others are counted. */
const maxShown = 8;

export function RemoveFilesDialog({ name, folder, files }: FilesInFolder) {
  // A single file is lost knowingly, but nobody sees all that is in folders.
  const [withSnapshot, setWithSnapshot] = useState(files.length > 1 || files.some(({ kind }) => kind === 'folder'));
  return (
    <FormDialog
      title={titleOf(files)}
      action={t('Remove')}
      colour="error"
      reason={undefined}
      onAction={() => void removeFiles({ name, folder, files }, { withSnapshot })}
      onClose={closeDialog}
    >
      <ul className="mono file-names plain">
        {files.slice(0, maxShown).map((file) => (
          <li key={file.name}>
            <SafeText text={joinPath(folder, file.name)} />
          </li>
        ))}
      </ul>
      {files.length > maxShown && <p>{t('and {count, number} more', { count: files.length - maxShown })}</p>}
      {files.some(({ kind }) => kind === 'link') && <p>{t('What the link leads to stays.')}</p>}
      <SnapshotFirst name={name} folder={folder} isChosen={withSnapshot} onChange={setWithSnapshot} />
    </FormDialog>
  );
}

function titleOf(files: FilesInFolder['files']): string {
  const [first] = files;
  if (files.length > 1 || first === undefined)
    return files.some(({ kind }) => kind === 'folder')
      ? t('Remove {count, number} files and folders, with all that is in them', { count: files.length })
      : t('Remove {count, number} files', { count: files.length });
  return first.kind === 'folder'
    ? t('Remove the folder with all that is in it')
    : t('Remove the {kind, select, file {file} link {link} pipe {pipe} socket {socket} other {device}}', {
        kind: first.kind,
      });
}
