// SPDX-License-Identifier: Apache-2.0
/** The files of a container: a folder at a time, with what can be done to each. */

import CreateNewFolderOutlined from '@mui/icons-material/CreateNewFolderOutlined';
import Refresh from '@mui/icons-material/Refresh';
import { type DragEvent, useEffect, useMemo, useState } from 'react';
import type { Container } from '../../../contract/model/containers/container.ts';
import { type ContainerFile, folderOf, joinPath, nameOf } from '../../../contract/model/containers/container-file.ts';
import { isOnVolume } from '../../../contract/model/containers/volume.ts';
import { useClient } from '../../host/connection.ts';
import { formatBytes } from '../../lib/units.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import type { MenuAction } from '../../ui/actions/menu-action.ts';
import { Empty, Failed, Loading, NoMatches } from '../../ui/placeholder.tsx';
import { SearchField } from '../../ui/search/search-field.tsx';
import { openDialog } from '../../window/dialogs.ts';
import { notifyFailure } from '../../window/notifications.ts';
import { whyNotByEngine, whyNotManaged } from '../containers/engine-reason.ts';
import { Breadcrumbs } from './breadcrumbs.tsx';
import { FileTable } from './file-table.tsx';
import { downloadFile } from './file-transfers.ts';
import { downloadPacked, tooManyToPack } from './packed-download.ts';
import { type FileSort, orderFiles } from './file-order.ts';
import type { Choosing } from './choose-files.ts';
import { chooseFile, followLink, lastPathOf, openFolder, useFolder } from './folder.ts';
import { t } from '../../lib/language/t.ts';
import { type Upload, readEntries, uploadOf } from './uploads/read-entries.ts';
import { ReplaceDialog } from './uploads/replace-dialog.tsx';
import { UploadButtons } from './uploads/upload-buttons.tsx';
import { type AskedUpload, uploadFiles } from './uploads/upload-files.ts';
import './files.css';

interface FilesTabProps {
  readonly container: Container;
}

export function FilesTab({ container }: FilesTabProps) {
  const { name, isManaged, volumes } = container;
  const client = useClient();
  const store = useFolder();
  const [filter, setFilter] = useState('');
  const [sort, setSort] = useState<FileSort>({ column: 'name', isDescending: false });
  const [isDropping, setDropping] = useState(false);
  const [hasOpened, setOpened] = useState(false);
  const [asked, setAsked] = useState<AskedUpload | undefined>(undefined);
  const isShown = store.name === name;
  const path = isShown ? store.path : lastPathOf(name);
  const { files, problem, isPartial, isTruncated } = isShown
    ? store
    : { files: undefined, problem: undefined, isPartial: false, isTruncated: false };
  const shown = useMemo(() => orderFiles(files ?? [], filter, sort), [files, filter, sort]);
  useEffect(() => {
    if (client !== undefined && isManaged) void openFolder(name, lastPathOf(name));
  }, [client, name, isManaged]);

  if (!isManaged) return <Empty title={t('No files are shown')}>{whyNotManaged(container)}</Empty>;
  const chosen = chosenFiles(shown, store);
  const reason = client === undefined ? t('There is no connection to the host.') : undefined;

  function goTo(folder: string, current?: string): void {
    setFilter('');
    setOpened(true);
    void openFolder(name, folder, current);
  }
  function open(file: ContainerFile): void {
    const whole = joinPath(path, file.name);
    if (file.kind === 'folder') goTo(whole);
    else if (file.kind === 'link') void follow(whole);
    else if (file.kind === 'file') openDialog({ kind: 'edit-file', name, path: whole });
    else openDialog({ kind: 'file-properties', name, folder: path, file });
  }
  /** The host says where it leads, below the root of the container. */
  async function follow(link: string): Promise<void> {
    try {
      const { file, path: whole } = await followLink(name, link);
      if (file.kind === 'folder') goTo(whole);
      else if (file.kind === 'file') openDialog({ kind: 'edit-file', name, path: whole });
      else openDialog({ kind: 'file-properties', name, folder: folderOf(whole), file });
    } catch (error) {
      notifyFailure(t('cannot follow the link {link}', { link: visibleText(link) }), error);
    }
  }
  function handleKey(key: string, file: ContainerFile | undefined): boolean {
    if (key === 'Backspace') goTo(folderOf(path), nameOf(path));
    else if (file === undefined) return false;
    else if (key === 'F2') openDialog({ kind: 'rename-file', name, folder: path, file });
    else if (key === 'Delete') openDialog({ kind: 'remove-files', name, folder: path, files: chosen });
    else if (key === 'Escape' && store.chosen.size > 0) choose(file, 'only');
    else return false;
    return true;
  }
  function handleDrop(event: DragEvent): void {
    event.preventDefault();
    setDropping(false);
    // They are gone once the event has been handled.
    const entries = [...event.dataTransfer.items].flatMap((item) => item.webkitGetAsEntry() ?? []);
    void upload(() => readEntries(entries));
  }
  async function upload(read: () => Promise<Upload> | Upload): Promise<void> {
    setAsked(await uploadFiles({ name, folder: path }, read));
  }
  function choose(file: ContainerFile, how: Choosing): void {
    chooseFile(
      file.name,
      how,
      shown.map((one) => one.name),
    );
  }
  function actionsOf(file: ContainerFile): readonly MenuAction[] {
    const one = { name, folder: path, file };
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
        run: () => open(file),
      },
      {
        label: t('Download…'),
        hint: isFolder ? t('Copy it to this machine, as a tar archive') : t('Copy it to this machine'),
        reason: reason ?? noContent,
        run: () => (isFolder ? downloadPacked({ name, folder: path, files: [file] }) : downloadFile(one)),
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
          (isOnVolume(volumes, joinPath(path, file.name))
            ? undefined
            : t('All files of the root have one label, that of its mount.')),
        run: () => openDialog({ kind: 'labels', name }),
      },
      {
        label: t('Remove…'),
        hint: 'Delete',
        reason,
        run: () => openDialog({ kind: 'remove-files', name, folder: path, files: [file] }),
      },
    ];
  }

  return (
    <section
      className="panel files-panel"
      aria-label={t('Files of {name}', { name })}
      onDragOver={(event) => {
        event.preventDefault();
        setDropping(true);
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setDropping(false);
      }}
      onDrop={handleDrop}
    >
      <div className="file-bar">
        <Breadcrumbs path={path} onOpen={(folder) => goTo(folder)} />
        <SearchField label={t('Filter files')} placeholder={t('Filter')} value={filter} onChange={setFilter} />
        <UploadButtons reason={reason} onChoose={(chosenHere) => void upload(() => uploadOf(chosenHere))} />
        <ActionButton
          label={t('New folder…')}
          icon={<CreateNewFolderOutlined />}
          reason={reason}
          onAction={() => openDialog({ kind: 'new-folder', name, folder: path })}
        />
        <ActionButton
          label={t('List again')}
          icon={<Refresh />}
          isCompact
          reason={reason}
          onAction={() => void openFolder(name, path)}
        />
      </div>
      {problem !== undefined && <Failed text={problem} onRetry={() => void openFolder(name, path)} />}
      {files === undefined && problem === undefined && <Loading label={t('Loading files')} lines={6} />}
      {files?.length === 0 && problem === undefined && (
        <Empty title={t('This folder is empty')}>{t('Drop files here, or press Upload…')}</Empty>
      )}
      {files !== undefined && files.length > 0 && shown.length === 0 && (
        <NoMatches what={t('files')} onClear={() => setFilter('')} />
      )}
      {shown.length > 0 && problem === undefined && (
        <FileTable
          label={t('Files in {path}', { path: visibleText(path) })}
          files={shown}
          sort={sort}
          current={store.current}
          chosen={store.chosen}
          takesFocus={hasOpened}
          onSort={setSort}
          onChoose={choose}
          onOpen={open}
          onKey={handleKey}
          actionsOf={actionsOf}
        />
      )}
      {files !== undefined && problem === undefined && (
        <div className="file-foot">
          <span className="muted" role="status">
            {chosen.length > 1 ? chosenText(chosen) : countOf(shown.length, files.length)}
            {isPartial && ` ${t('More are being listed …')}`}
            {isTruncated && ` ${t('The folder has more, which are not listed.')}`}
          </span>
          {chosen.length > 1 && (
            <div className="file-foot-acts">
              <ActionButton
                label={t('Download…')}
                reason={reason ?? tooManyToPack({ files: chosen })}
                onAction={() => void downloadPacked({ name, folder: path, files: chosen })}
              />
              <ActionButton
                label={t('Remove…')}
                reason={reason}
                onAction={() => openDialog({ kind: 'remove-files', name, folder: path, files: chosen })}
              />
            </div>
          )}
        </div>
      )}
      {asked !== undefined && <ReplaceDialog asked={asked} onClose={() => setAsked(undefined)} />}
      {isDropping && <div className="file-drop">{t('Copy to {path}', { path: visibleText(path) })}</div>}
    </section>
  );
}

/** What an action on several is about: those that were chosen together, or the one that the keyboard is at. */
function chosenFiles(
  shown: readonly ContainerFile[],
  { chosen, current }: { readonly chosen: ReadonlySet<string>; readonly current: string | undefined },
): readonly ContainerFile[] {
  return shown.filter(({ name }) => (chosen.size === 0 ? name === current : chosen.has(name)));
}

function chosenText(chosen: readonly ContainerFile[]): string {
  const bytes = chosen.reduce((sum, file) => sum + (file.kind === 'file' ? file.bytes : 0), 0);
  return t('{count, number} chosen, {size} in files.', { count: chosen.length, size: formatBytes(bytes) });
}

function countOf(shown: number, all: number): string {
  return shown === all
    ? t('{all, plural, one {# file or folder.} other {# files and folders.}}', { all })
    : t('{shown, number} of {all, number} files and folders.', { shown, all });
}
