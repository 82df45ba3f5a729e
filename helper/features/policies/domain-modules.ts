// SPDX-License-Identifier: Apache-2.0
/**
 * The policy modules of domains of their own, by their owner: written, judged, compiled and installed by the policy
 * worker, which gives semodule only what it has compiled with the neverallow rules.
 */

import { say, type Words } from '../../../contract/text.ts';
import { ownerOfPolicyName, plainNumberOf } from '../../../sepolicy/own-domain/names.ts';
import type { CompilationAnswer } from '../../selinux/policy/compilation.ts';
import { neverAborts } from '../../system/work/never-aborts.ts';
import type { OwnDomains } from '../containers/ports/domains.ts';
import {
  checkModule,
  type CheckOptions,
  type DomainModulesOptions,
  installModule,
  moduleOf,
} from './install-module.ts';
import type { StoredModule } from './module-store.ts';
import type { ModuleVersion } from './module-versions.ts';
import { bringModule, copyModule, readModule, updateModule } from './update-module.ts';
import { findConnectTypes, withPair, writeModule } from './write-module.ts';

export interface DomainModules extends OwnDomains {
  /** What is wrong with a source, or what it would change. */
  check(owner: string, source: string, options: CheckOptions): Promise<CompilationAnswer>;
  /**
   * Fails with `policy-rejected` and changes nothing when something is wrong with it. A text without a statement, which
   * only a plain domain may have, takes the module out of the policy.
   */
  install(owner: string, source: string, options: CheckOptions & { readonly note: Words }): Promise<ModuleVersion>;
  /** The installed source, or for a plain domain without a module a text without a statement; undefined for neither. */
  read(owner: string, signal: AbortSignal): Promise<StoredModule | undefined>;
  versions(owner: string): readonly ModuleVersion[];
  versionSource(owner: string, version: number): string | undefined;
}

export function createDomainModules(host: DomainModulesOptions): DomainModules {
  const { store } = host;
  return {
    connectTypes: (targets, signal) => findConnectTypes(host, targets, signal),
    write: (owner, chosen, signal) => writeModule(host, { owner, ...chosen }, signal),
    update: (owner, facts, signal) => updateModule(host, { owner, facts }, signal),
    bring: (owner, source, signal) => bringModule(host, { owner, source }, signal),
    copy: (owner, to, signal) => copyModule(host, { owner, to }, signal),
    check: (owner, source, options) => checkModule(host, { owner, source }, options),
    install: (owner, source, options) => installModule(host, { owner, source }, options),
    async make(owner, source, { pair, isPermissive, signal }) {
      const note = say('created with the container');
      const module = { owner, source: withPair(source, owner, pair) };
      await installModule(host, module, { note, mayBePermissive: isPermissive, signal });
    },
    names: () =>
      store.known().flatMap((module) => {
        const owner = ownerOfPolicyName(module);
        return owner === undefined || plainNumberOf(owner) !== undefined ? [] : [owner];
      }),
    has: (owner) => store.versions(moduleOf(owner)).length > 0,
    remove: (owner) => store.remove([moduleOf(owner)], neverAborts),
    read: (owner, signal) => readModule(host, owner, signal),
    versions: (owner) => store.versions(moduleOf(owner)),
    versionSource: (owner, version) => store.versionSource(moduleOf(owner), version),
  };
}
