// SPDX-License-Identifier: Apache-2.0
/** Makes a Debian package of a staged folder with dpkg-deb, which writes the same bytes for the same content. */

import { createHash } from 'node:crypto';
import { chmod, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Architecture } from '../../../packaging/architectures.ts';
import type { PackageDefinition } from '../../../packaging/packages.ts';
import { runTool } from '../../electron/run-tool.ts';
import { controlFile, debArchitecture } from './deb-control.ts';
import { openFolders } from '../stage-package.ts';

export interface DebBuild {
  /** A folder whose content is the package's. */
  readonly staged: string;
  /** The package is written to this folder. */
  readonly output: string;
  readonly version: string;
  readonly maintainer: string;
  readonly architecture: Architecture;
  /** Packages that are not shipped are compressed fast rather than well; an emulated processor also unpacks them fast. */
  readonly isDevelopment: boolean;
  /** Seconds: what is newer, and all of it is, gets this time. */
  readonly time: number;
  /** Maintainer scripts, and triggers, by their name in the package. */
  readonly control: ReadonlyMap<string, string>;
}

/** Gives the path of the package. */
export async function buildDeb(definition: PackageDefinition, build: DebBuild): Promise<string> {
  const { staged, output, version, time, isDevelopment } = build;
  const paths = await filesBelow(staged);
  const control = join(staged, 'DEBIAN');
  await mkdir(control);
  const installedSize = await kibibytes(staged, paths);
  await writeFile(join(control, 'control'), controlFile(definition, { ...build, installedSize }));
  await writeFile(join(control, 'md5sums'), await checksums(staged, paths));
  const settings = paths.filter((path) => path.startsWith('etc/'));
  if (settings.length > 0) await writeFile(join(control, 'conffiles'), settings.map((path) => `/${path}\n`).join(''));
  for (const [name, text] of build.control) await writeFile(join(control, name), text);
  for (const name of await readdir(control))
    await chmod(join(control, name), /^(?:pre|post)(?:inst|rm)$/.test(name) ? 0o755 : 0o644);
  await openFolders(staged);
  const architecture = debArchitecture(definition, build.architecture);
  const target = join(output, `${definition.name}_${version}_${architecture}.deb`);
  // With more threads, the input is divided by the memory that the machine has.
  const words = [
    '--root-owner-group',
    ...(isDevelopment ? ['-Zgzip', '-z1'] : ['-Zxz', '-z9']),
    '--threads-max=1',
    '--build',
    staged,
    target,
  ];
  await runTool('env', [`SOURCE_DATE_EPOCH=${time}`, 'dpkg-deb', ...words]);
  await rm(control, { recursive: true });
  return target;
}

/** Sorted paths of regular files, without a leading slash. */
async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

/** Counts as Debian's policy does: each file in whole KiB, so that it does not depend on the file system. */
async function kibibytes(folder: string, paths: readonly string[]): Promise<number> {
  const sizes = await Promise.all(paths.map(async (path) => Math.ceil((await stat(join(folder, path))).size / 1024)));
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function checksums(folder: string, paths: readonly string[]): Promise<string> {
  const lines: string[] = [];
  for (const path of paths) {
    const hash = createHash('md5').update(await readFile(join(folder, path)));
    lines.push(`${hash.digest('hex')}  ${path}\n`);
  }
  return lines.join('');
}
