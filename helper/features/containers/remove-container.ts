// SPDX-License-Identifier: Apache-2.0
/**
 * Removes a container, also when the disk has no space for the intent, and what an interrupted creation or removal
 * left.
 */

import { existsSync } from 'node:fs';
import { isFailure } from '../../../contract/errors.ts';
import { plainOwner } from '../../../sepolicy/own-domain/names.ts';
import { readConfiguration, valueOf } from '../../lxc/configuration-file.ts';
import { readDescription } from '../../lxc/description.ts';
import { endCgroups } from '../../lxc/end-cgroups.ts';
import type { LxcTools } from '../../lxc/lxc-tools.ts';
import { containerPlaces } from '../../lxc/places.ts';
import { plainDomainOf } from '../../selinux/plain-domains.ts';
import { plainDomainsOfOthers } from './plain-domains.ts';
import { emptyLayers, removeEverything } from './removal.ts';
import { readRuntime } from '../../lxc/runtime.ts';
import type { ContainersHost } from './containers-host.ts';

export interface ContainerRemoval {
  /** Kills what runs and removes all of it. */
  remove(name: string): Promise<void>;
  /** Removes it without an intent, for what another intent announced. Idempotent. */
  undo(name: string): Promise<void>;
  /**
   * Says whether any part of it exists. A removal removes the layers last: without them, and without a description, the
   * present owner of that name is not what was to be removed.
   */
  isLeft(name: string): boolean;
}

export function createContainerRemoval(
  {
    places,
    intents,
    ownDomains,
    volumes,
    layers,
  }: Pick<ContainersHost, 'places' | 'intents' | 'ownDomains' | 'volumes' | 'layers'>,
  tools: LxcTools,
): ContainerRemoval {
  /** Undefined when the disk has no space for the intent. */
  function begin(name: string): number | undefined {
    try {
      return intents.begin({ kind: 'remove-container', subject: name, data: null });
    } catch (error) {
      if (isFailure(error, 'disk-full')) return undefined;
      throw error;
    }
  }

  /**
   * Frees the space before a removal without an intent. A helper that crashes meanwhile leaves a container without
   * files, which is still listed and can be removed.
   */
  async function freeSpaceFirst(name: string): Promise<void> {
    await end(name);
    await volumes.whileRemoving(name, () => emptyLayers(name, containerPlaces(places, name), layers));
  }

  async function end(name: string): Promise<void> {
    // What LXC does not end, its cgroups do; LXC goes first, because it also tidies up.
    if (readRuntime(places.cgroup, name) !== undefined) await tools.kill(name).catch(() => undefined);
    await endCgroups(places.cgroup, name);
  }

  async function undo(name: string): Promise<void> {
    await end(name);
    await removePlainModule(name);
    await volumes.whileRemoving(name, () => removeEverything(name, containerPlaces(places, name), layers));
    if (ownDomains.has(name)) await ownDomains.remove(name);
  }

  /**
   * Removes it before its files, which say which plain domain it has: the next container with that one has nothing of
   * it.
   */
  async function removePlainModule(name: string): Promise<void> {
    const { configuration, description } = containerPlaces(places, name);
    const context = valueOf(readConfiguration(configuration) ?? [], 'lxc.selinux.context') ?? '';
    const taken = plainDomainsOfOthers(places, name);
    for (const number of new Set([plainDomainOf(context), readDescription(description)?.plainDomain])) {
      if (typeof number !== 'number' || taken.has(number)) continue;
      const owner = plainOwner(number);
      if (ownDomains.has(owner)) await ownDomains.remove(owner);
    }
  }

  return {
    undo,
    async remove(name) {
      const intent = begin(name) ?? (await freeSpaceFirst(name), begin(name));
      await undo(name);
      if (intent !== undefined) intents.release(intent);
    },
    isLeft(name) {
      const own = containerPlaces(places, name);
      return existsSync(own.layers) || ownDomains.has(name) || readDescription(own.description) !== undefined;
    },
  };
}
