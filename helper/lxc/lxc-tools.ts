// SPDX-License-Identifier: Apache-2.0
/** LXC's own programs, by which containers are started and stopped: what a shell on the host would run. */

import { rmSync } from 'node:fs';
import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/text.ts';
import { type ProgramResult, runProgram } from '../system/programs/run-program.ts';
import { readStartFailure } from './start-log.ts';
import { hasCode } from '../system/errno.ts';

/** Seconds that a container gets to shut down by itself. */
const shutdownSeconds = 60;

export interface LxcTools {
  /** Resolves when LXC says that it runs; `log` is where LXC writes why it does not, about this start only. */
  start(name: string, log: string, signal: AbortSignal): Promise<void>;
  /** Asks the init to shut down; fails when it has not after a minute. */
  shutDown(name: string, signal: AbortSignal): Promise<void>;
  /** Kills every process of it. */
  kill(name: string): Promise<void>;
  freeze(name: string, signal: AbortSignal): Promise<void>;
  unfreeze(name: string, signal: AbortSignal): Promise<void>;
}

export function createLxcTools(lxcPath: string): LxcTools {
  /** Cancelling does not kill these: half a stop is worse than a whole one. They end by their own time-outs. */
  const run = (program: string, name: string, ...args: readonly string[]): Promise<ProgramResult> =>
    runProgram(`/usr/bin/${program}`, ['-P', lxcPath, '-n', name, ...args], {
      timeoutMs: (shutdownSeconds + 30) * 1000,
    }).catch(missing);

  async function must(program: string, name: string, ...args: readonly string[]): Promise<void> {
    const { code, stderr } = await run(program, name, ...args);
    if (code !== 0)
      fail('container-failed', {
        name,
        reason:
          stderr === ''
            ? say('{program} ended with {code}', { program, code })
            : say('{program} ended with {code}: {output}', { program, code, output: stderr.trim().slice(-500) }),
      });
  }

  return {
    async start(name, log, signal) {
      signal.throwIfAborted();
      // LXC appends, and an old start's trouble would pass for this one's.
      rmSync(log, { force: true });
      const { code, stderr } = await run('lxc-start', name, '-d', '-l', 'NOTICE', '-o', log);
      if (code !== 0)
        fail('container-not-started', {
          name,
          ...readStartFailure(log, stderr.trim().slice(-500) || `lxc-start ended with ${code}`),
        });
    },
    async shutDown(name, signal) {
      signal.throwIfAborted();
      const { code } = await run('lxc-stop', name, '--timeout', String(shutdownSeconds), '--nokill');
      if (code !== 0)
        fail('container-failed', {
          name,
          reason: say('it has not shut down within {shutdownSeconds} s; look at its terminal, or stop it by force', {
            shutdownSeconds,
          }),
        });
    },
    kill: (name) => must('lxc-stop', name, '--kill'),
    freeze: (name, signal) => (signal.throwIfAborted(), must('lxc-freeze', name)),
    unfreeze: (name, signal) => (signal.throwIfAborted(), must('lxc-unfreeze', name)),
  };
}

function missing(error: unknown): never {
  if (hasCode(error, 'ENOENT')) fail('lxc-unavailable', { reason: say('its programs are not installed') });
  throw error;
}
