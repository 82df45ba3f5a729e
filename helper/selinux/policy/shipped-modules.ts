// SPDX-License-Identifier: Apache-2.0
/**
 * Compares the base modules in the policy store with the files that came with this helper. Their texts are read from the
 * store: `semodule --checksum` reads all modules of the host for the checksums of these few.
 */

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { denyModule, incusModule, requiredModules } from './base-modules.ts';
import { keepForPolicy } from './keep-for-policy.ts';
import type { ReadModuleListing, StoreModule } from './module-listing.ts';
import type { Semodule } from './semodule.ts';

/** The modules of `policy/selinux`. */
export const shippedModuleNames = [...requiredModules, incusModule, denyModule] as const;
export type ShippedModuleName = (typeof shippedModuleNames)[number];

/**
 * `differs`: the store has another text. `missing`: the store has none, or it is disabled. `unknown`: there is nothing
 * to compare: no file, no semodule, or a module that was installed in a compiled form.
 */
export type ShippedModuleState = 'installed' | 'differs' | 'missing' | 'unknown';

export interface ShippedModule {
  readonly name: ShippedModuleName;
  readonly state: ShippedModuleState;
  /** SHA-256 of the file and of the installed text, which are a module's version: CIL has no other. */
  readonly shipped: string | undefined;
  readonly installed: string | undefined;
}

export type ReadShippedModules = (signal: AbortSignal) => Promise<readonly ShippedModule[]>;

export interface ShippedModulesOptions {
  /** Changes with each load of a policy. */
  readonly sequence: () => number | undefined;
  readonly listing: ReadModuleListing;
  readonly sources: Semodule['sources'];
  /** The files are in this folder. */
  readonly folder?: string;
}

export function createShippedModules({
  sequence,
  listing,
  sources,
  folder = '/usr/share/bulkhead/selinux',
}: ShippedModulesOptions): ReadShippedModules {
  const installedTexts = keepForPolicy({
    sequence,
    async read(signal) {
      const modules = (await listing(signal))?.filter(({ name }) => isShipped(name));
      if (modules === undefined) return undefined;
      const readable = modules.filter(({ language, isDisabled }) => language === 'cil' && !isDisabled);
      return {
        modules,
        texts: await sources(
          readable.map(({ name }) => name),
          signal,
        ),
      };
    },
  });
  return async (signal) => {
    const store = await installedTexts(signal);
    return Promise.all(
      shippedModuleNames.map(async (name) => {
        const shipped = checksumOf(await readFile(join(folder, `${name}.cil`)).catch(() => undefined));
        const installed = checksumOf(store?.texts.get(name));
        const entry = store?.modules.find((module) => module.name === name);
        return { name, shipped, installed, state: stateOf(store !== undefined, entry, { shipped, installed }) };
      }),
    );
  };
}

function isShipped(name: string): boolean {
  return shippedModuleNames.some((shipped) => shipped === name);
}

/** One checksum of all that a host with Incus needs; undefined unless the installed text of each is known. */
export function installedVersion(modules: readonly ShippedModule[]): string | undefined {
  const needed = modules.filter(({ name }) => name !== denyModule);
  if (needed.length === 0 || needed.some(({ installed }) => installed === undefined)) return undefined;
  const text = needed.map(({ name, installed }) => `${name} ${installed}\n`).join('');
  return createHash('sha256').update(text).digest('hex');
}

function stateOf(
  isListed: boolean,
  entry: StoreModule | undefined,
  { shipped, installed }: Pick<ShippedModule, 'shipped' | 'installed'>,
): ShippedModuleState {
  if (!isListed) return 'unknown';
  if (entry === undefined || entry.isDisabled) return 'missing';
  if (shipped === undefined || installed === undefined) return 'unknown';
  return shipped === installed ? 'installed' : 'differs';
}

function checksumOf(text: string | Uint8Array | undefined): string | undefined {
  return text === undefined ? undefined : createHash('sha256').update(text).digest('hex');
}
