// SPDX-License-Identifier: Apache-2.0
/** Checks that Debian's package of the window depends on each library that its programs are linked with. */

import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PackageDefinition } from '../../packaging/packages.ts';
import { runTool } from '../electron/run-tool.ts';

/**
 * Asks `dpkg-shlibdeps`, which finds the packages of libraries that are installed on this machine. Raises with those
 * that are missing from the definition. `tree` is the folder of the packed window.
 */
export async function checkLibraries(definition: PackageDefinition, tree: string): Promise<void> {
  const programs = (await readdir(tree, { recursive: true }))
    .filter((path) => path === 'bulkhead' || /\.(?:so(?:\.\d+)?|node)$/.test(path))
    .map((path) => join(tree, path));
  const folder = await mkdtemp(join(tmpdir(), 'bulkhead-libraries-'));
  try {
    // It reads the names of packages there, and nothing else.
    await mkdir(join(folder, 'debian'));
    await writeFile(
      join(folder, 'debian/control'),
      `Source: bulkhead\n\nPackage: ${definition.name}\nArchitecture: any\n`,
    );
    const said = await runTool(
      'dpkg-shlibdeps',
      ['-O', '--ignore-missing-info', ...programs.flatMap((path) => ['-e', path])],
      {
        cwd: folder,
      },
    );
    const missing = missingIn(said, definition.debian.depends);
    if (missing.length > 0)
      throw new Error(
        `cannot ship ${definition.name}: it does not depend on ${missing.join(', ')}, which it is linked with`,
      );
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** `said` is of the form `shlibs:Depends=libc6 (>= 2.34), libgtk-3-0t64 (>= 3.9.10) | libgtk-3-0`. */
export function missingIn(said: string, depends: readonly string[]): readonly string[] {
  const known = new Set(depends.map((one) => one.replace(/ .*/, '')));
  return said
    .replace(/^shlibs:\w+=/gm, '')
    .split(/[,\n]/)
    .map((one) => one.trim())
    .filter((one) => one !== '' && !one.split('|').some((name) => known.has(name.trim().replace(/ .*/, ''))));
}
