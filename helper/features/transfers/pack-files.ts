// SPDX-License-Identifier: Apache-2.0
/** Packs a manifest and the files of a layer, whose owners begin with 0, as a tar file in gzip. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { pipeline } from 'node:stream';
import { createGzip } from 'node:zlib';
import { exportNames } from '../../../contract/model/containers/export-manifest.ts';
import { fail } from '../../../contract/errors.ts';
import { imagePieceBytes } from '../../../contract/operations/image.ts';
import { say } from '../../../contract/text.ts';
import { closeOnExecAll } from '../../system/native/native.ts';
import { visibleLine } from '../../system/visible-line.ts';

/** A level beyond which a file gets hardly smaller and takes much longer. */
export const level = 4;

/**
 * `folder` holds the manifest and the files by their names in the export; only root can enter it, and nobody changes it
 * meanwhile. Fails with `container-failed`.
 */
export async function* packFiles(container: string, folder: string, signal: AbortSignal): AsyncGenerator<Buffer> {
  closeOnExecAll();
  const child = spawn(
    '/usr/bin/setpriv',
    [
      // Attributes of an overlay are read by who has a right over the whole system only.
      ...['--bounding-set=-all,+dac_read_search,+sys_admin', '--inh-caps=-all', '--no-new-privs', '--', '/usr/bin/tar'],
      ...['--create', '--file=-', `--directory=${folder}`, '--one-file-system', '--numeric-owner', '--format=posix'],
      ...['--pax-option=delete=atime,delete=ctime', '--no-selinux', '--no-acls', '--warning=no-file-ignored'],
      ...['--xattrs', '--xattrs-include=security.capability', '--xattrs-include=trusted.overlay.*'],
      ...['--', exportNames.manifest, exportNames.layer],
    ],
    {
      env: { PATH: '/usr/bin:/bin', LANG: 'C.UTF-8' },
      cwd: '/',
      stdio: ['ignore', 'pipe', 'pipe'],
      signal,
      killSignal: 'SIGKILL',
    },
  );
  let words = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (words = (words + text).slice(-2000)));
  // An abort is an error too; the caller sees it by its signal.
  child.on('error', () => undefined);
  const ended = once(child, 'close') as Promise<[number | null]>;
  ended.catch(() => undefined);
  // Whole pieces: each is a message, and zlib's own are of 16 KiB. What fails is seen by who reads it.
  const packed = pipeline(child.stdout, createGzip({ level, chunkSize: imagePieceBytes }), () => undefined);
  try {
    yield* packed as AsyncIterable<Buffer>;
    const [code] = await ended;
    signal.throwIfAborted();
    if (code !== 0)
      fail('container-failed', {
        name: container,
        reason: say('its files cannot be packed: {visibleLine}', {
          visibleLine: visibleLine(words.trim().split('\n').slice(-1).join('')),
        }),
      });
  } finally {
    child.kill('SIGKILL');
    await ended.catch(() => undefined);
  }
}
