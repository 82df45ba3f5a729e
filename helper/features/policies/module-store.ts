// SPDX-License-Identifier: Apache-2.0
/**
 * Bulkhead's policy modules on the host. The module store is the truth about what is installed; beside it every version
 * that was installed is kept, so that each can be had back. A change is announced in the intent journal first, and
 * after a crash the store is asked what became of it.
 */

import type { Words } from '../../../contract/text.ts';
import { isWithoutStatement } from '../../../sepolicy/own-domain/generate.ts';
import type { IntentJournal } from '../../journal/intent-journal.ts';
import { type ModuleVersion, type ModuleVersions, sha256Of } from './module-versions.ts';
import type { PolicyTransactions } from '../../selinux/policy/policy-transaction.ts';
import type { Semodule } from '../../selinux/policy/semodule.ts';
import { neverAborts } from '../../system/work/never-aborts.ts';
import type { IntentData } from '../../journal/intent-kinds.ts';

/** A module as the store has it. */
export interface StoredModule {
  readonly source: string;
  /** Gives the version of this text; undefined when another program has installed another text under this name. */
  readonly version: ModuleVersion | undefined;
  /** False for the text of a plain domain that has no module; left out otherwise. */
  readonly isInstalled?: false;
}

export interface ModuleStore {
  /**
   * Names of all of Bulkhead's modules that are installed, by Bulkhead or by others; the base modules are not among them.
   */
  installed(signal: AbortSignal): Promise<readonly string[]>;
  /** Undefined when it is not installed. */
  read(module: string, signal: AbortSignal): Promise<StoredModule | undefined>;
  /** Names of all that have a version. */
  known(): readonly string[];
  /** Gives the oldest first. */
  versions(module: string): readonly ModuleVersion[];
  versionSource(module: string, version: number): string | undefined;
  /**
   * The text has been checked: what semodule takes is loaded. One without a statement takes the module out of the policy,
   * and is a version all the same. Aborting counts until semodule begins.
   */
  install(module: string, source: string, options: InstallOptions): Promise<ModuleVersion>;
  /** Removes all that exists of these, with all versions, in one load of the policy. */
  remove(modules: readonly string[], signal: AbortSignal): Promise<void>;
  /** Forgets, after a crash, versions that never were installed, and ends what was begun. */
  recover(): Promise<void>;
}

interface InstallOptions {
  /** Says where the version comes from, in a few words. */
  readonly note: Words;
  readonly signal: AbortSignal;
  /** Called when the change can no longer be given up. */
  readonly onBegin?: () => void;
}

export interface ModuleStoreOptions {
  readonly semodule: Semodule;
  readonly transactions: PolicyTransactions;
  readonly intents: IntentJournal;
  readonly versions: ModuleVersions;
}

const prefix = /^bulkhead_[a-z]_/;

export function createModuleStore(host: ModuleStoreOptions): ModuleStore {
  const { semodule, transactions, intents, versions } = host;
  return {
    installed: (signal) => listInstalled(host, signal),
    read: (module, signal) => readModule(host, module, signal),
    known: versions.modules,
    versions: (module) => versions.of(module),
    versionSource: (module, version) => versions.source(module, version),

    install(module, source, { note, signal, onBegin }) {
      return transactions.run(async () => {
        onBegin?.();
        const begun: IntentData<'install-policy-module'> = {
          version: (versions.of(module).at(-1)?.version ?? 0) + 1,
          sha256: sha256Of(source),
        };
        const intent = intents.begin({ kind: 'install-policy-module', subject: module, data: begun });
        try {
          const made = versions.add(module, source, note);
          await (isWithoutStatement(source) ? takeOut(host, [module]) : semodule.install(module, source));
          return made;
        } catch (error) {
          versions.forget(module, begun.version);
          throw error;
        } finally {
          intents.release(intent);
        }
      }, signal);
    },

    remove(modules, signal) {
      return transactions.run(async () => {
        const intent = intents.begin({
          kind: 'remove-policy-modules',
          subject: modules.join(' '),
          data: { modules: [...modules] },
        });
        await removeNow(host, modules).finally(() => intents.release(intent));
      }, signal);
    },

    recover() {
      return transactions.run(async () => {
        for (const { id, kind, subject, data } of intents.leftOf('install-policy-module', 'remove-policy-modules')) {
          await (kind === 'install-policy-module' ? settle(host, subject, data) : removeNow(host, data.modules));
          intents.release(id);
        }
      }, neverAborts);
    },
  };
}

async function listInstalled({ semodule }: ModuleStoreOptions, signal: AbortSignal): Promise<readonly string[]> {
  return (await semodule.list(signal)).filter((name) => prefix.test(name));
}

async function readModule(
  { semodule, versions }: ModuleStoreOptions,
  module: string,
  signal: AbortSignal,
): Promise<StoredModule | undefined> {
  const source = await semodule.source(module, signal);
  if (source === undefined) return undefined;
  const sum = sha256Of(source);
  return { source, version: versions.of(module).findLast(({ sha256 }) => sha256 === sum) };
}

async function takeOut(host: ModuleStoreOptions, modules: readonly string[]): Promise<void> {
  const { semodule } = host;
  const there = new Set(await listInstalled(host, neverAborts));
  await semodule.remove(modules.filter((module) => there.has(module)));
}

async function removeNow(host: ModuleStoreOptions, modules: readonly string[]): Promise<void> {
  const { versions } = host;
  await takeOut(host, modules);
  for (const module of modules) versions.forgetAll(module);
}

/**
 * The module may be in the store and not in the kernel, since the store is written first: building it once more
 * brings both together.
 */
async function settle(
  { semodule, versions }: ModuleStoreOptions,
  module: string,
  { version, sha256 }: IntentData<'install-policy-module'>,
): Promise<void> {
  const source = await semodule.source(module, neverAborts);
  if (source !== undefined && sha256Of(source) === sha256) await semodule.rebuild();
  else versions.forget(module, version);
}
