// SPDX-License-Identifier: Apache-2.0
/**
 * Reports when the containers that have a cgroup may have changed: when the kernel says so, and every few seconds in
 * case it did not.
 */

import { watch } from 'node:fs';
import { containerNameSchema } from '../../contract/model/names.ts';
import type { Log } from '../system/log.ts';
import { payloadNames } from '../lxc/runtime.ts';
import { messageOf } from '../system/message-of.ts';

export interface PayloadFolder {
  /** The names, when it is time to look; undefined otherwise. */
  namesIfDue(uptime: number): readonly string[] | undefined;
  /** Makes the next question due. */
  expectChange(): void;
  close(): void;
}

export interface PayloadFolderOptions {
  readonly cgroupRoot: string;
  readonly log: Log;
}

const watchedSeconds = 10;
const unwatchedSeconds = 2;

export function openPayloadFolder({ cgroupRoot, log }: PayloadFolderOptions): PayloadFolder {
  let dueAt = 0;
  let isReadable = true;
  const expectChange = (): void => void (dueAt = 0);
  const unwatch = watchFolder(cgroupRoot, expectChange, log);

  function readNames(): readonly string[] {
    try {
      const names = payloadNames(cgroupRoot).filter((name) => containerNameSchema().safeParse(name).success);
      isReadable = true;
      return names;
    } catch (error) {
      if (isReadable) log('warning', 'cgroup-unreadable', { path: cgroupRoot, reason: messageOf(error) });
      isReadable = false;
      return [];
    }
  }

  return {
    namesIfDue(uptime) {
      if (uptime < dueAt) return undefined;
      dueAt = uptime + (unwatch === undefined ? unwatchedSeconds : watchedSeconds);
      return readNames();
    },
    expectChange,
    close() {
      unwatch?.();
    },
  };
}

/** Undefined when it cannot be watched. */
function watchFolder(path: string, onChange: () => void, log: Log): (() => void) | undefined {
  try {
    const watcher = watch(path, { persistent: false }, onChange);
    watcher.on('error', (error) => log('warning', 'cgroup-watch-failed', { path, reason: messageOf(error) }));
    return () => watcher.close();
  } catch (error) {
    log('warning', 'cgroup-watch-failed', { path, reason: messageOf(error) });
    return undefined;
  }
}
