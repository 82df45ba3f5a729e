// SPDX-License-Identifier: Apache-2.0
/** Runs a program of the host with an argument array, never a shell, and gives what it said. */

import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { closeOnExecAll } from '../native/native.ts';

export interface ProgramResult {
  readonly code: number;
  readonly stdout: string;
  /** The last of what it said on stderr, at most 8 KiB. */
  readonly stderr: string;
}

export interface ProgramOptions {
  /** Kills the program when it aborts; the promise then rejects with its reason, after the program has ended. */
  readonly signal?: AbortSignal;
  /** Milliseconds after which the program is killed and counts as failed. */
  readonly timeoutMs?: number;
  /** The program runs there; in the root folder when undefined. */
  readonly folder?: string;
  /** Open files that it gets, as its descriptors 3 and up. */
  readonly descriptors?: readonly number[];
}

const environment: NodeJS.ProcessEnv = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LANG: 'C.UTF-8' };
const maxKept = 8192;
/** Milliseconds for the last words of a program that has ended. */
const pipeTimeoutMs = 200;

/**
 * Resolves whatever the exit code is (128 + n for signal n); rejects when the program does not exist, or was aborted.
 */
export function runProgram(
  file: string,
  args: readonly string[],
  options: ProgramOptions = {},
): Promise<ProgramResult> {
  const { signal, timeoutMs = 60_000, folder = '/', descriptors = [] } = options;
  signal?.throwIfAborted();
  closeOnExecAll();
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      env: environment,
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe', ...descriptors],
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
      // The types know the first three only where there are no more.
    }) as ChildProcessByStdio<null, Readable, Readable>;
    const output = { stdout: '', stderr: '' };
    const kill = (): void => void child.kill('SIGKILL');
    signal?.addEventListener('abort', kill, { once: true });
    child.stdout
      .setEncoding('utf8')
      .on('data', (text: string) => (output.stdout = keep(output.stdout + text, 1024 * 1024)));
    child.stderr
      .setEncoding('utf8')
      .on('data', (text: string) => (output.stderr = keep(output.stderr + text, maxKept)));
    child.once('error', reject);
    child.once('exit', () => {
      // A daemon may keep the pipes open after its parent has ended; its later output is not waited for.
      const deadline = setTimeout(() => {
        child.stdout.destroy();
        child.stderr.destroy();
      }, pipeTimeoutMs);
      child.once('close', () => clearTimeout(deadline));
    });
    child.once('close', (code, killedBy) => {
      signal?.removeEventListener('abort', kill);
      if (signal?.aborted === true) reject(signal.reason as Error);
      else resolve({ code: code ?? 128 + (killedBy === 'SIGKILL' ? 9 : 15), ...output });
    });
  });
}

/** Runs a program as {@link runProgram} does, and rejects with its last words when its exit code is not 0. */
export async function mustRunProgram(
  file: string,
  args: readonly string[],
  options: ProgramOptions = {},
): Promise<string> {
  const { code, stdout, stderr } = await runProgram(file, args, options);
  if (code !== 0) throw new ProgramError(file, code, stderr);
  return stdout;
}

/** A program ended with another code than 0. */
export class ProgramError extends Error {
  readonly lastOutput: string;

  constructor(file: string, code: number, stderr: string) {
    const lastOutput = lastLines(stderr);
    super(`${file} ended with ${code}${lastOutput === '' ? '' : `: ${lastOutput}`}`);
    this.lastOutput = lastOutput;
  }
}

function keep(text: string, most: number): string {
  return text.length > most ? text.slice(-most) : text;
}

function lastLines(text: string): string {
  return text.trim().split('\n').slice(-3).join('; ');
}
