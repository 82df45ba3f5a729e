// SPDX-License-Identifier: Apache-2.0
/** Compares the base modules in the policy store with the files that came with this helper. */

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { denyModule, requiredModules } from './base-modules.ts';
import { runProgram } from '../../system/programs/run-program.ts';
import { hasCode } from '../../system/errno.ts';

/** The modules of `policy/selinux`. */
export const shippedModuleNames = [...requiredModules, denyModule] as const;
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
  /** Changes with each load of a policy; what the store has is kept until then. */
  readonly sequence: () => number | undefined;
  /** Where the files are. */
  readonly folder?: string;
  /** What `semodule -lfull --checksum` prints; undefined when it cannot be run. */
  readonly list?: (signal: AbortSignal) => Promise<string | undefined>;
}

export function createShippedModules({
  sequence,
  folder = '/usr/share/bulkhead/selinux',
  list = runSemodule,
}: ShippedModulesOptions): ReadShippedModules {
  let known: { readonly sequence: number | undefined; readonly listing: string } | undefined;

  async function listingNow(signal: AbortSignal): Promise<string | undefined> {
    const now = sequence();
    if (known !== undefined && known.sequence === now) return known.listing;
    const listing = await list(signal);
    known = listing === undefined ? undefined : { sequence: now, listing };
    return listing;
  }

  return async (signal) => {
    const listing = await listingNow(signal);
    return Promise.all(
      shippedModuleNames.map(async (name) => {
        const shipped = await checksumOf(join(folder, `${name}.cil`));
        const entry = listing === undefined ? undefined : installedIn(listing, name);
        return { name, shipped, installed: entry?.checksum, state: stateOf(listing, shipped, entry) };
      }),
    );
  };
}

interface StoreEntry {
  readonly isDisabled: boolean;
  /** Of a module that was installed as CIL. */
  readonly checksum: string | undefined;
}

/** The entry with the highest priority, which is the one that counts: `400 bulkhead cil [disabled] sha256:...`. */
function installedIn(listing: string, name: ShippedModuleName): StoreEntry | undefined {
  const entries = listing.split('\n').flatMap((line) => {
    const [priority, module, language, ...rest] = line.trim().split(/\s+/);
    if (module !== name) return [];
    const checksum = rest.map((word) => /^sha256:([0-9a-f]{64})$/.exec(word)?.[1]).find((found) => found !== undefined);
    return [
      {
        priority: Number(priority),
        isDisabled: rest.includes('disabled'),
        checksum: language === 'cil' ? checksum : undefined,
      },
    ];
  });
  return entries.toSorted((left, right) => right.priority - left.priority)[0];
}

function stateOf(
  listing: string | undefined,
  shipped: string | undefined,
  entry: StoreEntry | undefined,
): ShippedModuleState {
  if (listing === undefined) return 'unknown';
  if (entry === undefined || entry.isDisabled) return 'missing';
  if (shipped === undefined || entry.checksum === undefined) return 'unknown';
  return shipped === entry.checksum ? 'installed' : 'differs';
}

async function checksumOf(path: string): Promise<string | undefined> {
  const file = await readFile(path).catch(() => undefined);
  return file === undefined ? undefined : createHash('sha256').update(file).digest('hex');
}

async function runSemodule(signal: AbortSignal): Promise<string | undefined> {
  try {
    const { code, stdout } = await runProgram('semodule', ['-lfull', '--checksum'], { signal, timeoutMs: 60_000 });
    return code === 0 ? stdout : undefined;
  } catch (error) {
    signal.throwIfAborted();
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}
