// SPDX-License-Identifier: Apache-2.0
/**
 * Makes a signed repository for apt: `pool/` with the packages, `dists/stable/` with their index, and what a host needs
 * to use it, a key and a file for `/etc/apt/sources.list.d`. Format: deb(5), sources.list(5), Debian's
 * RepositoryFormat.
 */

import { copyFile, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { runTool } from '../../electron/run-tool.ts';
import { exportPublicKey, type Fingerprint, signFile } from './signing-key.ts';

export interface RepositoryRequest {
  /** The repository is in this folder. Packages that it holds already stay in it. */
  readonly folder: string;
  readonly packages: readonly string[];
  readonly key: Fingerprint;
  /** The address under which hosts will find the folder, without a slash at its end. */
  readonly address: string;
}

export const aptKeyName = 'bulkhead-archive-keyring.asc';

const suite = 'stable';
const component = 'main';
/** apt does not trust them, so that they would only be read by mistake. */
const weakSums = ['MD5', 'SHA1'];
const facts = { Origin: 'Bulkhead', Label: 'Bulkhead', Suite: suite, Codename: suite, Components: component };

/** Replaces the index by one of all packages in the pool, those of earlier releases too. */
export async function writeAptRepository({ folder, packages, key, address }: RepositoryRequest): Promise<void> {
  const pool = join('pool', component);
  await mkdir(join(folder, pool), { recursive: true });
  for (const path of packages) await copyFile(path, join(folder, pool, basename(path)));

  const architectures = architecturesOf(await readdir(join(folder, pool)));
  const dist = join(folder, 'dists', suite);
  await rm(dist, { recursive: true, force: true });
  for (const architecture of architectures) {
    const target = join(dist, component, `binary-${architecture}`);
    await mkdir(target, { recursive: true });
    const index = await runTool('apt-ftparchive', ['--arch', architecture, 'packages', pool], { cwd: folder });
    await writeFile(join(target, 'Packages'), index);
    await writeFile(join(target, 'Packages.gz'), gzipSync(index));
  }

  const fields = Object.entries({ ...facts, Architectures: architectures.join(' ') });
  const settings = [
    ...fields.map(([name, value]) => `APT::FTPArchive::Release::${name}=${value}`),
    ...weakSums.map((name) => `APT::FTPArchive::${name}=false`),
  ];
  const options = settings.flatMap((setting) => ['-o', setting]);
  const release = join(dist, 'Release');
  // The program would count a file that it finds in the folder, so that the list is written when it is complete.
  await writeFile(release, await runTool('apt-ftparchive', [...options, 'release', dist]));
  await signFile(key, 'clear', { source: release, target: join(dist, 'InRelease') });
  await signFile(key, 'detach', { source: release, target: `${release}.gpg` });
  await exportPublicKey(key, join(folder, aptKeyName));
  await writeFile(join(folder, 'bulkhead.sources'), sourcesText(address));
}

/** Lists the architectures for which there is a package. A package for all of them is in the index of each. */
function architecturesOf(names: readonly string[]): readonly string[] {
  const found = names.flatMap((name) => /_([a-z0-9]+)\.deb$/.exec(name)?.[1] ?? []);
  return [...new Set(found.filter((name) => name !== 'all'))].sort();
}

function sourcesText(address: string): string {
  return `Types: deb
URIs: ${address}
Suites: ${suite}
Components: ${component}
Signed-By: /etc/apt/keyrings/${aptKeyName}
`;
}
