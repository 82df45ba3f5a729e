// SPDX-License-Identifier: Apache-2.0
/** The files of a container: a folder at a time, with what can be done to each. */

import CreateNewFolderOutlined from '@mui/icons-material/CreateNewFolderOutlined';
import Refresh from '@mui/icons-material/Refresh';
import { useEffect, useMemo, useState } from 'react';
import type { Container } from '../../../contract/model/containers/container.ts';
import { type ContainerFile, folderOf, nameOf } from '../../../contract/model/containers/container-file.ts';
import { useClient } from '../../host/connection.ts';
import { formatBytes } from '../../lib/units.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import { Empty, Failed, Loading, NoMatches } from '../../ui/placeholder.tsx';
import { SearchField } from '../../ui/search/search-field.tsx';
import { openDialog } from '../../window/dialogs.ts';
import { whyNotManaged } from '../containers/engine-reason.ts';
import { Breadcrumbs } from './breadcrumbs.tsx';
import { FileTable } from './file-table.tsx';
import { fileActions } from './file-actions.ts';
import { downloadPacked, tooManyToPack } from './packed-download.ts';
import { type FileSort, orderFiles } from './file-order.ts';
import type { Choosing } from './choose-files.ts';
import { chooseFile, lastPathOf, openFolder, useFolder } from './folder.ts';
import { openFile } from './open-file.ts';
import { t } from '../../lib/language/t.ts';
import { uploadOf } from './uploads/read-entries.ts';
import { ReplaceDialog } from './uploads/replace-dialog.tsx';
import { UploadButtons } from './uploads/upload-buttons.tsx';
import { useUploads } from './uploads/use-uploads.ts';
import './files.css';

interface FilesTabProps {
  readonly container: Container;
}

export function FilesTab({ container }: FilesTabProps) {
  const { name, isManaged } = container;
  const client = useClient();
  const store = useFolder();
  const [filter, setFilter] = useState('');
  const [sort, setSort] = useState<FileSort>({ column: 'name', isDescending: false });
  const [hasOpened, setOpened] = useState(false);
  const isShown = store.name === name;
  const path = isShown ? store.path : lastPathOf(name);
  const { files, problem, isPartial, isTruncated } = isShown
    ? store
    : { files: undefined, problem: undefined, isPartial: false, isTruncated: false };
  const uploads = useUploads(name, path);
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
    void openFile({ name, folder: path }, file, goTo);
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
  function choose(file: ContainerFile, how: Choosing): void {
    chooseFile(
      file.name,
      how,
      shown.map((one) => one.name),
    );
  }
  return (
    <section className="panel files-panel" aria-label={t('Files of {name}', { name })} {...uploads.dropTarget}>
      <div className="file-bar">
        <Breadcrumbs path={path} onOpen={(folder) => goTo(folder)} />
        <SearchField label={t('Filter files')} placeholder={t('Filter')} value={filter} onChange={setFilter} />
        <UploadButtons reason={reason} onChoose={(chosenHere) => void uploads.upload(() => uploadOf(chosenHere))} />
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
          actionsOf={(file) => fileActions({ container, folder: path, reason, onOpen: open }, file)}
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
      {uploads.asked !== undefined && <ReplaceDialog asked={uploads.asked} onClose={uploads.onAnswered} />}
      {uploads.isDropping && <div className="file-drop">{t('Copy to {path}', { path: visibleText(path) })}</div>}
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
