// SPDX-License-Identifier: Apache-2.0
/** The folder of a container that is looked at, and its files as the host gave them. */

import type { ContainerFile } from '../../../contract/model/containers/container-file.ts';
import type { Result } from '../../../contract/operations/index.ts';
import { currentClient } from '../../host/connection.ts';
import { createHostStore, onHostLeft } from '../../host/host-stores.ts';
import { failureText } from '../../window/notifications.ts';
import { t } from '../../lib/language/t.ts';

interface FolderState {
  /** The container; undefined before one was looked at. */
  readonly name: string | undefined;
  readonly path: string;
  /** Undefined while they are not known. */
  readonly files: readonly ContainerFile[] | undefined;
  /** Whether the folder has more than are listed. */
  readonly isTruncated: boolean;
  readonly problem: string | undefined;
  /** The file that the keyboard is at, by its name. */
  readonly current: string | undefined;
}

const unknown: FolderState = {
  ...{ name: undefined, path: '/', files: undefined, isTruncated: false, problem: undefined, current: undefined },
};

export const useFolder = createHostStore<FolderState>(unknown);

/** Where each container was looked at last. */
const lastPaths = new Map<string, string>();
let loading: AbortController | undefined;
onHostLeft(() => {
  loading?.abort();
  lastPaths.clear();
});

/** The file that a link leads to, below the root of the container, and its path. */
export function followLink(name: string, path: string): Promise<Result<'file.status'>> {
  return currentClient().request('file.status', { name, path, follow: true });
}

export function lastPathOf(name: string): string {
  return lastPaths.get(name) ?? '/';
}

export function chooseFile(current: string | undefined): void {
  useFolder.setState({ current });
}

/** Shows a folder. What is shown of the same folder stays until the new answer is whole. */
export async function openFolder(name: string, path: string, current?: string): Promise<void> {
  loading?.abort();
  const own = new AbortController();
  loading = own;
  const before = useFolder.getState();
  if (before.name !== name || before.path !== path) useFolder.setState({ ...unknown, name, path, current });
  else if (current !== undefined) useFolder.setState({ current });
  try {
    const files: ContainerFile[] = [];
    const call = currentClient().stream('file.list', { name, path }, { signal: own.signal });
    for await (const item of call) for (const file of item.files) files.push(file);
    const { path: whole, isTruncated } = await call.result;
    if (own.signal.aborted) return;
    lastPaths.set(name, whole);
    useFolder.setState({ path: whole, files, isTruncated, problem: undefined });
  } catch (error) {
    if (own.signal.aborted) return;
    useFolder.setState({ problem: failureText(t('cannot list {path} of {name}', { path, name }), error) });
  }
}

/** Lists the folder that is shown again, if it is this one; the file of this name is the current one then. */
export async function reloadFolder(name: string, path: string, current?: string): Promise<void> {
  const shown = useFolder.getState();
  if (shown.name === name && shown.path === path) await openFolder(name, path, current);
}
