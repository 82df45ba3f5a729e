// SPDX-License-Identifier: Apache-2.0
/**
 * Notes that the helpers of a cluster leave for each other in the database of Incus, which all members have: each is a
 * profile that nothing uses, in a project of its own. It costs one row; a key of an instance would have Incus mount its
 * volume to write the key there too. Of two members that write a note of the same name Incus lets one through.
 */

import * as z from 'zod';
import type { IncusClient } from './incus-client.ts';
import { isIncusError, isNotFound } from './incus-error.ts';

const project = 'bulkhead';

const noteSchema = z.object({
  name: z.string(),
  description: z.string().catch(''),
  config: z.record(z.string(), z.string()).catch({}),
});
export type Note = z.infer<typeof noteSchema>;

/** All that there are; none before the first was written. */
export async function readNotes(client: IncusClient, signal?: AbortSignal): Promise<readonly Note[]> {
  try {
    const path = `/1.0/profiles?recursion=1&project=${project}`;
    return (await client.get(path, z.array(noteSchema), { signal })).value;
  } catch (error) {
    if (isNotFound(error)) return [];
    throw error;
  }
}

/** `taken` where there is one of this name. */
export async function writeNote(
  client: IncusClient,
  { name, description, config = {} }: Pick<Note, 'name' | 'description'> & Partial<Pick<Note, 'config'>>,
): Promise<'written' | 'taken'> {
  const write = (): Promise<unknown> =>
    client.change({
      ...{ method: 'POST', path: `/1.0/profiles?project=${project}` },
      body: { name, description, config },
    });
  try {
    await write();
  } catch (error) {
    if (!isIncusError(error, 'denied')) throw error;
    if (await isThere(client, pathOf(name))) return 'taken';
    if (await isThere(client, projectPath)) throw error;
    await makeProject(client);
    return writeNote(client, { name, description, config });
  }
  return 'written';
}

/** Undefined where there is none of this name. */
export async function readNote(client: IncusClient, name: string, signal?: AbortSignal): Promise<Note | undefined> {
  try {
    return (await client.get(pathOf(name), noteSchema, { signal })).value;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** The last of those that put a note of one name is the one that counts. */
export async function putNote(
  client: IncusClient,
  note: Pick<Note, 'name' | 'description'> & Partial<Pick<Note, 'config'>>,
): Promise<void> {
  if ((await writeNote(client, note)) === 'written') return;
  const { name, description, config = {} } = note;
  await client.change({ method: 'PUT', path: pathOf(name), body: { description, config, devices: {} } });
}

/** Does nothing where there is none of this name. */
export async function removeNote(client: IncusClient, name: string): Promise<void> {
  try {
    await client.change({ method: 'DELETE', path: pathOf(name) });
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}

/** The name of the note that an event is about, from `/1.0/profiles/c1.c2?project=bulkhead`; undefined for any other event. */
export function noteOf(source: string): string | undefined {
  const [, name, query = ''] = /^\/1\.0\/profiles\/([^/?]+)(\?.*)?$/.exec(source) ?? [];
  return new URLSearchParams(query).get('project') === project ? name : undefined;
}

const pathOf = (name: string): string => `/1.0/profiles/${encodeURIComponent(name)}?project=${project}`;
const projectPath = `/1.0/projects/${project}`;

async function makeProject(client: IncusClient): Promise<void> {
  const body = {
    name: project,
    description: 'What the helpers of Bulkhead note for each other',
    config: { 'features.profiles': 'true', 'features.images': 'false' },
  };
  try {
    await client.change({ method: 'POST', path: '/1.0/projects', body });
  } catch (error) {
    // Another member may have been faster.
    if (!isIncusError(error, 'denied') || !(await isThere(client, projectPath))) throw error;
  }
}

async function isThere(client: IncusClient, path: string): Promise<boolean> {
  try {
    await client.get(path, z.unknown());
    return true;
  } catch (error) {
    if (isNotFound(error)) return false;
    throw error;
  }
}
