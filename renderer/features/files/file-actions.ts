// SPDX-License-Identifier: Apache-2.0
/** Lists what can be done to one file of a container. */

import { type ContainerFile, joinPath } from '../../../contract/model/containers/container-file.ts';
import type { Container } from '../../../contract/model/containers/container.ts';
import { isOnVolume } from '../../../contract/model/containers/volume.ts';
import { t } from '../../lib/language/t.ts';
import type { MenuAction } from '../../ui/actions/menu-action.ts';
import { openDialog } from '../../window/dialogs.ts';
import { whyNotByEngine } from '../containers/engine-reason.ts';
import { downloadFile } from './file-transfers.ts';
import { downloadPacked } from './packed-download.ts';

interface FileActionsOptions {
  readonly container: Container;
  readonly folder: string;
  /** Says why nothing can be done now; undefined where it can. */
  readonly reason: string | undefined;
  readonly onOpen: (file: ContainerFile) => void;
}

/** Gives the actions of the menu of the file; each says why it is not possible. */
export function fileActions(
  { container, folder, reason, onOpen }: FileActionsOptions,
  file: ContainerFile,
): readonly MenuAction[] {
  const { name, volumes } = container;
  const one = { name, folder, file };
  const isFolder = file.kind === 'folder';
  const noContent =
    isFolder || file.kind === 'file' || file.kind === 'link'
      ? undefined
      : t('A {kind, select, pipe {pipe} socket {socket} other {device}} has no content.', { kind: file.kind });
  return [
    {
      label: file.kind === 'file' ? t('Edit…') : t('Open'),
      hint: file.kind === 'file' ? t('Change it as text') : 'Enter',
      reason,
      run: () => onOpen(file),
    },
    {
      label: t('Download…'),
      hint: isFolder ? t('Copy it to this machine, as a tar archive') : t('Copy it to this machine'),
      reason: reason ?? noContent,
      run: () => (isFolder ? downloadPacked({ name, folder, files: [file] }) : downloadFile(one)),
    },
    { label: t('Rename…'), hint: 'F2', reason, run: () => openDialog({ kind: 'rename-file', ...one }) },
    {
      label: t('Properties…'),
      hint: t('Mode, owner and label'),
      reason,
      run: () => openDialog({ kind: 'file-properties', ...one }),
    },
    {
      label: t('Check labels…'),
      hint: t('Which differ from that of the volume; then relabel'),
      reason:
        reason ??
        whyNotByEngine(container, 'label-check') ??
        (isOnVolume(volumes, joinPath(folder, file.name))
          ? undefined
          : t('All files of the root have one label, that of its mount.')),
      run: () => openDialog({ kind: 'labels', name }),
    },
    {
      label: t('Remove…'),
      hint: 'Delete',
      reason,
      run: () => openDialog({ kind: 'remove-files', name, folder, files: [file] }),
    },
  ];
}
