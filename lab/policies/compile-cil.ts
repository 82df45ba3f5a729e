// SPDX-License-Identifier: Apache-2.0
/** Compiles a whole policy from CIL, and reads what came of it as a kernel's policy is read. */

import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const maxBuffer = 256 * 1024 * 1024;

export interface CompiledPolicy {
  /** Other programs read the compiled policy at this path. */
  readonly path: string;
  /** Holds the policy as checkpolicy writes it, like that of a kernel. */
  readonly text: string;
  remove(): Promise<void>;
}

export interface CilOptions {
  /** False to leave out what neverallow rules forbid. */
  readonly checks?: boolean;
  /** Paths of files that come before the texts. */
  readonly files?: readonly string[];
}

/** Compiles with all neverallow rules, unless `checks` is false; fails in the compiler's words. */
export async function compileCil(
  texts: Iterable<string>,
  { checks = true, files: given = [] }: CilOptions = {},
): Promise<CompiledPolicy> {
  const folder = await mkdtemp(join(tmpdir(), 'bulkhead-compiled-'));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  const path = join(folder, 'policy');
  try {
    const sources = [...texts];
    const files = sources.map((_, place) => join(folder, `${place}.cil`));
    await Promise.all(files.map((file, place) => writeFile(file, sources[place] ?? '')));
    const options = checks ? ['-v', '-m'] : ['-v', '-m', '-N'];
    await run('secilc', [...options, ...given, ...files, '-o', path, '-f', '/dev/null'], { maxBuffer });
    const { stdout } = await run('checkpolicy', ['-b', '-C', '-M', '-o', '-', path], { maxBuffer });
    return { path, text: stdout, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}
