// SPDX-License-Identifier: Apache-2.0
import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { insideArguments } from './inside-command.ts';
import type { InsideCommand } from './ports.ts';

/** Runs what would run in a container on this machine. */
function outputOf(inside: InsideCommand): string {
  const [file = '', ...args] = insideArguments(inside);
  return execFileSync(file, args, { encoding: 'utf8', env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/root' } });
}

function exitCodeOf(inside: InsideCommand): unknown {
  const [file = '', ...args] = insideArguments(inside);
  try {
    execFileSync(file, args, { stdio: 'ignore', env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' } });
    return 0;
  } catch (error) {
    return (error as { readonly status: unknown }).status;
  }
}

describe('what runs in a container', () => {
  it('is the command alone where neither user nor folder was chosen', () => {
    expect(insideArguments({ command: ['ls', '-l'] })).toEqual(['ls', '-l']);
  });

  it('begins in the folder, with its arguments as they are', () => {
    const words = ['$(id)', 'a b', '-x', "'; id #", ''];
    expect(outputOf({ folder: '/usr/share', command: ['sh', '-c', 'pwd; printf "<%s>" "$@"', 'sh', ...words] })).toBe(
      `/usr/share\n${words.map((word) => `<${word}>`).join('')}`,
    );
  });

  it.each(['/$(touch /tmp/x)', '/nonexistent', '/-', '/\u202eevil', '/Übung 🧪'])(
    'does not begin where there is no folder %j',
    (folder) => {
      expect(exitCodeOf({ folder, command: ['true'] })).toBe(126);
    },
  );

  // Only root may become another user.
  it.runIf(process.getuid?.() === 0)('is that user, with its groups and environment and nothing of root', () => {
    const script = 'id -un; id -Gn; echo "$HOME $USER $LOGNAME $LANG"; pwd';
    expect(outputOf({ user: 'daemon', folder: '/usr', command: ['sh', '-c', script] })).toBe(
      'daemon\ndaemon\n/usr/sbin daemon daemon C.UTF-8\n/usr\n',
    );
  });

  it('does not begin as a user who does not exist', () => {
    expect(exitCodeOf({ user: 'nobody-of-that-name', command: ['true'] })).toBe(126);
  });
});
