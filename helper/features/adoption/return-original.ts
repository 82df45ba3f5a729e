// SPDX-License-Identifier: Apache-2.0
/** Restores the original of an adopted container, or removes it. Once begun, either goes through. */

import { fail } from '../../../contract/errors.ts';
import type { Container } from '../../../contract/model/containers/container.ts';
import { say } from '../../../contract/text.ts';
import { containerNames } from '../../lxc/all-configurations.ts';
import { exclusivelyAll } from '../../lxc/exclusively-all.ts';
import { readDescription } from '../../lxc/description.ts';
import { readIncluding } from '../../lxc/included-configuration.ts';
import { containerPlaces } from '../../lxc/places.ts';
import { asDiskFull } from '../../system/files/disk-full.ts';
import { neverAborts } from '../../system/work/never-aborts.ts';
import { type AdoptionHost, originOf } from './adoption-host.ts';
import { rootOfLines } from './plan/root-of-lines.ts';

/** What is to be returned: an original, and the container that was made of it. */
export interface Adopted {
  /** The name of the container now, which may be another one. */
  readonly container: string;
  readonly original: string;
}

export async function restoreOriginal(name: string, force: boolean, host: AdoptionHost): Promise<Container> {
  const { places, intents, containers } = host;
  const adopted = await find(name, host);
  const { original } = adopted;
  const locked = { names: namesOf(adopted), reason: say('its original is being restored') };
  await exclusivelyAll(containers, locked, async () => {
    const present = (await containers.list(neverAborts)).find((one) => one.name === name);
    if (present !== undefined && present.initPid !== null && !force) fail('container-running', { name });
    if (original !== name && containerNames(places.lxc).includes(original))
      fail('container-exists', { name: original });
    const image = readDescription(containerPlaces(places, name).description)?.image ?? '';
    const data = { container: name, image };
    const intent = intents.begin({ kind: 'restore-original', subject: original, data });
    try {
      await finishRestoring({ ...adopted, image }, host);
    } catch (error) {
      throw asDiskFull(error, places.lxc);
    }
    intents.release(intent);
  });
  return containers.require(original, { can: 'adoption' });
}

/** Finishes a restoration that was cut off. Idempotent. */
export async function finishRestoring(
  { container, original, image }: Adopted & { readonly image: string },
  { places, containers, originals, images }: AdoptionHost,
): Promise<void> {
  const description = readDescription(containerPlaces(places, container).description);
  if (description?.original?.name === original) await containers.removeLocked(container);
  await originals.restore(original);
  if (image !== '') await images.discard(image, originOf(original));
}

/** Gives the folders of the original that are elsewhere, and stay. */
export async function removeOriginal(name: string, host: AdoptionHost): Promise<readonly string[]> {
  const { places, intents, containers, originals } = host;
  const adopted = await find(name, host);
  const { original } = adopted;
  const locked = { names: namesOf(adopted), reason: say('its original is being removed') };
  return exclusivelyAll(containers, locked, async () => {
    const left = rootElsewhere(original, host);
    const intent = intents.begin({ kind: 'remove-original', subject: original, data: { container: name } });
    try {
      await finishRemoving(adopted, host);
    } catch (error) {
      throw asDiskFull(error, places.lxc);
    }
    intents.release(intent);
    return originals.has(original) ? [originals.pathOf(original), ...left] : left;
  });
}

/** Finishes a removal that was cut off. Idempotent. */
export async function finishRemoving(
  { container, original }: Adopted,
  { places, containers, originals }: Pick<AdoptionHost, 'places' | 'containers' | 'originals'>,
): Promise<void> {
  await originals.remove(original);
  const description = readDescription(containerPlaces(places, container).description);
  if (description?.original?.name === original) containers.choose(container, { original: null });
}

/** A container that somebody removed by hand leaves its original, under the name that both had. */
async function find(name: string, { containers, originals }: AdoptionHost): Promise<Adopted> {
  const present = (await containers.list(neverAborts)).find((one) => one.name === name);
  if (present === undefined && !originals.has(name)) fail('container-not-found', { name });
  const original = present === undefined ? name : present.original?.name;
  if (original === undefined || !originals.has(original)) fail('original-not-found', { name });
  return { container: name, original };
}

function namesOf({ container, original }: Adopted): readonly string[] {
  return [...new Set([container, original])];
}

function rootElsewhere(original: string, { places, originals }: AdoptionHost): readonly string[] {
  const { path } = rootOfLines(original, readIncluding(`${originals.pathOf(original)}/config`));
  const { folder } = containerPlaces(places, original);
  return path === undefined || path.startsWith(`${folder}/`) ? [] : [path];
}
