// SPDX-License-Identifier: Apache-2.0
/** The folder of a container that is looked at, and its files as the host gave them. */

import type { ContainerFile } from '../../../contract/model/containers/container-file.ts';
import type { Result } from '../../../contract/operations/index.ts';
import { currentClient } from '../../host/connection.ts';
import { createHostStore, onHostLeft } from '../../host/host-stores.ts';
import { failureText } from '../../window/notifications.ts';
import { chooseAmong, type Choosing } from './choose-files.ts';
import { t } from '../../lib/language/t.ts';

interface FolderState {
  /** Names the container; undefined before one was looked at. */
  readonly name: string | undefined;
  readonly path: string;
  /** Undefined while they are not known. */
  readonly files: readonly ContainerFile[] | undefined;
  /** Says whether more of the files are still on their way. */
  readonly isPartial: boolean;
  /** Says whether the folder has more files than are listed. */
  readonly isTruncated: boolean;
  readonly problem: string | undefined;
  /** The file that the keyboard is at, by its name. */
  readonly current: string | undefined;
  /** Names the file at which a range begins that is chosen with Shift. */
  readonly anchor: string | undefined;
  /** Several that were chosen together; empty while the current one stands for itself. */
  readonly chosen: ReadonlySet<string>;
}

const unknown: FolderState = {
  name: undefined,
  path: '/',
  files: undefined,
  isPartial: false,
  isTruncated: false,
  problem: undefined,
  current: undefined,
  anchor: undefined,
  chosen: new Set(),
};

export const useFolder = createHostStore<FolderState>(unknown);

/** Holds the folder in which each container was looked at last. */
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

/** Chooses as a person did by mouse or keyboard; `shown` are the names in their order. */
export function chooseFile(name: string, how: Choosing, shown: readonly string[]): void {
  useFolder.setState((state) => chooseAmong(state, name, { how, shown }));
}

/**
 * Shows a folder: a new one from its first files on, and more whenever as many again have come, so that a large one costs
 * little more than all at once. What is shown of the same folder stays until the new answer is whole.
 */
export async function openFolder(name: string, path: string, current?: string): Promise<void> {
  loading?.abort();
  const own = new AbortController();
  loading = own;
  const before = useFolder.getState();
  const isNew = before.name !== name || before.path !== path;
  if (isNew) useFolder.setState({ ...unknown, name, path, current, anchor: current });
  else if (current !== undefined) useFolder.setState({ current });
  try {
    const files: ContainerFile[] = [];
    const call = currentClient().stream('file.list', { name, path }, { signal: own.signal });
    let next = 1;
    for await (const item of call) {
      for (const file of item.files) files.push(file);
      if (own.signal.aborted) return;
      if (!isNew || files.length < next) continue;
      useFolder.setState({ files: [...files], isPartial: true });
      next = 2 * files.length;
    }
    const { path: whole, isTruncated } = await call.result;
    if (own.signal.aborted) return;
    lastPaths.set(name, whole);
    const names = new Set(files.map((file) => file.name));
    useFolder.setState(({ chosen }) => ({
      path: whole,
      files,
      isPartial: false,
      isTruncated,
      problem: undefined,
      chosen: new Set([...chosen].filter((one) => names.has(one))),
    }));
  } catch (error) {
    if (own.signal.aborted) return;
    useFolder.setState({
      isPartial: false,
      problem: failureText(t('cannot list {path} of {name}', { path, name }), error),
    });
  }
}

/** Lists the folder that is shown again, if it is this one; the file of this name is the current one then. */
export async function reloadFolder(name: string, path: string, current?: string): Promise<void> {
  const shown = useFolder.getState();
  if (shown.name === name && shown.path === path) await openFolder(name, path, current);
}
