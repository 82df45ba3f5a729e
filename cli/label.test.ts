// SPDX-License-Identifier: Apache-2.0
import { afterEach, describe, expect, it } from 'vitest';
import { type SocketHost, startSocketHost } from '../testing/socket-host.ts';
import { linesOf, runCommand } from './fixtures/run-command.ts';

describe('label', () => {
  let host: SocketHost | undefined;
  afterEach(() => host?.close());

  async function given(): Promise<string> {
    host = await startSocketHost({
      async *'label.verify'() {
        yield { type: 'progress', files: 500 };
        yield { type: 'drifted', path: '/var/lib/lxc/web/a\u202eb', actual: 'etc_t', expected: 'var_lib_t' };
        return { files: 700, drifted: 1, skipped: 0 };
      },
      async *'label.restore'() {
        yield { type: 'skipped', path: '/x', reason: 'it has 2 names' };
        return { files: 700, drifted: 0, skipped: 1 };
      },
    });
    return host.socketPath;
  }

  it('verify shows what differs, escaped, and ends with 1', async () => {
    const socketPath = await given();
    expect(await runCommand(['label', 'verify', 'web'], { socketPath })).toMatchObject({
      exitCode: 1,
      stdout: 'etc_t -> var_lib_t  /var/lib/lxc/web/a\\u{202e}b\n',
    });
    expect(linesOf((await runCommand(['label', 'verify', 'web', '--json'], { socketPath })).stdout)).toMatchObject([
      { type: 'drifted', expected: 'var_lib_t' },
      { done: { files: 700, drifted: 1, skipped: 0 } },
    ]);
  });

  it('restore shows what it left alone', async () => {
    expect(await runCommand(['label', 'restore', 'web'], { socketPath: await given() })).toEqual({
      exitCode: 0,
      stdout: 'skipped  /x: it has 2 names\n',
      stderr: expect.stringContaining('0 restored and 1 were skipped') as string,
    });
    expect((await runCommand(['label', 'restore', '../web'])).exitCode).toBe(2);
  });
});
