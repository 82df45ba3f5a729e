// SPDX-License-Identifier: Apache-2.0
/**
 * Gives the place where a second ssh finds the connection of the first, so that both are one login on the host. The
 * person's own configuration may name it; else it is in a folder that only this user may open.
 */

import { execFile } from 'node:child_process';
import { type FSWatcher, rmSync, watch } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { makePlace } from './left-connections.ts';
import { type RemoteHost, sshTarget } from './ssh-arguments.ts';

export interface SharedConnection {
  /** Names the control socket of ssh. */
  readonly path: string;
  /** False where the person's own configuration shares connections already. */
  readonly isOurs: boolean;
  /** Removes what was made for it, before it returns: the program may end then. Call it when ssh has ended. */
  close(): void;
}

/** A socket's path has 107 characters at most, of which ssh adds 17 while it binds it. */
const maxPathLength = 90;
const timeoutMs = 10_000;

/** Undefined where there is no place for one. */
export async function shareConnection(
  host: RemoteHost,
  { program = 'ssh', signal }: { readonly program?: string; readonly signal: AbortSignal },
): Promise<SharedConnection | undefined> {
  const own = await configuredPath(host, program, signal);
  if (own !== undefined) return { path: own, isOurs: false, close: () => undefined };
  const folder = await makePlace();
  const path = join(folder, 's');
  const close = (): void => rmSync(folder, { recursive: true, force: true });
  if (path.length <= maxPathLength) return { path, isOurs: true, close };
  close();
  return undefined;
}

/** Resolves when the socket is or was there, that is, when ssh has logged in; rejects when the signal aborts. */
export async function untilShared(path: string, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  let watcher: FSWatcher | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      // An ssh that ended at once has removed it again.
      watcher = watch(dirname(path), (_, name) => name === basename(path) && resolve()).on('error', reject);
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
      stat(path).then(
        () => resolve(),
        () => undefined,
      );
    });
  } finally {
    watcher?.close();
  }
}

/**
 * Gives the place where the person's own configuration shares connections of this host; undefined where it shares none.
 */
function configuredPath(host: RemoteHost, program: string, signal: AbortSignal): Promise<string | undefined> {
  return new Promise((resolve) => {
    const options = { encoding: 'utf8', timeout: timeoutMs, signal, maxBuffer: 256 * 1024 } as const;
    execFile(program, ['-G', ...sshTarget(host)], options, (error, stdout) =>
      // A failure gives no path, because ssh itself says what is wrong when it connects.
      resolve(error === null ? readControlPath(stdout) : undefined),
    );
  });
}

export function readControlPath(settings: string): string | undefined {
  const [, master = 'false'] = /^controlmaster (\S+)$/m.exec(settings) ?? [];
  const [, path = 'none'] = /^controlpath (.+)$/m.exec(settings) ?? [];
  return ['no', 'false'].includes(master) || path === 'none' ? undefined : path;
}
