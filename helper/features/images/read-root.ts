// SPDX-License-Identifier: Apache-2.0
/** The files of a container's root as an archive, as the host sees them: with the ids of its range. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fail } from '../../../contract/errors.ts';
import { closeOnExecAll } from '../../system/native/native.ts';
import { visibleLine } from '../../system/visible-line.ts';

/** Sockets are left out, and so is what is mounted in it. Fails with `container-failed`. */
export async function* readRoot(container: string, rootfs: string, signal: AbortSignal): AsyncGenerator<Buffer> {
  closeOnExecAll();
  const child = spawn(
    '/usr/bin/setpriv',
    [
      ...['--bounding-set=-all,+dac_read_search', '--inh-caps=-all', '--no-new-privs', '--', '/usr/bin/tar'],
      ...['--create', '--file=-', `--directory=${rootfs}`, '--one-file-system', '--numeric-owner', '--format=posix'],
      ...['--xattrs', '--xattrs-include=security.capability', '--no-selinux', '--no-acls'],
      ...['--warning=no-file-ignored', '--', '.'],
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
  try {
    yield* child.stdout as AsyncIterable<Buffer>;
    const [code] = await ended;
    signal.throwIfAborted();
    if (code !== 0)
      fail('container-failed', {
        name: container,
        reason: `its files cannot be read: ${visibleLine(words.trim().split('\n').slice(-1).join(''))}`,
      });
  } finally {
    child.kill('SIGKILL');
    await ended.catch(() => undefined);
  }
}
