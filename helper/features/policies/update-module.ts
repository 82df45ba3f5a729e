// SPDX-License-Identifier: Apache-2.0
/** Reads installed modules, and brings them up to date with facts, with a new name, and with the cluster. */

import { say } from '../../../contract/text.ts';
import { isWithoutStatement } from '../../../sepolicy/own-domain/generate.ts';
import { permissive } from '../../../sepolicy/own-domain/learning-module.ts';
import { policyNames } from '../../../sepolicy/own-domain/names.ts';
import { renamedModule } from '../../../sepolicy/own-domain/rename-module.ts';
import { isContextKnown } from '../../selinux/known-context.ts';
import type { ModuleFacts } from '../containers/ports/domains.ts';
import { type DomainModulesOptions, installModule, moduleOf, type OwnedSource } from './install-module.ts';
import type { StoredModule } from './module-store.ts';
import { emptyOf, withFacts } from './write-module.ts';

/**
 * Gives the module of an owner as it is stored. That of a plain domain need not be installed: its text then stands among
 * the versions, or was never written.
 */
export async function readModule(
  { store }: DomainModulesOptions,
  owner: string,
  signal: AbortSignal,
): Promise<StoredModule | undefined> {
  const module = moduleOf(owner);
  const stored = await store.read(module, signal);
  const empty = emptyOf(owner);
  if (stored !== undefined || empty === undefined) return stored;
  const version = store.versions(module).at(-1);
  const source = version === undefined ? undefined : store.versionSource(module, version.version);
  const isInstalled = false;
  return source !== undefined && isWithoutStatement(source)
    ? { source, version, isInstalled }
    : { source: empty, version: undefined, isInstalled };
}

/** Installs the module once more where facts about its owner changed. One that learns stays permissive, and is checked so. */
export async function updateModule(
  host: DomainModulesOptions,
  { owner, facts }: { readonly owner: string; readonly facts: ModuleFacts },
  signal: AbortSignal,
): Promise<void> {
  const { store } = host;
  const latest = store.versions(moduleOf(owner)).at(-1);
  const known = latest === undefined ? emptyOf(owner) : store.versionSource(moduleOf(owner), latest.version);
  // The latest version is on the disk; the store takes a second to read.
  if (known === undefined || withFacts(known, owner, facts) === known) return;
  const stored = await readModule(host, owner, signal);
  if (stored === undefined) return;
  const source = withFacts(stored.source, owner, facts);
  if (source === stored.source) return;
  const mayBePermissive = source.includes(permissive(policyNames(owner).domain));
  const note = say('the volumes that it shares, its categories');
  await installModule(host, { owner, source }, { note, mayBePermissive, signal });
}

/** Installs the module of an owner for another one, under that one's names. */
export async function copyModule(
  host: DomainModulesOptions,
  { owner, to }: { readonly owner: string; readonly to: string },
  signal: AbortSignal,
): Promise<void> {
  const { store } = host;
  const stored = await store.read(moduleOf(owner), signal);
  if (stored === undefined) return;
  const source = renamedModule(stored.source, owner, to);
  if ((await store.read(moduleOf(to), signal))?.source === source) return;
  const note = say('renamed from {name}', { name: owner });
  await installModule(host, { owner: to, source }, { note, mayBePermissive: false, signal });
}

/**
 * Installs the source that the cluster has, where it is not here yet. The store takes a second to read, so the kernel is
 * asked whether somebody took the module away.
 */
export async function bringModule(
  host: DomainModulesOptions,
  { owner, source }: OwnedSource,
  signal: AbortSignal,
): Promise<void> {
  const { store } = host;
  const module = moduleOf(owner);
  const latest = store.versions(module).at(-1);
  const known = latest === undefined ? undefined : store.versionSource(module, latest.version);
  if (known === source && isContextKnown(`system_u:system_r:${policyNames(owner).domain}:s0`)) return;
  const note = say('as the cluster has it');
  await installModule(host, { owner, source }, { note, mayBePermissive: false, isBrought: true, signal });
}
