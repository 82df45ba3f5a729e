// SPDX-License-Identifier: Apache-2.0
/**
 * Compiles a module in a process without rights, before semodule sees it. The compiler finds what breaks isolation, and
 * hostile sources cannot reach the helper.
 */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fail } from '../../../contract/errors.ts';
import { say, type Words } from '../../../contract/text.ts';
import { startWithoutRights, type WithoutRights } from '../../system/programs/without-rights.ts';
import type { WorkGroup, WorkLimits } from '../../system/programs/work-group.ts';
import type { CompilationAnswer, CompilationTask } from './compilation.ts';
import { startDecompiler } from './kernel-policy.ts';

export type CompileModule = (task: CompilationTask, signal: AbortSignal) => Promise<CompilationAnswer>;

export interface CompileOptions {
  /** The program of the process, beside the helper's own. */
  readonly compiler: string;
  /** A folder that others may search, for a folder of each compilation. */
  readonly parent: string;
  readonly user?: WithoutRights;
  /** Where it runs, outside the helper's cgroup. */
  readonly work: WorkGroup;
  readonly decompile?: typeof startDecompiler;
}

const timeoutMs = 300_000;
/** Limits one compilation: Node, the compiler and checkpolicy, each of which also has a limit of its own. */
const workLimits: WorkLimits = { memoryBytes: 640 * 1024 * 1024, processes: 64 };
const folderPrefix = 'compile-';
const flags = ['--max-old-space-size=384', '--min-semi-space-size=32', '--no-sparkplug'];

export function createCompileModule({
  compiler,
  parent,
  user,
  work,
  decompile = startDecompiler,
}: CompileOptions): CompileModule {
  mkdirSync(parent, { recursive: true });
  // Left by a crashed helper.
  for (const name of readdirSync(parent))
    if (name.startsWith(folderPrefix)) rmSync(join(parent, name), { recursive: true, force: true });

  return async (task, signal) => {
    signal.throwIfAborted();
    const folder = mkdtempSync(join(parent, folderPrefix));
    if (user !== undefined) chownSync(folder, user.uid, user.gid);
    const place = work.open('compile', workLimits);
    // A group of its own, so that the compiler below it is ended with it.
    const { file, args, identity } = startWithoutRights(user, [process.execPath, ...flags, compiler]);
    const child = spawn(file, args, {
      env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LANG: 'C.UTF-8' },
      cwd: folder,
      detached: true,
      stdio: ['pipe', 'ignore', 'pipe', 'ipc'],
      ...identity,
    });
    place.admit(child);
    const decompiler = decompile();
    place.admit(decompiler);
    const end = (): void => {
      decompiler.kill('SIGKILL');
      if (child.pid !== undefined && child.exitCode === null) killGroup(child.pid);
    };
    const limit = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    limit.addEventListener('abort', end, { once: true });
    let words = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (words = (words + text).slice(-2000)));
    const ended = once(child, 'exit');
    try {
      const missing = once(decompiler, 'error').then(() =>
        fail('policy-unavailable', {
          reason: say('checkpolicy cannot be run; install the package checkpolicy on the host'),
        }),
      );
      missing.catch(() => undefined);
      const answered = Promise.race([
        once(child, 'message').then(([answer]) => answer as CompilationAnswer),
        ended.then(
          () => (limit.throwIfAborted(), fail('policy-unavailable', { reason: endingOf(place.isOutOfMemory, words) })),
        ),
        missing,
      ]);
      answered.catch(() => undefined);
      child.send(task);
      if (child.stdin !== null) await pipeline(decompiler.stdout, child.stdin).catch(() => undefined);
      return await answered;
    } finally {
      limit.removeEventListener('abort', end);
      end();
      await ended.catch(() => undefined);
      await place.end();
      rmSync(folder, { recursive: true, force: true });
    }
  };
}

function endingOf(isOutOfMemory: boolean, words: string): Words {
  if (isOutOfMemory)
    return say('the compilation was ended because it took more than {memoryBytes} MiB; make the module smaller', {
      memoryBytes: workLimits.memoryBytes / 1024 ** 2,
    });
  return words.trim() || say('the process that compiles has ended');
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It ended by itself meanwhile.
  }
}
