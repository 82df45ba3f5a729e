// SPDX-License-Identifier: Apache-2.0
/**
 * Installs policy modules in the guest. The policy is compiled on this machine, from a copy of the guest's own module
 * store, and sent back:
 * `semodule` in an emulated guest takes minutes for what takes seconds here. The result is cached, so the same modules
 * on the same store are only sent.
 */

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Guest } from '../guest.ts';
import { labCache } from '../places.ts';
import { runTool } from '../run-tool.ts';

const readStoreName = "sed -n 's/^SELINUXTYPE=//p' /etc/selinux/config";

const foldersOf = (store: string): string => `var/lib/selinux/${store} etc/selinux/${store}`;
const activeOf = (store: string): string => `var/lib/selinux/${store}/active`;

/** What the modules need to be compiled, packed so that it can be given over a pipe. */
const fetchStore = (store: string): string => `tar -C / -c ${foldersOf(store)} etc/selinux/semanage.conf | base64 -w 0`;

const replaceStore = (store: string): string => `set -e
rm -rf /${activeOf(store)}/modules/400
tar -C / -x --no-same-owner --no-overwrite-dir -f -
cd / && restorecon -RF ${foldersOf(store)}
load_policy
echo 2 > /proc/sys/vm/drop_caches
`;

/** Installs the modules at these paths, and removes those of `obsolete` names. */
export async function installModules(
  guest: Guest,
  modules: readonly string[],
  obsolete: readonly string[],
): Promise<void> {
  const store = (await guest.mustRun(readStoreName)).trim();
  const checksum = await guest.mustRun(['cat', `/${activeOf(store)}/modules_checksum`]);
  const key = await keyOf(checksum, modules, obsolete);
  const cached = join(labCache, 'policy', `${key}.tar`);
  if (!existsSync(cached)) await compile(guest, { store, args: moduleArguments(modules, obsolete) }, cached);
  await guest.mustRun(replaceStore(store), { input: await readFile(cached) });
}

export function moduleArguments(modules: readonly string[], obsolete: readonly string[]): string[] {
  return [...obsolete.flatMap((name) => ['-r', name]), ...modules.flatMap((path) => ['-i', path])];
}

async function keyOf(checksum: string, modules: readonly string[], obsolete: readonly string[]): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify([checksum, obsolete]));
  for (const path of modules)
    hash
      .update(basename(path))
      .update('\0')
      .update(await readFile(path))
      .update('\0');
  return hash.digest('hex').slice(0, 24);
}

interface Compilation {
  /** The guest's own modules are in the store of this name. */
  readonly store: string;
  /** Says to semodule what to install and to remove. */
  readonly args: readonly string[];
}

async function compile(guest: Guest, { store, args }: Compilation, target: string): Promise<void> {
  await mkdir(join(labCache, 'policy'), { recursive: true });
  const folder = await mkdtemp(join(labCache, 'policy', 'compiling-'));
  try {
    const archive = join(folder, 'store.tar');
    const root = join(folder, 'root');
    await mkdir(root);
    await writeFile(archive, Buffer.from(await guest.mustRun(fetchStore(store)), 'base64'));
    await runTool('tar', ['-C', root, '-x', '--no-same-owner', '-f', archive]);
    await runTool('semodule', ['-p', root, '-s', store, '-N', ...args]);
    const result = join(folder, 'result.tar');
    // The homes are those of the guest's users, not of this machine's; the distribution's modules have not changed.
    const except = [
      '--exclude=*.homedirs*',
      `--exclude=${activeOf(store)}/modules/100`,
      '--exclude=*.LOCK',
      '--exclude=etc/selinux/semanage.conf',
    ];
    await runTool('tar', [
      '-C',
      root,
      '--owner=0',
      '--group=0',
      ...except,
      '-cf',
      result,
      `var/lib/selinux/${store}`,
      `etc/selinux/${store}`,
    ]);
    await rename(result, target);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
