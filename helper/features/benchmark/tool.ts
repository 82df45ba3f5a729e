// SPDX-License-Identifier: Apache-2.0
/**
 * The measuring tool with all that it loads, copied from the host into a folder of its own: the very same program, with
 * the same libraries and loader, then runs on the host and in containers of any image.
 */

import { existsSync } from 'node:fs';
import { copyFile, mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fail } from '../../../contract/errors.ts';
import { mustRunProgram } from '../../system/programs/run-program.ts';

const program = '/usr/bin/stress-ng';

/** Names within the folder; the loader is what is run. */
export interface Tool {
  readonly loader: string;
  readonly version: string;
}

export function toolIsThere(): boolean {
  return existsSync(program);
}

export async function copyTool(folder: string, signal: AbortSignal): Promise<Tool> {
  if (!toolIsThere()) fail('benchmark-tool-missing', {});
  const { loader, libraries } = parseLibraries(await mustRunProgram('/usr/bin/ldd', [program], { signal }));
  const version = (await mustRunProgram(program, ['--version'], { signal }))
    .split(' ')
    .slice(0, 3)
    .join(' ')
    .replace(/, version /, ' ');
  await mkdir(folder, { mode: 0o755 });
  for (const file of [program, loader, ...libraries]) {
    signal.throwIfAborted();
    await copyFile(file, join(folder, basename(file)));
  }
  return { loader: basename(loader), version };
}

/** The command that runs it from wherever the folder is seen. */
export function toolCommand({ loader }: Tool, folder: string, args: readonly string[]): readonly string[] {
  return [join(folder, loader), '--library-path', folder, join(folder, basename(program)), ...args];
}

/** Reads what ldd says: `name => /path (address)` for a library, `/path (address)` for the loader. */
export function parseLibraries(text: string): { readonly loader: string; readonly libraries: readonly string[] } {
  const lines = text.split('\n').map((line) => line.trim());
  const libraries = lines.flatMap((line) => /^\S+ => (\/\S+) \(0x[0-9a-f]+\)$/.exec(line)?.[1] ?? []);
  const loader = lines.map((line) => /^(\/\S+) \(0x[0-9a-f]+\)$/.exec(line)?.[1]).find((path) => path !== undefined);
  if (loader === undefined)
    throw new Error(`cannot find the loader of ${program}: ldd says ${text.trim().slice(0, 200)}`);
  return { loader, libraries };
}
