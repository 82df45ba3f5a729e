// SPDX-License-Identifier: Apache-2.0
/** The note in the database of Incus with the text of an instance's own module, which all members of its cluster read. */

import { containerNameSchema } from '../../../../contract/model/names.ts';
import { chooseByName } from '../../../engines/engine-of-name.ts';
import type { IncusClient } from '../../../incus/incus-client.ts';
import { failInWordsOfIncus } from '../../../incus/fail-by-incus.ts';
import { putNote, readNote, removeNote } from '../../../incus/notes.ts';
import type { HostPlaces } from '../../../lxc/places.ts';
import type { IncusContainers } from './incus-containers.ts';

const prefix = 'module.';
const sourceKey = 'user.bulkhead';

/** Gives the container whose module a note has; undefined for any other note. */
export function containerOfNote(note: string): string | undefined {
  if (!note.startsWith(prefix)) return undefined;
  return containerNameSchema().safeParse(note.slice(prefix.length)).data;
}

/** Gives the text of the module; undefined where the cluster has none of it. */
export async function readModuleNote(
  client: IncusClient,
  name: string,
  signal?: AbortSignal,
): Promise<string | undefined> {
  return (await readNote(client, noteOf(name), signal))?.config[sourceKey];
}

export async function writeModuleNote(client: IncusClient, name: string, source: string): Promise<void> {
  const description = `The policy module of ${name}`;
  await putNote(client, { name: noteOf(name), description, config: { [sourceKey]: source } });
}

/** Does nothing where there is none. */
export async function removeModuleNote(client: IncusClient, name: string): Promise<void> {
  await removeNote(client, noteOf(name));
}

/**
 * Gives the function that has all members of a cluster know the text of a module; for a container of LXC it does
 * nothing. It needs nothing of the containers but their names, so that it can be made before them.
 */
export function createPublishModule(host: {
  readonly places: Pick<HostPlaces, 'lxc'>;
  readonly incus: Pick<IncusContainers, 'client' | 'has'>;
}): (name: string, source: string) => Promise<void> {
  return (name, source) =>
    chooseByName(name, host, {
      lxc: async () => undefined,
      incus: () => writeModuleNote(host.incus.client, name, source).catch(failInWordsOfIncus(name)),
    })();
}

function noteOf(name: string): string {
  return `${prefix}${name}`;
}
