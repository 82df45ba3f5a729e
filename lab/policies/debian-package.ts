// SPDX-License-Identifier: Apache-2.0
/** Fetches Debian's package of its policy, of any release, by the apt of this machine and from the archive that it uses. */

import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { release as ownRelease } from '../recipe/packages.ts';
import { tryTool } from '../run-tool.ts';

const sourceFolder = '/etc/apt/sources.list.d';

/** The path of the package's file in a folder of the release below `cache`; undefined where apt cannot get it. */
export async function fetchPolicyPackage(release: string, cache: string): Promise<string | undefined> {
  const folder = join(cache, `apt-${release}`);
  await mkdir(folder, { recursive: true });
  const found = await packageIn(folder);
  if (found !== undefined) return found;
  await makeConfiguration(folder, release);
  const options = [
    ...['-o', 'Dir::Etc::SourceList=/dev/null', '-o', `Dir::Etc::SourceParts=${join(folder, 'sources')}`],
    ...['-o', `Dir::State::Lists=${join(folder, 'lists')}`, '-o', `Dir::Cache=${folder}`],
  ];
  if ((await tryTool('apt-get', [...options, 'update'])).code !== 0) return undefined;
  await tryTool('apt-get', [...options, 'download', 'selinux-policy-default'], { folder });
  return packageIn(folder);
}

/** The sources of this machine, for another release. */
async function makeConfiguration(folder: string, release: string): Promise<void> {
  for (const part of ['lists/partial', 'sources']) await mkdir(join(folder, part), { recursive: true });
  for (const name of await readdir(sourceFolder).catch(() => [])) {
    const text = await readFile(join(sourceFolder, name), 'utf8');
    await writeFile(join(folder, 'sources', name), text.replaceAll(ownRelease, release));
  }
}

async function packageIn(folder: string): Promise<string | undefined> {
  const name = (await readdir(folder)).find((file) => file.endsWith('.deb'));
  return name === undefined ? undefined : join(folder, name);
}
