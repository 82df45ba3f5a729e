// SPDX-License-Identifier: Apache-2.0
/** Changes of a container's files as operations of the window; what can be undone offers that. */

import { type ContainerFile, joinPath } from '../../../contract/model/containers/container-file.ts';
import type { ParamsInput } from '../../../contract/operations/index.ts';
import type { Snapshot } from '../../../contract/model/containers/snapshot.ts';
import { currentClient } from '../../host/connection.ts';
import { startOperation } from '../../host/operations.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { notify, notifyFailure } from '../../window/notifications.ts';
import { reloadFolder } from './folder.ts';
import { linkToSnapshots, takeSnapshotFirst } from './take-snapshot-first.ts';
import { t } from '../../lib/language/t.ts';

/** Names a file in a folder of a container. */
export interface FileInFolder {
  /** Names the container. */
  readonly name: string;
  readonly folder: string;
  readonly file: ContainerFile;
}

/** Names several files of a folder. */
export interface FilesInFolder extends Omit<FileInFolder, 'file'> {
  readonly files: readonly ContainerFile[];
}

interface Change {
  readonly name: string;
  readonly folder: string;
  /** "cannot ..." */
  readonly attempt: string;
  readonly done: string;
  /** The file that is the current one afterwards. */
  readonly current?: string;
  readonly run: () => Promise<unknown>;
  readonly undo?: () => void;
}

async function change({ name, folder, attempt, done, current, run, undo }: Change): Promise<boolean> {
  try {
    await run();
    notify({ tone: 'done', text: done, ...(undo !== undefined && { action: { label: t('Undo'), run: undo } }) });
    await reloadFolder(name, folder, current);
    return true;
  } catch (error) {
    notifyFailure(attempt, error);
    await reloadFolder(name, folder);
    return false;
  }
}

export function makeFolder(name: string, folder: string, made: string): Promise<boolean> {
  const path = joinPath(folder, made);
  return change({
    name,
    folder,
    current: made,
    attempt: t('cannot make the folder {path}', { path: visibleText(path) }),
    done: t('The folder {path} of {name} was made.', { path: visibleText(path), name }),
    run: () => currentClient().request('file.make-folder', { name, path }),
    // Only an empty folder is removed: what was put into it since is not lost by an undo.
    undo: () => void removePlain(name, folder, made),
  });
}

function removePlain(name: string, folder: string, removed: string): Promise<boolean> {
  const path = joinPath(folder, removed);
  return change({
    name,
    folder,
    attempt: t('cannot remove {path}', { path: visibleText(path) }),
    done: t('{path} of {name} was removed.', { path: visibleText(path), name }),
    run: () => currentClient().stream('file.remove', { name, path, recursive: false }).result,
  });
}

export function renameFile({ name, folder, file }: FileInFolder, to: string): Promise<boolean> {
  const [before, after] = [visibleText(file.name), visibleText(to)];
  return change({
    name,
    folder,
    current: to,
    attempt: t('cannot rename {before}', { before }),
    done: t('{before} of {name} is {after} now.', { before, name, after }),
    run: () =>
      currentClient().request('file.rename', { name, path: joinPath(folder, file.name), to: joinPath(folder, to) }),
    undo: () => void renameFile({ name, folder, file: { ...file, name: to } }, file.name),
  });
}

export type RightsChange = Pick<ParamsInput<'file.change'>, 'mode' | 'user' | 'group'>;

export function changeRights({ name, folder, file }: FileInFolder, rights: RightsChange): Promise<boolean> {
  const path = file.name === '' ? '/' : joinPath(folder, file.name);
  const before: RightsChange = {
    ...(rights.mode !== undefined && { mode: file.mode }),
    ...(rights.user !== undefined && file.user.inside !== null && { user: file.user.inside }),
    ...(rights.group !== undefined && file.group.inside !== null && { group: file.group.inside }),
  };
  return change({
    name,
    folder,
    attempt: t('cannot change {path}', { path: visibleText(path) }),
    done: t('Owner and mode of {path} of {name} were changed.', { path: visibleText(path), name }),
    run: () => currentClient().request('file.change', { name, path, ...rights }),
    undo: () => void changeRights({ name, folder, file }, before),
  });
}

/** Folders with all that is in them, one after the other; it goes on in the background and can be cancelled. */
export async function removeFiles(
  { name, folder, files }: FilesInFolder,
  { withSnapshot }: { readonly withSnapshot: boolean },
): Promise<void> {
  const [first] = files;
  const shown = visibleText(files.length === 1 && first !== undefined ? joinPath(folder, first.name) : folder);
  let removed = 0;
  let snapshot: Snapshot | undefined;
  try {
    await startOperation({
      title:
        files.length === 1
          ? t('Removing {path} of {name}', { path: shown, name })
          : t('Removing {count, number} files of {path} of {name}', { count: files.length, path: shown, name }),
      subject: name,
      containers: [],
      activeLabel: t('being changed'),
      canCancel: true,
      run: async (context) => {
        const { signal, progress } = context;
        if (withSnapshot) snapshot = await takeSnapshotFirst({ name, folder }, 'removal', context);
        for (const [index, file] of files.entries()) {
          const path = joinPath(folder, file.name);
          const fraction = files.length === 1 ? undefined : index / files.length;
          const before = removed;
          const call = currentClient().stream('file.remove', { name, path, recursive: true }, { signal });
          for await (const item of call) {
            removed = before + item.removed;
            progress(t('Removing'), fraction, t('{removed, number} removed', { removed }));
          }
          removed = before + (await call.result).removed;
        }
      },
    }).result;
    notify({
      tone: 'done',
      text: removedText({ path: shown, name, chosen: files.length, removed }) + heldText(snapshot),
      ...linkToSnapshots(name, snapshot),
    });
  } catch (error) {
    notifyFailure(t('cannot remove {path}', { path: shown }), error);
  }
  await reloadFolder(name, folder);
}

interface Removed {
  readonly path: string;
  readonly name: string;
  readonly chosen: number;
  readonly removed: number;
}

function heldText(snapshot: Snapshot | undefined): string {
  return snapshot === undefined ? '' : ` ${t('The snapshot {snapshot} has them.', { snapshot: snapshot.name })}`;
}

function removedText({ path, name, chosen, removed }: Removed): string {
  if (chosen > 1)
    return t('{chosen, number} files and folders of {path} of {name} were removed ({removed, number} in all).', {
      chosen,
      path,
      name,
      removed,
    });
  return removed > 1
    ? t('{path} of {name} was removed with all that was in it ({removed, number} in all).', { path, name, removed })
    : t('{path} of {name} was removed.', { path, name });
}
