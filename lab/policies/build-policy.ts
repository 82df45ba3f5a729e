// SPDX-License-Identifier: Apache-2.0
/**
 * Builds a distribution's policy from its source, as CIL, in the layout of the archives: `modules/*.cil`,
 * `container-selinux/container.cil`, `contexts/` and `seusers`.
 */

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { runTool } from '../run-tool.ts';
import { requireTools } from './build-tools.ts';
import { convertModules } from './compiled-modules.ts';
import { containerSelinux, type SourceOrigin } from './policies.ts';
import { fetchCommit, sourceAddress } from './policy-source.ts';

/** The settings of all policies; the distribution is that of the source's own `build.conf`. */
const settings = ['TYPE=mcs', 'NAME=targeted', 'MCS_CATS=1024', 'UNK_PERMS=allow', 'SYSTEMD=y', 'UBAC=n'];
/** RHEL's source leaves this user to the package, and maps logins to it. */
const unconfinedUser = [
  '(user unconfined_u)',
  ...['object_r', 'system_r', 'unconfined_r'].map((role) => `(userrole unconfined_u ${role})`),
  '(userlevel unconfined_u (s0 ))',
  '(userrange unconfined_u ((s0 ) (s0 (range c0 c1023))))',
  '',
].join('\n');
/** The modules of a policy are compiled with the interfaces of container-selinux, as the packages of distributions are. */
const containerFiles = ['te', 'if', 'fc'].map((ending) => `container.${ending}`);
/** A build has another digest after a change of what it does; the number is raised for that. */
const version = 1;

/** A digest of all that decides what a build gives. */
export function buildDigest({ commit }: SourceOrigin): string {
  const all = [version, commit, containerSelinux.commit, ...settings];
  return createHash('sha256').update(all.join('\n')).digest('hex').slice(0, 16);
}

/** Fills `target`; throws `CannotBuild` where a program is missing or a source cannot be reached. */
export async function buildPolicy(origin: SourceOrigin, target: string): Promise<void> {
  requireTools();
  const work = join(target, 'build');
  const containers = join(work, 'container-selinux');
  const policy = join(work, 'selinux-policy');
  await fetchCommit(containerSelinux, sourceAddress(containerSelinux.repository), containers);
  await fetchCommit(origin, sourceAddress(origin.repository), policy);
  await prepareSource(policy, containers);
  await compile(policy);
  await collectModules(policy, target);
  await collectSettings(policy, target);
  await rm(work, { recursive: true });
}

/** Gives the source the list of modules that the distribution's package is built with, and container-selinux. */
export async function prepareSource(policy: string, containers: string): Promise<void> {
  const list = join(policy, 'dist/targeted/modules.conf');
  if (existsSync(list)) await cp(list, join(policy, 'policy/modules.conf'));
  for (const file of containerFiles) await cp(join(containers, file), join(policy, 'policy/modules/contrib', file));
}

/** Nothing of this process's variables reaches the build but where programs are. */
async function compile(policy: string): Promise<void> {
  const { PATH, HOME } = process.env;
  const env = { PATH, HOME, LC_ALL: 'C' };
  const make = (...args: readonly string[]): Promise<string> =>
    runTool('make', [...settings, ...args], { folder: policy, env });
  // What is found by patterns in the next run is made first.
  await make('generate');
  await make(`--jobs=${availableParallelism()}`, 'base', 'modules', 'container.pp');
}

async function collectModules(policy: string, target: string): Promise<void> {
  const modules = join(target, 'modules');
  const containers = join(target, 'container-selinux');
  await mkdir(modules);
  await mkdir(containers);
  await convertModules(policy, modules);
  await rename(join(modules, 'container.cil'), join(containers, 'container.cil'));
  const permissive = join(policy, 'dist/permissivedomains.cil');
  if (existsSync(permissive)) await cp(permissive, join(modules, 'permissivedomains.cil'));
  await addUsers(policy, modules);
}

/** Adds a module with the user that logins are mapped to where the source declares none. */
export async function addUsers(policy: string, modules: string): Promise<void> {
  const users = await readFile(join(policy, 'policy/users'), 'utf8');
  if (!/^gen_user\(unconfined_u,/m.test(users)) await writeFile(join(modules, 'zz_users.cil'), unconfinedUser);
}

/** Collects what is installed beside the modules: the contexts that programs look up, and the users. */
export async function collectSettings(policy: string, target: string): Promise<void> {
  const contexts = join(target, 'contexts');
  await cp(join(policy, 'config/appconfig-mcs'), contexts, { recursive: true });
  for (const folder of ['users', 'files']) await mkdir(join(contexts, folder));
  const ending = '_default_contexts';
  for (const name of await readdir(contexts))
    if (name.endsWith(ending))
      await rename(join(contexts, name), join(contexts, 'users', name.slice(0, -ending.length)));
  await cp(join(policy, 'config/file_contexts.subs_dist'), join(contexts, 'files/file_contexts.subs_dist'));
  await rename(join(contexts, 'seusers'), join(target, 'seusers'));
  await cp(join(policy, 'COPYING'), join(target, 'COPYING'));
}
