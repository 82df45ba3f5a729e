// SPDX-License-Identifier: Apache-2.0
/**
 * The instances that are known, found by their names. What one change costs does not grow with their number: an instance
 * that is the same as before stays the same object, so what others have made of it stays true.
 */

import { isDeepStrictEqual } from 'node:util';
import { type IncusInstance, type InstanceName, nameOf } from '../incus-instances.ts';

export interface KnownInstances {
  /** The same array until one changes. */
  all(): readonly IncusInstance[];
  /** Finds an instance by the name that liblxc has it under. */
  find(name: string): IncusInstance | undefined;
  get(name: InstanceName): IncusInstance | undefined;
  put(instance: IncusInstance): void;
  delete(name: InstanceName): void;
  /** These and no others, in their order. */
  replace(instances: readonly IncusInstance[]): void;
}

/** `onReplaced` is called for each one that comes, goes, or is another object than before. */
export type OnReplaced = (before: IncusInstance | undefined, after: IncusInstance | undefined) => void;

export function createKnownInstances(onReplaced: OnReplaced = () => undefined): KnownInstances {
  let byName = new Map<string, IncusInstance>();
  let list: readonly IncusInstance[] | undefined;

  function put(instance: IncusInstance): void {
    const name = nameOf(instance);
    const before = byName.get(name);
    if (isDeepStrictEqual(before, instance)) return;
    byName.set(name, instance);
    list = undefined;
    onReplaced(before, instance);
  }

  function deleteNamed(name: string): void {
    const before = byName.get(name);
    if (before === undefined) return;
    byName.delete(name);
    list = undefined;
    onReplaced(before, undefined);
  }

  return {
    all: () => (list ??= [...byName.values()]),
    find: (name) => byName.get(name),
    get: (name) => byName.get(nameOf(name)),
    put,
    delete: (name) => deleteNamed(nameOf(name)),
    replace(instances) {
      const names = new Set(instances.map(nameOf));
      for (const name of [...byName.keys()]) if (!names.has(name)) deleteNamed(name);
      for (const instance of instances) put(instance);
      byName = new Map([...names].flatMap((name) => entryOf(name, byName.get(name))));
      list = undefined;
    },
  };
}

function entryOf(name: string, instance: IncusInstance | undefined): readonly (readonly [string, IncusInstance])[] {
  return instance === undefined ? [] : [[name, instance]];
}
