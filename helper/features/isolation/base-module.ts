// SPDX-License-Identifier: Apache-2.0
/** Compares Bulkhead's own modules in the policy store with the files that came with this helper. */

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { denyModule, requiredModules } from '../../selinux/policy/base-modules.ts';
import { runProgram } from '../../system/programs/run-program.ts';
import { hasCode } from '../../system/errno.ts';

const folder = '/usr/share/bulkhead/selinux';

/** Names of modules. */
export interface BaseModules {
  /** Whose text is another one than the helper's. */
  readonly differing: readonly string[];
  /** That every host needs, and that this one lacks. */
  readonly missing: readonly string[];
  /** False where the deny rules are not installed. */
  readonly hasDenyRules: boolean;
}

export interface BaseModuleOptions {
  /** Changes with each load of a policy; what was found is kept until then. */
  readonly sequence: () => number | undefined;
}

/** Undefined when there is nothing to compare: no files, no semodule. */
export function createBaseModuleCheck({
  sequence,
}: BaseModuleOptions): (signal: AbortSignal) => Promise<BaseModules | undefined> {
  let known: { readonly sequence: number | undefined; readonly found: BaseModules | undefined } | undefined;

  return async (signal) => {
    const now = sequence();
    if (known === undefined || known.sequence !== now) known = { sequence: now, found: await compare(signal) };
    return known.found;
  };
}

async function compare(signal: AbortSignal): Promise<BaseModules | undefined> {
  const sums = await sumsOfFiles();
  if (sums.size === 0) return undefined;
  const listed = await runProgram('semodule', ['-lfull', '--checksum'], { signal, timeoutMs: 60_000 }).catch(
    unlessAborted(signal),
  );
  return listed?.code === 0 ? compareModules(sums, listed.stdout) : undefined;
}

/**
 * `sums` are those of the helper's files, by module; `listed` is what `semodule -lfull --checksum` writes. A module that
 * was installed in a compiled form has another checksum, and is not compared.
 */
export function compareModules(sums: ReadonlyMap<string, string>, listed: string): BaseModules {
  const installed = new Map(
    [...listed.matchAll(/^\d+\s+(\S+)\s+(\S+)(?:\s+\S+)?\s+sha256:([0-9a-f]{64})\s*$/gm)].map(
      ([, name = '', language, sum = '']) => [name, language === 'cil' ? sum : undefined] as const,
    ),
  );
  return {
    differing: [...sums].flatMap(([name, sum]) => {
      const theirs = installed.get(name);
      return theirs === undefined || theirs === sum ? [] : [name];
    }),
    missing: requiredModules.filter((name) => sums.has(name) && !installed.has(name)),
    hasDenyRules: installed.has(denyModule),
  };
}

async function sumsOfFiles(): Promise<ReadonlyMap<string, string>> {
  const sums = new Map<string, string>();
  for (const name of [...requiredModules, denyModule]) {
    const text = await readFile(join(folder, `${name}.cil`)).catch(() => undefined);
    if (text !== undefined) sums.set(name, createHash('sha256').update(text).digest('hex'));
  }
  return sums;
}

function unlessAborted(signal: AbortSignal): (error: unknown) => undefined {
  return (error) => {
    signal.throwIfAborted();
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  };
}
