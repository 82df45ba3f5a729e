// SPDX-License-Identifier: Apache-2.0
/** The dialog that stands open, if one does. */

import { AdoptDialog } from '../features/adoption/adopt-dialog.tsx';
import { RemoveOriginalDialog } from '../features/adoption/remove-original-dialog.tsx';
import { RestoreOriginalDialog } from '../features/adoption/restore-original-dialog.tsx';
import { OwnDomainDialog } from '../features/policy/own-domain-dialog.tsx';
import { ContainerDrillDialog } from '../features/drill/container-drill-dialog.tsx';
import { HostReportDialog } from '../features/doctor/host-report-dialog.tsx';
import { ImageDialog } from '../features/images/image-dialog.tsx';
import { FindDialog } from '../features/images/servers/find-dialog.tsx';
import { ImportDialog } from '../features/images/import-dialog.tsx';
import { MakeImageDialog } from '../features/images/make-image-dialog.tsx';
import { PullDialog } from '../features/images/pull-dialog.tsx';
import { RemoveImageDialog } from '../features/images/remove-image-dialog.tsx';
import { LabelsDialog } from '../features/labels/labels-dialog.tsx';
import { CreateDialog } from '../features/create/create-dialog.tsx';
import { ApplyDialog } from '../features/denials/explanation/apply-dialog.tsx';
import { ConfirmDialog } from '../features/containers/dialogs/confirm-dialog.tsx';
import { RemoveDialog } from '../features/containers/dialogs/remove-dialog.tsx';
import { LimitsDialog } from '../features/containers/limits/limits-dialog.tsx';
import { CloneDialog } from '../features/snapshots/clone-dialog.tsx';
import { RemoveSnapshotDialog } from '../features/snapshots/remove-snapshot-dialog.tsx';
import { RestoreDialog } from '../features/snapshots/restore-dialog.tsx';
import { SnapshotScheduleDialog } from '../features/snapshots/snapshot-schedule-dialog.tsx';
import { EditFileDialog } from '../features/files/edit-file-dialog.tsx';
import { FilePropertiesDialog } from '../features/files/file-properties-dialog.tsx';
import { NewFolderDialog } from '../features/files/new-folder-dialog.tsx';
import { RemoveFilesDialog } from '../features/files/remove-files-dialog.tsx';
import { RenameFileDialog } from '../features/files/rename-file-dialog.tsx';
import { ChangeNetworkDialog } from '../features/networks/change-network-dialog.tsx';
import { ImportContainerDialog } from '../features/transfers/import-container-dialog.tsx';
import { RenameDialog } from '../features/containers/dialogs/rename-dialog.tsx';
import { TagsDialog } from '../features/containers/tags/tags-dialog.tsx';
import { ElsewhereDialog } from '../features/cluster/elsewhere-dialog.tsx';
import { EvacuateDialog } from '../features/cluster/evacuate-dialog.tsx';
import { MoveManyDialog } from '../features/cluster/move-many-dialog.tsx';
import { DontauditDialog } from '../features/denials/dontaudit-dialog.tsx';
import { ExportDialog } from '../features/local-changes/export-dialog.tsx';
import { type Dialog, useDialog } from '../window/dialogs.ts';
import { AddHostDialog } from './frame/add-host-dialog.tsx';
import { CommandPalette } from './palette/command-palette.tsx';
import { KeysDialog } from './palette/keys-dialog.tsx';

export function CurrentDialog() {
  const dialog = useDialog((state) => state.dialog);
  switch (dialog.kind) {
    case 'none':
      return null;
    case 'create':
      return <CreateDialog image={dialog.image} like={dialog.like} />;
    case 'rename':
      return <RenameDialog name={dialog.name} />;
    case 'change-network':
      return <ChangeNetworkDialog name={dialog.name} />;
    case 'copy-container':
      return <ElsewhereDialog name={dialog.name} />;
    case 'adopt':
      return <AdoptDialog name={dialog.name} />;
    case 'restore-original':
      return <RestoreOriginalDialog name={dialog.name} />;
    case 'remove-original':
      return <RemoveOriginalDialog name={dialog.name} />;
    case 'import-container':
      return <ImportContainerDialog />;
    case 'remove':
      return <RemoveDialog names={dialog.names} omitted={dialog.omitted} />;
    case 'confirm':
      return <ConfirmDialog change={dialog.change} names={dialog.names} omitted={dialog.omitted} />;
    case 'clone':
      return <CloneDialog name={dialog.name} snapshot={dialog.snapshot} />;
    case 'restore-snapshot':
      return <RestoreDialog name={dialog.name} snapshot={dialog.snapshot} />;
    case 'remove-snapshot':
      return <RemoveSnapshotDialog name={dialog.name} snapshot={dialog.snapshot} />;
    case 'new-folder':
    case 'edit-file':
    case 'rename-file':
    case 'remove-files':
    case 'file-properties':
      return <FilesDialog dialog={dialog} />;
    case 'find-images':
    case 'import-image':
    case 'pull-image':
    case 'make-image':
    case 'image':
    case 'remove-image':
      return <ImagesDialog dialog={dialog} />;
    case 'snapshot-schedule':
      return <SnapshotScheduleDialog name={dialog.name} />;
    case 'limits':
      return <LimitsDialog names={dialog.names} omitted={dialog.omitted} />;
    case 'tags':
      return <TagsDialog names={dialog.names} omitted={dialog.omitted} />;
    case 'move':
      return <MoveManyDialog names={dialog.names} omitted={dialog.omitted} />;
    case 'evacuate':
      return <EvacuateDialog action={dialog.action} member={dialog.member} />;
    case 'own-domain':
      return <OwnDomainDialog name={dialog.name} learn={dialog.learn} />;
    case 'apply-remedy':
      return <ApplyDialog target={dialog.target} remedy={dialog.remedy} />;
    case 'container-drill':
      return <ContainerDrillDialog name={dialog.name} />;
    case 'labels':
      return <LabelsDialog name={dialog.name} />;
    case 'dontaudit':
      return <DontauditDialog />;
    case 'export-changes':
      return <ExportDialog />;
    case 'host-report':
      return <HostReportDialog />;
    case 'palette':
      return <CommandPalette />;
    case 'keys':
      return <KeysDialog />;
    case 'add-host':
      return <AddHostDialog address={dialog.address} />;
  }
}

type DialogOf<Kind extends Dialog['kind']> = Extract<Dialog, { readonly kind: Kind }>;

/** Shows one about the files of a container. */
function FilesDialog({
  dialog,
}: {
  readonly dialog: DialogOf<'new-folder' | 'edit-file' | 'rename-file' | 'remove-files' | 'file-properties'>;
}) {
  switch (dialog.kind) {
    case 'new-folder':
      return <NewFolderDialog name={dialog.name} folder={dialog.folder} />;
    case 'edit-file':
      return <EditFileDialog name={dialog.name} path={dialog.path} />;
    case 'rename-file':
      return <RenameFileDialog name={dialog.name} folder={dialog.folder} file={dialog.file} />;
    case 'remove-files':
      return <RemoveFilesDialog name={dialog.name} folder={dialog.folder} files={dialog.files} />;
    case 'file-properties':
      return <FilePropertiesDialog name={dialog.name} folder={dialog.folder} file={dialog.file} />;
  }
}

/** Shows one about images. */
function ImagesDialog({
  dialog,
}: {
  readonly dialog: DialogOf<'find-images' | 'import-image' | 'pull-image' | 'make-image' | 'image' | 'remove-image'>;
}) {
  switch (dialog.kind) {
    case 'find-images':
      return <FindDialog newerOf={dialog.newerOf} />;
    case 'import-image':
      return <ImportDialog />;
    case 'pull-image':
      return <PullDialog />;
    case 'make-image':
      return <MakeImageDialog name={dialog.name} />;
    case 'image':
      return <ImageDialog name={dialog.name} />;
    case 'remove-image':
      return <RemoveImageDialog name={dialog.name} />;
  }
}
