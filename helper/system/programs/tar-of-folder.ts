// SPDX-License-Identifier: Apache-2.0
/** The files of a folder as a plain tar file, with the owners that they have. */

import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { fail } from '../../../contract/errors.ts';
import { say } from '../../../contract/text.ts';
import { closeOnExecAll } from '../native/native.ts';
import { visibleLine } from '../visible-line.ts';

/**
 * What an archive holds. A `root` is a whole root file system: devices are left out. A `layer` is what an overlay has on
 * top of one: the marks of what is removed are kept.
 */
export type TreeKind = 'root' | 'layer';

export interface PackedFolder {
  /** The files belong to this container, which an error names. */
  readonly container: string;
  /** Its path, which only root can enter, or its open folder. Nobody changes it meanwhile. */
  readonly folder: string | number;
  /** Entries with these names are packed, in this order. */
  readonly names: readonly string[];
  /** Says whether the marks of an overlay are kept. */
  readonly keeps: TreeKind;
}

export interface TarOfFolder {
  readonly output: Readable;
  /** Resolves once tar has packed all. Fails with `container-failed`. */
  readonly packed: () => Promise<void>;
  /** Ends tar, and resolves when it has ended. */
  readonly end: () => Promise<void>;
}

/** How tar finds a folder that it got open. */
const inherited = '/proc/self/fd/3';
/** Attributes of an overlay are read by who has a right over the whole system only. */
const capabilities: Readonly<Record<TreeKind, string>> = {
  root: '-all,+dac_read_search',
  layer: '-all,+dac_read_search,+sys_admin',
};
const attributes: Readonly<Record<TreeKind, readonly string[]>> = {
  root: [],
  layer: ['--xattrs-include=trusted.overlay.*'],
};

/** The caller ends it in any case. Sockets are left out, and so is what is mounted in the folder. */
export function openTar({ container, folder, names, keeps }: PackedFolder, signal: AbortSignal): TarOfFolder {
  closeOnExecAll();
  const child = spawn(
    '/usr/bin/setpriv',
    [
      ...[`--bounding-set=${capabilities[keeps]}`, '--inh-caps=-all', '--no-new-privs', '--', '/usr/bin/tar'],
      ...['--create', '--file=-', `--directory=${typeof folder === 'number' ? inherited : folder}`],
      ...['--one-file-system', '--numeric-owner', '--format=posix', '--pax-option=delete=atime,delete=ctime'],
      ...['--no-selinux', '--no-acls', '--warning=no-file-ignored'],
      ...['--xattrs', '--xattrs-include=security.capability', ...attributes[keeps], '--', ...names],
    ],
    {
      env: { PATH: '/usr/bin:/bin', LANG: 'C.UTF-8' },
      cwd: '/',
      stdio: ['ignore', 'pipe', 'pipe', ...(typeof folder === 'number' ? [folder] : [])],
      signal,
      killSignal: 'SIGKILL',
    },
  );
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error('tar has no pipes');
  let words = '';
  stderr.setEncoding('utf8').on('data', (text: string) => (words = (words + text).slice(-2000)));
  const ended = new Promise<number | null>((resolve) => {
    // An abort is an error too; the caller sees it by its signal.
    child.once('error', (error) => {
      words ||= error.message;
      resolve(null);
    });
    child.once('close', resolve);
  });
  return {
    output: stdout,
    async packed() {
      const code = await ended;
      signal.throwIfAborted();
      if (code !== 0)
        fail('container-failed', {
          name: container,
          reason: say('its files cannot be packed: {visibleLine}', {
            visibleLine: visibleLine(words.trim().split('\n').slice(-1).join('')),
          }),
        });
    },
    async end() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** Gives the tar file as pieces. */
export async function* tarOfFolder(packed: PackedFolder, signal: AbortSignal): AsyncGenerator<Buffer> {
  const tar = openTar(packed, signal);
  try {
    yield* tar.output as AsyncIterable<Buffer>;
    await tar.packed();
  } finally {
    await tar.end();
  }
}
