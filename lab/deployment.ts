// SPDX-License-Identifier: Apache-2.0
/**
 * What a deploy copies into the guest, gathered into a folder, so that a concurrent build changes nothing in it; and
 * the key that identifies it.
 */

import { createHash, type Hash } from 'node:crypto';
import { chmod, copyFile, mkdir, mkdtemp, readdir, readFile, readlink, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { installedFiles, installedLinks, policyFolder } from '../packaging/installed-files.ts';
import type { PackageId } from '../packaging/packages.ts';
import { listFiles } from '../packaging/list-files.ts';
import { checkout } from './places.ts';

export interface Deployment {
  /** Contains `usr/...` as the guest is to have it. */
  readonly folder: string;
  /** The policy modules in it. */
  readonly modules: readonly string[];
  readonly missing: readonly string[];
  /** The same content, put there by the same programs, gives the same key. */
  readonly key: string;
}

/** The programs that do it, as part of the key: so no version number has to be raised by hand. */
const programs = ['deployment.ts', 'deploy.ts', 'policy/policy-store.ts'].map((name) => new URL(name, import.meta.url));

/** Packages that the lab does without: nobody looks at it there. */
const pages: ReadonlySet<PackageId> = new Set(['window', 'cockpit']);

/** What the packages of helper and policy install, without what is generated for people: manual pages, completion. */
const rows = installedFiles.filter(
  (row) => !pages.has(row.package) && row.isGenerated === undefined && row.isForReading === undefined,
);
const links = installedLinks.filter((link) => !pages.has(link.package));

/** Gathers what the checkout has now, for the time of `work`. */
export async function withDeployment<T>(work: (deployment: Deployment) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'bulkhead-deploy-'));
  try {
    const missing = await gather(folder);
    const modules = (await readdir(join(folder, policyFolder))).sort().map((name) => join(folder, policyFolder, name));
    return await work({ folder, modules, missing, key: await keyOf(folder) });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function gather(folder: string): Promise<string[]> {
  const missing: string[] = [];
  for (const row of rows) {
    const files = listFiles(row, checkout);
    if (files.length === 0) missing.push(`${row.source} (nothing there for ${row.target})`);
    for (const { source, target, mode } of files) {
      await mkdir(dirname(join(folder, target)), { recursive: true });
      await copyFile(source, join(folder, target));
      await chmod(join(folder, target), mode);
    }
  }
  await mkdir(join(folder, policyFolder), { recursive: true });
  for (const { path, target } of links) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await symlink(target, join(folder, path));
  }
  return missing;
}

export async function keyOf(folder: string): Promise<string> {
  const hash = createHash('sha256');
  for (const program of programs) hash.update(await readFile(program));
  await addFolder(hash, folder, '');
  return hash.digest('hex').slice(0, 16);
}

async function addFolder(hash: Hash, root: string, path: string): Promise<void> {
  const entries = await readdir(join(root, path), { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const inner = join(path, entry.name);
    if (entry.isDirectory()) await addFolder(hash, root, inner);
    else if (entry.isSymbolicLink()) hash.update(JSON.stringify([inner, await readlink(join(root, inner))]));
    else await addFile(hash, root, inner);
  }
}

/** The lengths separate one file's end from the next one's name. */
async function addFile(hash: Hash, root: string, path: string): Promise<void> {
  const [content, { mode }] = await Promise.all([readFile(join(root, path)), stat(join(root, path))]);
  hash.update(JSON.stringify([path, mode, content.length])).update(content);
}
