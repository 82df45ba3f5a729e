// SPDX-License-Identifier: Apache-2.0
/**
 * The modules of a distribution's policy as CIL files, made once and kept: from an archive of the compiled policy, from its
 * source, or from Debian's package.
 */

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { runTool } from '../run-tool.ts';
import { buildPolicy, buildDigest } from './build-policy.ts';
import { convertModules } from './compiled-modules.ts';
import { fetchPolicyPackage } from './debian-package.ts';
import { ensureFolder, policyCache } from './kept-folder.ts';
import { compiledName, distributionPolicies, type ForeignPolicyId, isForeign, type PolicyId } from './policies.ts';
import { leadToRun } from './reference-paths.ts';

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
function archiveFolder(): string {
  return process.env.BULKHEAD_POLICIES ?? join(import.meta.dirname, '../../../shared/policies');
}

/** Undefined where this machine has it neither as an archive, nor built, nor by apt: what needs it is then not tested. */
export async function findPolicy(id: PolicyId): Promise<PolicyFolder | undefined> {
  if (!isForeign(id)) return packageFolder(distributionPolicies[id].origin.release);
  const archive = archiveOf(id);
  if (existsSync(archive)) return archivedFolder(id, archive);
  const built = join(policyCache, builtName(id));
  return existsSync(built) ? contentsOf(built) : undefined;
}

/** Builds the policy from its source; rejects with `CannotBuild` where this machine can not. */
export async function buildPolicyFolder(id: ForeignPolicyId): Promise<PolicyFolder> {
  return compiledFolder(id, builtName(id), (target) => buildPolicy(distributionPolicies[id].origin, target));
}

/** Says why a policy was not found, and what to do. */
export function explainAbsence(id: ForeignPolicyId): string {
  return (
    `there is no ${basename(archiveOf(id))} in ${archiveFolder()}, and it was not built; name the folder of the archives ` +
    `by BULKHEAD_POLICIES, or build it: npx tsx lab/policies/build.ts ${id}`
  );
}

function archiveOf(id: ForeignPolicyId): string {
  return join(archiveFolder(), `${compiledName(id)}.tar.xz`);
}

async function archivedFolder(id: ForeignPolicyId, archive: string): Promise<PolicyFolder> {
  const digest = createHash('sha256')
    .update(await readFile(archive))
    .digest('hex');
  const name = `${compiledName(id)}-${digest.slice(0, 16)}${pathsSuffix(id)}`;
  return compiledFolder(id, name, (target) =>
    runTool('tar', ['-C', target, '--strip-components=1', '--no-same-owner', '-xJf', archive]),
  );
}

function builtName(id: ForeignPolicyId): string {
  return `${compiledName(id)}-built-${buildDigest(distributionPolicies[id].origin)}${pathsSuffix(id)}`;
}

function pathsSuffix(id: ForeignPolicyId): string {
  return distributionPolicies[id].origin.hasReferencePaths ? '-run' : '';
}

async function compiledFolder(
  id: ForeignPolicyId,
  name: string,
  fill: (target: string) => Promise<unknown>,
): Promise<PolicyFolder> {
  const folder = await ensureFolder(name, async (target) => {
    await fill(target);
    if (distributionPolicies[id].origin.hasReferencePaths)
      await leadToRun(join(target, 'contexts/files/file_contexts.subs_dist'));
  });
  return contentsOf(folder);
}

async function contentsOf(folder: string): Promise<PolicyFolder> {
  return {
    path: folder,
    modules: await cilFiles(join(folder, 'modules')),
    containers: join(folder, 'container-selinux/container.cil'),
    contexts: join(folder, 'contexts'),
  };
}

async function packageFolder(release: string): Promise<PolicyFolder | undefined> {
  const file = await fetchPolicyPackage(release, policyCache);
  if (file === undefined) return undefined;
  const folder = await ensureFolder(basename(file, '.deb'), (target) => unpackPackage(file, target));
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
  await convertModules(folder, target);
  await rm(unpacked, { recursive: true });
}

async function cilFiles(folder: string): Promise<readonly string[]> {
  return (await readdir(folder))
    .filter((name) => name.endsWith('.cil'))
    .toSorted()
    .map((name) => join(folder, name));
}
