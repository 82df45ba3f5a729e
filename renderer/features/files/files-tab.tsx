// SPDX-License-Identifier: Apache-2.0
/** The files of a container: a folder at a time, with what can be done to each. */

import CreateNewFolderOutlined from '@mui/icons-material/CreateNewFolderOutlined';
import Refresh from '@mui/icons-material/Refresh';
import UploadFile from '@mui/icons-material/UploadFile';
import { type DragEvent, useEffect, useMemo, useRef, useState } from 'react';
import type { Container } from '../../../contract/model/containers/container.ts';
import { type ContainerFile, folderOf, joinPath, nameOf } from '../../../contract/model/containers/container-file.ts';
import { useClient } from '../../host/connection.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { ActionButton } from '../../ui/action-button.tsx';
import type { MenuAction } from '../../ui/menu-action.ts';
import { Empty, Failed, Loading, NoMatches } from '../../ui/placeholder.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { openDialog } from '../../window/dialogs.ts';
import { notify, notifyFailure } from '../../window/notifications.ts';
import { Breadcrumbs } from './breadcrumbs.tsx';
import { FileTable } from './file-table.tsx';
import { downloadFile, uploadFiles } from './file-transfers.ts';
import { type FileSort, orderFiles } from './file-order.ts';
import { chooseFile, followLink, lastPathOf, openFolder, useFolder } from './folder.ts';
import { t } from '../../lib/language/t.ts';
import './files.css';

interface FilesTabProps {
  readonly container: Container;
}

export function FilesTab({ container: { name, isManaged } }: FilesTabProps) {
  const client = useClient();
  const store = useFolder();
  const [filter, setFilter] = useState('');
  const [sort, setSort] = useState<FileSort>({ column: 'name', isDescending: false });
  const [isDropping, setDropping] = useState(false);
  const [hasOpened, setOpened] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const isShown = store.name === name;
  const path = isShown ? store.path : lastPathOf(name);
  const { files, problem, isTruncated } = isShown
    ? store
    : { files: undefined, problem: undefined, isTruncated: false };
  const shown = useMemo(() => orderFiles(files ?? [], filter, sort), [files, filter, sort]);
  useEffect(() => {
    if (client !== undefined && isManaged) void openFolder(name, lastPathOf(name));
  }, [client, name, isManaged]);

  if (!isManaged)
    return (
      <Empty title={t('No files are shown')}>
        {t('Bulkhead did not create this container. Use lxc-* on the host.')}
      </Empty>
    );
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
    else if (key === 'Delete') openDialog({ kind: 'remove-file', name, folder: path, file });
    else return false;
    return true;
  }
  function handleDrop(event: DragEvent): void {
    event.preventDefault();
    setDropping(false);
    const items = [...event.dataTransfer.items];
    if (items.some((item) => item.webkitGetAsEntry()?.isDirectory === true))
      notify({ tone: 'info', text: t('Folders are not copied: drop files, or pack the folder.') });
    else void uploadFiles(name, path, [...event.dataTransfer.files]);
  }
  function actionsOf(file: ContainerFile): readonly MenuAction[] {
    const one = { name, folder: path, file };
    const noContent =
      file.kind === 'file' || file.kind === 'link'
        ? undefined
        : t('A {kind, select, folder {folder} pipe {pipe} socket {socket} other {device}} has no content.', {
            kind: file.kind,
          });
    return [
      {
        label: file.kind === 'file' ? t('Edit…') : t('Open'),
        hint: file.kind === 'file' ? t('Change it as text') : 'Enter',
        reason,
        run: () => open(file),
      },
      {
        label: t('Download…'),
        hint: t('Copy it to this machine'),
        reason: reason ?? noContent,
        run: () => downloadFile(one),
      },
      { label: t('Rename…'), hint: 'F2', reason, run: () => openDialog({ kind: 'rename-file', ...one }) },
      {
        label: t('Properties…'),
        hint: t('Mode, owner and label'),
        reason,
        run: () => openDialog({ kind: 'file-properties', ...one }),
      },
      { label: t('Remove…'), hint: 'Delete', reason, run: () => openDialog({ kind: 'remove-file', ...one }) },
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
        <input
          ref={input}
          type="file"
          multiple
          hidden
          aria-label={t('Files to copy to the container')}
          onChange={(event) => {
            void uploadFiles(name, path, [...(event.currentTarget.files ?? [])]);
            event.currentTarget.value = '';
          }}
        />
        <ActionButton
          label={t('Upload…')}
          icon={<UploadFile />}
          reason={reason}
          onAction={() => input.current?.click()}
        />
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
          takesFocus={hasOpened}
          onSort={setSort}
          onChoose={(file) => chooseFile(file.name)}
          onOpen={open}
          onKey={handleKey}
          actionsOf={actionsOf}
        />
      )}
      {files !== undefined && problem === undefined && (
        <div className="muted file-foot" role="status">
          {countOf(shown.length, files.length)}
          {isTruncated && ` ${t('The folder has more, which are not listed.')}`}
        </div>
      )}
      {isDropping && <div className="file-drop">{t('Copy to {path}', { path: visibleText(path) })}</div>}
    </section>
  );
}

function countOf(shown: number, all: number): string {
  return shown === all
    ? t('{all, plural, one {# file or folder.} other {# files and folders.}}', { all })
    : t('{shown, number} of {all, number} files and folders.', { shown, all });
}
