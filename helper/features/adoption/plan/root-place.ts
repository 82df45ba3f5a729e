// SPDX-License-Identifier: Apache-2.0
/**
 * Says where the root of a container never lies that is adopted: what is copied becomes an image, for any container.
 */

import { say, type Words } from '../../../../contract/text.ts';
import { containerPlaces, type HostPlaces } from '../../../lxc/places.ts';
import { isOfMany, isWithin, systemFolderOf } from '../../../lxc/system-folders.ts';

/** Judges the place by its path alone; undefined when nothing prevents it. In LXC's folder only its own part is its. */
export function problemOfPlace(path: string, name: string, places: HostPlaces): Words | undefined {
  if (path.startsWith(`${containerPlaces(places, name).folder}/`)) return undefined;
  const own = [places.state, places.lxc];
  const system = own.find((folder) => isWithin(path, folder)) ?? systemFolderOf(path);
  if (system !== undefined)
    return say('its root {path} belongs to the system ({system}), and is never copied', { path, system });
  return isOfMany(path) || own.some((folder) => isWithin(folder, path))
    ? say('its root {path} holds the data of many, and is never copied', { path })
    : undefined;
}
