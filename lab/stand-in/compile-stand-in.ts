// SPDX-License-Identifier: Apache-2.0
/** Compiles the stand-in, alone or with modules, for tests that read what a compiler makes of it. */

import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { standInPolicy } from './stand-in-policy.ts';

const run = promisify(execFile);

export interface CompiledStandIn {
  /** Of the compiled policy, for other programs. */
  readonly path: string;
  /** As checkpolicy writes it, like that of a kernel. */
  readonly text: string;
  remove(): Promise<void>;
}

/** With all neverallow rules; fails in the compiler's words. `modules` are CIL texts. */
export async function compileStandIn(...modules: readonly string[]): Promise<CompiledStandIn> {
  const folder = await mkdtemp(join(tmpdir(), 'bulkhead-stand-in-'));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  const path = join(folder, 'policy');
  try {
    const texts = [await standInPolicy(), ...modules];
    const files = texts.map((_, place) => join(folder, `${place}.cil`));
    await Promise.all(files.map((file, place) => writeFile(file, texts[place] ?? '')));
    await run('secilc', ['-v', '-m', ...files, '-o', path, '-f', '/dev/null'], { maxBuffer: 64 * 1024 * 1024 });
    const { stdout } = await run('checkpolicy', ['-b', '-C', '-M', '-o', '-', path], { maxBuffer: 64 * 1024 * 1024 });
    return { path, text: stdout, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}
