// SPDX-License-Identifier: Apache-2.0
/** Reads or compiles the policy that a host would have after a change, as `policy replay` tries it. */

import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { AskedPolicy } from '../../sepolicy/replay/answer-access.ts';
import { withBooleansOf } from '../../sepolicy/replay/replay.ts';
import type { LoadedPolicy } from '../../sepolicy/loaded-policy.ts';
import type { Sources } from '../../sepolicy/policy-check/check-policy.ts';
import { InputError } from '../input-error.ts';
import { readPolicyFile, readPolicyText } from '../policy-file.ts';
import { UsageError } from '../usage-error.ts';
import { withCompiler } from './compile-sources.ts';
import { policyOfHost } from './policy-sources.ts';
import { isStore, readStore } from './read-store.ts';

export interface PolicyChange {
  /**
   * Exactly one of the next three is given: the path of a module, that of a whole policy, or `name=value` of a boolean.
   */
  readonly module: string | undefined;
  readonly policy: string | undefined;
  readonly boolean: string | undefined;
  readonly loadedPath: string;
  /** Says whether the loaded policy is that of this host, whose module store belongs to it. */
  readonly isOfHost: boolean;
  readonly signal: AbortSignal;
}

interface ChangedPolicy {
  readonly changed: AskedPolicy;
  /** What the result does not show; to be said beside it. */
  readonly remarks: readonly string[];
}

const unreplaced =
  'the module is added to the loaded policy: what an installed one of the same name allows now stays allowed; run as ' +
  'root on the host to have it replaced';

export async function readChangedPolicy(present: LoadedPolicy, change: PolicyChange): Promise<ChangedPolicy> {
  const { module, policy, boolean } = change;
  if (boolean !== undefined) return { changed: withBoolean(present, boolean), remarks: [] };
  if (policy !== undefined) return { changed: withBooleansOf(await readPolicyFile(policy), present), remarks: [] };
  const path = module ?? '';
  const { sources, remarks } = await sourcesWithout(basename(path, '.cil'), change);
  const compiled = await compileWith(path, sources, change.signal);
  return { changed: withBooleansOf(compiled, present), remarks };
}

function withBoolean(present: LoadedPolicy, choice: string): AskedPolicy {
  const [, name = '', value] = /^(\w+)=(on|off)$/.exec(choice) ?? [];
  if (value === undefined) throw new UsageError('a boolean is given as name=on or name=off');
  if (!present.booleans.has(name)) throw new UsageError(`the loaded policy has no boolean ${name}`);
  return { policy: present, booleans: new Map(present.booleans).set(name, value === 'on') };
}

/** The modules of this host without that one where its store may be read; else the loaded policy as one text. */
async function sourcesWithout(
  module: string,
  { loadedPath, isOfHost }: PolicyChange,
): Promise<{ readonly sources: Sources; readonly remarks: readonly string[] }> {
  const store = isOfHost ? await policyOfHost() : undefined;
  if (store !== undefined && (await isStore(store)))
    return { sources: await readStore(store, new Set([module])), remarks: [] };
  return { sources: new Map([['policy.cil', await readPolicyText(loadedPath)]]), remarks: [unreplaced] };
}

async function compileWith(path: string, sources: Sources, signal: AbortSignal): Promise<LoadedPolicy> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new InputError(path, error instanceof Error ? error.message : String(error));
  });
  return withCompiler(signal, async (compile, policyPath) => {
    const { isAccepted, output } = await compile(new Map([...sources, ['module.cil', text]]));
    if (!isAccepted) throw new InputError(path, `it does not compile: ${lastWordsOf(output)}`);
    return readPolicyFile(policyPath);
  });
}

/** The compiler ends with what it could not do, after the place of it. */
function lastWordsOf(output: string): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  const failed = lines.filter((line) => /module\.cil|Failed to resolve|neverallow/.test(line));
  return (failed.length > 0 ? failed : lines.slice(-2)).slice(0, 3).join('; ').slice(0, 300);
}
