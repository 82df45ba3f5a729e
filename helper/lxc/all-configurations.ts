// SPDX-License-Identifier: Apache-2.0
/** The containers that LXC knows, by its own rule: a folder below its path with a configuration in it. */

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { containerNameSchema } from '../../contract/model/names.ts';
import { type ConfigurationLine, readConfiguration, valueOf } from './configuration-file.ts';

/**
 * Names in LXC's path, sorted; folders whose name no container could have are left out. Empty when there is no such
 * path.
 */
export function containerNames(lxcPath: string): readonly string[] {
  try {
    return readdirSync(lxcPath, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && containerNameSchema().safeParse(entry.name).success)
      .map(({ name }) => name)
      .sort();
  } catch {
    return [];
  }
}

/** The configurations of all containers, also of those that others created: what is in use on this host. */
export function allConfigurations(lxcPath: string): readonly (readonly ConfigurationLine[])[] {
  return containerNames(lxcPath).flatMap((name) => {
    const lines = readConfiguration(join(lxcPath, name, 'config'));
    return lines === undefined ? [] : [lines];
  });
}

/** Contexts that the containers are configured with, by name; without those that name none. */
export function configuredContexts(lxcPath: string): ReadonlyMap<string, string> {
  const contexts = new Map<string, string>();
  for (const name of containerNames(lxcPath)) {
    const context = valueOf(readConfiguration(join(lxcPath, name, 'config')) ?? [], 'lxc.selinux.context');
    if (context !== undefined) contexts.set(name, context);
  }
  return contexts;
}
