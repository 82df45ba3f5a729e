// SPDX-License-Identifier: Apache-2.0
/** Compiles CIL texts with secilc in a folder of its own, which is gone at the end. */

import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Compile } from '../../sepolicy/policy-check/check-policy.ts';

/** A policy that breaks every rule reports it for each of its types. */
const maxOutputBytes = 256 * 1024 * 1024;

/** The compiled policy of the latest accepted compilation is at `policyPath` while the work lasts. */
export async function withCompiler<T>(
  signal: AbortSignal,
  work: (compile: Compile, policyPath: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'bulkhead-policy-check-'));
  const written = new Map<string, string>();
  const policyPath = join(folder, 'compiled');

  /** Writes the file only if it has changed since the last time. */
  async function write(file: string, text: string): Promise<void> {
    if (written.get(file) === text) return;
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), text);
    written.set(file, text);
  }

  try {
    return await work(async (sources) => {
      for (const [file, text] of sources) await write(file, text);
      // Multiple declarations (-m) are what semodule allows; verbose (-v), it lists all that breaks a rule.
      return runCompiler(['-v', '-m', ...sources.keys(), '-o', policyPath, '-f', '/dev/null'], folder, signal);
    }, policyPath);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function runCompiler(args: readonly string[], folder: string, signal: AbortSignal): ReturnType<Compile> {
  return new Promise((resolve, reject) => {
    execFile('secilc', [...args], { cwd: folder, signal, maxBuffer: maxOutputBytes }, (error, stdout, stderr) => {
      if (error === null) resolve({ isAccepted: true, output: '' });
      else if (typeof error.code === 'number') resolve({ isAccepted: false, output: `${stderr}\n${stdout}` });
      else if (signal.aborted) reject(signal.reason as Error);
      else if (error.code === 'ENOENT')
        reject(new Error('cannot compile: secilc is not there; install the package secilc'));
      else reject(new Error(`cannot compile: secilc ended by ${error.signal ?? error.message}`));
    });
  });
}
