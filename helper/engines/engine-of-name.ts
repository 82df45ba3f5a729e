// SPDX-License-Identifier: Apache-2.0
/** Says which engine has a container, where only its name is known. A name that LXC has is of LXC alone. */

import { fail } from '../../contract/errors.ts';
import type { Engine } from '../../contract/model/engines/engine.ts';
import { containerNames } from '../lxc/all-configurations.ts';
import type { HostPlaces } from '../lxc/places.ts';

export interface EngineNames {
  readonly places: Pick<HostPlaces, 'lxc'>;
  readonly incus: { has(name: string): boolean };
}

/** Gives that one of these which is for the engine of the name. A name that nobody has is of LXC. */
export function chooseByName<T>(name: string, { places, incus }: EngineNames, each: Readonly<Record<Engine, T>>): T {
  return !containerNames(places.lxc).includes(name) && incus.has(name) ? each.incus : each.lxc;
}

/** Says whether any engine has a container of this name. */
export function isNameTaken(name: string, { places, incus }: EngineNames): boolean {
  return containerNames(places.lxc).includes(name) || incus.has(name);
}

/** Fails for a name of which LXC has not what is asked for: with `container-of-incus` where Incus has a container of it. */
export function failWithout(
  name: string,
  code: 'container-not-found' | 'container-not-managed',
  incus: EngineNames['incus'],
): never {
  return fail(incus.has(name) ? 'container-of-incus' : code, { name });
}
