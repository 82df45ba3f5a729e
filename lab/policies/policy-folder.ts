// SPDX-License-Identifier: Apache-2.0
/**
 * The modules of a distribution's policy as CIL files, made once and kept: from an archive of the compiled policy, or from
 * Debian's package.
 */

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { labCache } from '../places.ts';
import { runTool } from '../run-tool.ts';
import { fetchPolicyPackage } from './debian-package.ts';
import { originOf, type PolicyId } from './policies.ts';

const cache = join(labCache, 'policies');
const program = '/usr/libexec/selinux/hll/pp';

export interface PolicyFolder {
  /** The folder lies at this path; its name changes with its content. */
  readonly path: string;
  /** CIL files of the policy's own modules. */
  readonly modules: readonly string[];
  /** Holds the module of container-selinux, which is a package of its own. */
  readonly containers: string | undefined;
  /** The folder `contexts` of a booted host; undefined where the guest has it. */
  readonly contexts: string | undefined;
}

/**
 * Archives of policies are in this folder: what `BULKHEAD_POLICIES` names, or `shared/policies` beside the checkout.
 */
export function archiveFolder(): string {
  return process.env.BULKHEAD_POLICIES ?? join(import.meta.dirname, '../../../shared/policies');
}

/** Undefined where this machine has it neither as an archive nor by apt: what needs it is then not tested. */
export async function findPolicy(id: PolicyId): Promise<PolicyFolder | undefined> {
  const origin = originOf(id);
  if (origin.kind === 'package') return packageFolder(origin.release);
  const archive = join(archiveFolder(), `${origin.archive}.tar.xz`);
  return existsSync(archive) ? archivedFolder(archive, origin.hasReferencePaths) : undefined;
}

async function archivedFolder(archive: string, hasReferencePaths: boolean): Promise<PolicyFolder> {
  const digest = createHash('sha256')
    .update(await readFile(archive))
    .digest('hex');
  const name = basename(archive, '.tar.xz');
  const folder = await ensure(`${name}-${digest.slice(0, 16)}${hasReferencePaths ? '-run' : ''}`, async (target) => {
    await runTool('tar', ['-C', target, '--strip-components=1', '--no-same-owner', '-xJf', archive]);
    if (hasReferencePaths) await leadToRun(join(target, 'contexts/files/file_contexts.subs_dist'));
  });
  return {
    path: folder,
    modules: await cilFiles(join(folder, 'modules')),
    containers: join(folder, 'container-selinux/container.cil'),
    contexts: join(folder, 'contexts'),
  };
}

/**
 * Writes a list of equal paths by which file contexts below `/run` are found, as the packages of distributions have it
 * since their policies have no `/var/run`; systemd could not label its own files otherwise, and does not boot.
 */
async function leadToRun(path: string): Promise<void> {
  const lines = (await readFile(path, 'utf8')).split('\n').filter((line) => !/^\/(?:var\/)?run[\s/]/.test(line));
  const own = [
    ...['/var/run /run', '/var/lock /run/lock'],
    ...['/run/systemd/system', '/etc/systemd/system'].map((folder) => `${folder} /usr/lib/systemd/system`),
    ...['early', 'late'].map((part) => `/run/systemd/generator.${part} /run/systemd/generator`),
  ];
  await writeFile(path, `${[...lines.filter((line) => line !== ''), ...own].join('\n')}\n`);
}

async function packageFolder(release: string): Promise<PolicyFolder | undefined> {
  const file = await fetchPolicyPackage(release, cache);
  if (file === undefined) return undefined;
  const folder = await ensure(basename(file, '.deb'), (target) => unpackPackage(file, target));
  return { path: folder, modules: await cilFiles(folder), containers: undefined, contexts: undefined };
}

/** Debian ships modules in the form of the older language. */
async function unpackPackage(file: string, target: string): Promise<void> {
  const unpacked = join(target, 'package');
  await runTool('dpkg-deb', ['-x', file, unpacked]);
  const folder = join(unpacked, 'usr/share/selinux/default');
  await runTool(
    'bunzip2',
    (await readdir(folder)).filter((name) => name.endsWith('.bz2')).map((name) => join(folder, name)),
  );
  for (const name of await readdir(folder))
    if (name.endsWith('.pp'))
      await runTool(program, [join(folder, name), join(target, `${basename(name, '.pp')}.cil`)]);
  await rm(unpacked, { recursive: true });
}

async function cilFiles(folder: string): Promise<readonly string[]> {
  return (await readdir(folder))
    .filter((name) => name.endsWith('.cil'))
    .toSorted()
    .map((name) => join(folder, name));
}

/** Half of it is never seen under its name. */
async function ensure(name: string, fill: (folder: string) => Promise<unknown>): Promise<string> {
  const target = join(cache, name);
  if (existsSync(target)) return target;
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'making-'));
  try {
    await fill(folder);
    await rename(folder, target);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    // Another process has made the same.
    if (!existsSync(target)) throw error;
  }
  return target;
}
