// SPDX-License-Identifier: Apache-2.0
/**
 * The host's module store, through semodule: its content, and the two changes that Bulkhead makes. The policy worker runs
 * it; the helper asks the worker. A call that changes something is one part of a policy transaction.
 */

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail } from '../../../contract/errors.ts';
import { fromStoredForm, toStoredForm } from '../../../sepolicy/own-domain/stored-form.ts';
import { type ProgramResult, runProgram } from '../../system/programs/run-program.ts';
import { hasCode } from '../../system/errno.ts';

/** What is done by running semodule. */
export interface SemoduleRuns {
  /** What it prints of the store: lines of the form `400 bulkhead cil [disabled]`. */
  listing(signal: AbortSignal): Promise<string>;
  /** The texts of modules by name, without the blocks of their stored form; without those that are not there. */
  sources(modules: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, string>>;
  /**
   * Adds or replaces a module, and loads the policy. Fails with `policy-rejected` in the compiler's words; then nothing
   * has changed.
   */
  install(module: string, source: string): Promise<void>;
  /** Removes modules, and loads the policy. */
  remove(modules: readonly string[]): Promise<void>;
  /** Builds the policy again from the store and loads it: the remaining work after an interruption. */
  rebuild(): Promise<void>;
}

export interface Semodule extends SemoduleRuns {
  /** Names of the modules at Bulkhead's priority. */
  list(signal: AbortSignal): Promise<readonly string[]>;
  /** Gives the text of one module; undefined when it is not there. */
  source(module: string, signal: AbortSignal): Promise<string | undefined>;
}

/** The priority at which semodule installs an administrator's modules; the distribution's modules are at 100. */
const priority = '400';

export function semoduleOver(runs: SemoduleRuns): Semodule {
  return {
    ...runs,
    async list(signal) {
      return [...(await runs.listing(signal)).matchAll(/^(\d+)\s+(\S+)/gm)].flatMap(([, at, name]) =>
        at === priority && name !== undefined ? [name] : [],
      );
    },
    source: async (module, signal) => (await runs.sources([module], signal)).get(module),
  };
}
/** Compiling takes seconds on a machine, and a minute in an emulated one that is busy. */
const timeoutMs = 600_000;
/** Only names of this form are ever changed: no module of the distribution, and none of the base modules, has one. */
const ownName = /^bulkhead_[a-z]_[A-Za-z0-9_]+$/;

export interface SemoduleOptions {
  /** Holds files that exist during one call. It is emptied now: its files were left by a crashed helper. */
  readonly scratch: string;
  /** Another store than the host's, which is then compiled and not loaded. */
  readonly root?: string;
}

/** Runs it in this process, which has to be one that may change the policy. */
export function createSemodule({ scratch, root }: SemoduleOptions): SemoduleRuns {
  rmSync(scratch, { recursive: true, force: true });
  mkdirSync(scratch, { recursive: true, mode: 0o700 });
  const where = root === undefined ? [] : ['-p', root, '-s', 'default', '-N'];
  const run = (...args: readonly string[]): Promise<ProgramResult> =>
    runProgram('semodule', [...where, ...args], { timeoutMs: timeoutMs }).catch(withoutProgram);

  async function must(...args: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await run(...args);
    if (code !== 0) fail('policy-rejected', { problems: problemsIn(stderr, code) });
    return stdout;
  }

  async function sources(modules: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, string>> {
    signal.throwIfAborted();
    if (modules.length === 0) return new Map();
    const strange = modules.find((module) => !/^[A-Za-z][\w-]*$/.test(module));
    if (strange !== undefined) throw new Error(`cannot read the policy module ${strange}: no module has such a name`);
    return inFolder(scratch, async (folder) => {
      // The modules are read at whatever priority: the base modules are a package's, or an administrator's who has
      // changed them. It ends at the first that is not there; those before it are written.
      await runProgram('semodule', [...where, '-c', ...modules.flatMap((module) => ['-E', module])], {
        timeoutMs: timeoutMs,
        folder,
      }).catch(withoutProgram);
      const written = new Set(readdirSync(folder));
      return new Map(
        modules
          .filter((module) => written.has(`${module}.cil`))
          .map((module) => [module, fromStoredForm(readFileSync(join(folder, `${module}.cil`), 'utf8'))]),
      );
    });
  }

  return {
    async listing(signal) {
      signal.throwIfAborted();
      return must('-lfull');
    },
    sources,
    async install(module, source) {
      mustBeOwn(module);
      await inFolder(scratch, async (folder) => {
        // semodule names a module after its file.
        const path = join(folder, `${module}.cil`);
        writeFileSync(path, toStoredForm(source, module), { mode: 0o600 });
        await must('-X', priority, '-i', path);
      });
    },
    async remove(modules) {
      for (const module of modules) mustBeOwn(module);
      if (modules.length > 0) await must('-X', priority, ...modules.flatMap((module) => ['-r', module]));
    },
    async rebuild() {
      await must('-B');
    },
  };
}

function mustBeOwn(module: string): void {
  if (!ownName.test(module))
    throw new Error(`cannot change the policy module ${module}: its name is not one of Bulkhead's`);
}

async function inFolder<T>(scratch: string, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(scratch, 'semodule-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** libsemanage and the compiler write a line for each problem, and one that only says that there were some. */
function problemsIn(stderr: string, code: number): { readonly line: number | null; readonly problem: string }[] {
  const lines = stderr
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^(semodule: +Failed|Failed to build)/.test(line));
  return lines.length === 0
    ? [{ line: null, problem: `semodule ended with ${code}` }]
    : lines.slice(-12).map((problem) => ({ line: null, problem }));
}

function withoutProgram(error: unknown): never {
  if (hasCode(error, 'ENOENT'))
    fail('policy-unavailable', { reason: 'semodule cannot be run; install the package policycoreutils on the host' });
  throw error;
}
