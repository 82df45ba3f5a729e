// SPDX-License-Identifier: Apache-2.0
/** Keeps the policy modules of the fake host, by the names of their containers. */

import { fail } from '../../../../contract/errors.ts';
import type { GivenPolicyModule } from '../../../../contract/model/policy/policy-module.ts';
import type { Words } from '../../../../contract/text.ts';
import { findContainer } from '../containers/find-container.ts';
import type { FakeHost } from '../fake-host.ts';
import { domainOf, type FakeModule, moduleNameOf, seedModule } from './fake-module.ts';

export interface ModuleStore {
  all(): readonly FakeModule[];
  /** Gives the module of the container of this name, which has to have one. */
  find(name: string): FakeModule;
  /** Installs a version of the module, and the module with it where there is none. */
  add(name: string, source: string, note: Words): void;
  remove(name: string): void;
}

/** Begins with a module for each container that has a domain of its own. */
export function createModuleStore(host: FakeHost): ModuleStore {
  const modules = new Map(
    [...host.containers.values()]
      .filter(({ confinement }) => confinement === 'own' || confinement === 'learning')
      .map(({ name }) => [name, seedModule(name, host.now())]),
  );
  return {
    all: () => [...modules.values()],
    find: (name) => modules.get(name) ?? fail('module-not-found', { name, version: null }),
    add(name, source, note) {
      const module = modules.get(name) ?? { container: name, versions: [] };
      const version = (module.versions.at(-1)?.version ?? 0) + 1;
      module.versions.push({ version, sha256: String(version).padStart(64, '0'), note, createdAt: host.now(), source });
      modules.set(name, module);
    },
    remove: (name) => void modules.delete(name),
  };
}

/** Describes the module as the helper does: with its versions, and without their sources. */
export function describeModule(host: FakeHost, { container, versions }: FakeModule): GivenPolicyModule {
  const { confinement, learningUntil } = findContainer(host, container);
  const plain = versions.map(({ version, sha256, note, createdAt }) => ({ version, sha256, note, createdAt }));
  return {
    container,
    module: moduleNameOf(container),
    domain: domainOf(container),
    version: plain.at(-1)?.version ?? null,
    state: 'installed',
    isPermissive: confinement === 'learning',
    learningUntil,
    versions: plain,
  };
}
