// SPDX-License-Identifier: Apache-2.0
/**
 * Reports when an entry of a folder changed. The kernel's notice may be missing (folder not there yet, no inotify
 * left), so a wait also ends after its time.
 */

import { type FSWatcher, watch } from 'node:fs';

export interface FolderChange {
  /** Resolves true when something changed since the last wait, false when the time passed or the signal aborted. */
  wait(milliseconds: number, signal: AbortSignal): Promise<boolean>;
  close(): void;
}

export function watchFolder(folder: string): FolderChange {
  let hasChanged = false;
  let wake: (() => void) | undefined;
  let watcher = openWatcher();

  function openWatcher(): FSWatcher | undefined {
    try {
      const opened = watch(folder, { persistent: false }, () => {
        hasChanged = true;
        wake?.();
      });
      opened.on('error', () => {
        opened.close();
        watcher = undefined;
      });
      return opened;
    } catch {
      return undefined; // The next wait tries again; until then its time is the poll.
    }
  }

  return {
    async wait(milliseconds, signal) {
      watcher ??= openWatcher();
      if (!hasChanged && !signal.aborted) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(finish, milliseconds);
          function finish(): void {
            clearTimeout(timer);
            signal.removeEventListener('abort', finish);
            wake = undefined;
            resolve();
          }
          wake = finish;
          signal.addEventListener('abort', finish);
        });
      }
      const result = hasChanged;
      hasChanged = false;
      return result && !signal.aborted;
    },
    close() {
      watcher?.close();
    },
  };
}
