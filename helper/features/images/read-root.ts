// SPDX-License-Identifier: Apache-2.0
/** The files of a container's root as an archive, as the host sees them: with the ids of its range. */

import { spawn } from 'node:child_process';
import { fail } from '../../../contract/errors.ts';
import { say } from '../../../contract/text.ts';
import { closeOnExecAll } from '../../system/native/native.ts';
import { visibleLine } from '../../system/visible-line.ts';

/** How tar finds a folder that it got open. */
const inherited = '/proc/self/fd/3';

/**
 * Sockets are left out, and so is what is mounted in it. Fails with `container-failed`. `rootfs`: its path, or its open
 * folder where somebody else may have a say in the path.
 */
export async function* readRoot(
  container: string,
  rootfs: string | number,
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  closeOnExecAll();
  const child = spawn(
    '/usr/bin/setpriv',
    [
      ...['--bounding-set=-all,+dac_read_search', '--inh-caps=-all', '--no-new-privs', '--', '/usr/bin/tar'],
      ...['--create', '--file=-', `--directory=${typeof rootfs === 'number' ? inherited : rootfs}`],
      ...['--one-file-system', '--numeric-owner', '--format=posix'],
      ...['--xattrs', '--xattrs-include=security.capability', '--no-selinux', '--no-acls'],
      ...['--warning=no-file-ignored', '--', '.'],
    ],
    {
      env: { PATH: '/usr/bin:/bin', LANG: 'C.UTF-8' },
      cwd: '/',
      stdio: ['ignore', 'pipe', 'pipe', ...(typeof rootfs === 'number' ? [rootfs] : [])],
    },
  );
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error('tar has no pipes');
  const kill = (): void => void child.kill('SIGKILL');
  signal.addEventListener('abort', kill, { once: true });
  let words = '';
  stderr.setEncoding('utf8').on('data', (text: string) => (words = (words + text).slice(0, 2000)));
  const ended = new Promise<number | null>((resolve) => {
    child.once('error', (error) => {
      words ||= error.message;
      resolve(null);
    });
    child.once('close', resolve);
  });
  try {
    yield* stdout as AsyncIterable<Buffer>;
    const code = await ended;
    signal.throwIfAborted();
    if (code !== 0)
      fail('container-failed', {
        name: container,
        reason: say('its files cannot be read: {visibleLine}', {
          visibleLine: visibleLine(words.trim().split('\n')[0] ?? ''),
        }),
      });
  } finally {
    signal.removeEventListener('abort', kill);
    kill();
    await ended;
  }
}
