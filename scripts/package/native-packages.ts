// SPDX-License-Identifier: Apache-2.0
/**
 * Native packages of npm for another processor than that of this machine: each has its own package for each processor,
 * which package-lock.json names with the digest of its archive.
 */

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Architecture, architectures, builtArchitecture } from '../../packaging/architectures.ts';
import { type InstalledFile, listFiles } from '../../packaging/list-files.ts';
import { isSuperfluous } from '../build/copy-packages.ts';
import { runTool } from '../electron/run-tool.ts';

/** The built helper's packages, and where they are installed. */
const modules = 'dist/helper/node_modules';
const target = '/usr/lib/bulkhead/node_modules';

interface LockedPackage {
  readonly version: string;
  /** Is the digest of the archive, as `sha512-BASE64`. */
  readonly integrity: string;
}

/** What takes the place of a native package of this machine. */
export interface Counterpart {
  /** Begins the path of each file of the native package of this machine. */
  readonly replaced: string;
  /** Holds the files for the other processor. */
  readonly folder: string;
  /** The folder of the replacement, beside the one that it replaces. */
  readonly name: string;
}

/** Fetches into `scratch` what the helper needs on the other processor, by npm; raises when an archive is not the locked one. */
export async function fetchNativePackages(
  architecture: Architecture,
  { checkout, scratch }: { readonly checkout: string; readonly scratch: string },
): Promise<readonly Counterpart[]> {
  const lock = JSON.parse(await readFile(join(checkout, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, LockedPackage>>;
  };
  const names = await nativeNames(join(checkout, modules));
  return Promise.all(
    names.map(async (own) => {
      const name = nameFor(architecture, own);
      const locked = lock.packages[`node_modules/${name}`];
      if (locked === undefined) throw new Error(`cannot package for ${architecture}: package-lock.json has no ${name}`);
      const folder = join(scratch, architecture, name);
      await fetchPackage({ name, locked, folder });
      return { replaced: join(checkout, modules, own), folder, name };
    }),
  );
}

/** Gives the files of the package with those for the other processor in place of those of this machine. */
export function replaceNative(
  files: readonly InstalledFile[],
  counterparts: readonly Counterpart[],
): readonly InstalledFile[] {
  const kept = files.filter(({ source }) => !counterparts.some(({ replaced }) => source.startsWith(`${replaced}/`)));
  const added = counterparts.flatMap(({ folder, name }) =>
    listFiles({ package: 'helper', source: '.', target: join(target, name) }, folder).filter(
      ({ source }) => !isSuperfluous(source.slice(folder.length)),
    ),
  );
  return [...kept, ...added].sort((a, b) => (a.target < b.target ? -1 : 1));
}

/** Lists the native packages of this machine, such as `@libsql/linux-x64-gnu`. */
async function nativeNames(folder: string): Promise<readonly string[]> {
  const mark = new RegExp(`linux-${architectures[builtArchitecture].node}(?:-gnu)?$`);
  const scopes = (await readdir(folder)).filter((name) => name.startsWith('@'));
  const scoped = await Promise.all(
    scopes.map(async (scope) => (await readdir(join(folder, scope))).map((name) => `${scope}/${name}`)),
  );
  const found = scoped.flat().filter((name) => mark.test(name));
  if (found.length === 0) throw new Error(`cannot package for another processor: ${folder} has no native package`);
  return found.sort();
}

function nameFor(architecture: Architecture, own: string): string {
  return own.replace(`linux-${architectures[builtArchitecture].node}`, `linux-${architectures[architecture].node}`);
}

async function fetchPackage(request: {
  readonly name: string;
  readonly locked: LockedPackage;
  readonly folder: string;
}): Promise<void> {
  const { name, locked, folder } = request;
  if (existsSync(join(folder, 'package.json'))) return;
  await mkdir(folder, { recursive: true });
  const downloads = join(folder, '..', `${name.replaceAll('/', '-')}.download`);
  await mkdir(downloads, { recursive: true });
  await runTool('npm', ['pack', '--silent', '--pack-destination', downloads, `${name}@${locked.version}`]);
  const [archive] = await readdir(downloads);
  if (archive === undefined) throw new Error(`cannot package: npm fetched no archive of ${name}`);
  const path = join(downloads, archive);
  const digest = createHash('sha512')
    .update(await readFile(path))
    .digest('base64');
  if (`sha512-${digest}` !== locked.integrity)
    throw new Error(`cannot package ${name}: its archive is not the one that package-lock.json names`);
  await runTool('tar', ['--strip-components=1', '--no-same-owner', '-xzf', path, '-C', folder]);
}
