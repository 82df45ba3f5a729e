// SPDX-License-Identifier: Apache-2.0
/** What the engines do on this host to a container whose lock the caller has, without asking Bulkhead's own records. */

import type { Engine } from '../../contract/model/engines/engine.ts';
import { killPayload } from '../lxc/end-cgroups.ts';
import { createLxcTools } from '../lxc/lxc-tools.ts';
import { containerPlaces, type HostPlaces } from '../lxc/places.ts';

interface EngineOnHost {
  /** The folder in which it keeps a container on this host; undefined where it keeps that in a database. */
  folderOf(name: string): string | undefined;
  /** Ends all processes of a container at once. */
  kill(name: string): Promise<void>;
}

/** Gives the engine of a container. */
export type EnginesOnHost = (container: { readonly engine: Engine }) => EngineOnHost;

export function createEnginesOnHost(places: HostPlaces): EnginesOnHost {
  const tools = createLxcTools(places.lxc);
  const engines: Readonly<Record<Engine, EngineOnHost>> = {
    lxc: { folderOf: (name) => containerPlaces(places, name).folder, kill: tools.kill },
    incus: { folderOf: () => undefined, kill: (name) => killPayload(places.cgroup, name) },
  };
  return ({ engine }) => engines[engine];
}
