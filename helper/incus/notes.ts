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
  /** Incus sets it; an older one leaves it out. */
  project: z.string().optional(),
  description: z.string().catch(''),
  config: z.record(z.string(), z.string()).catch({}),
});
export type Note = z.infer<typeof noteSchema>;

const projectSchema = z.object({ config: z.record(z.string(), z.string()).catch({}) });

/** All that there are; none before the first was written. */
export async function readNotes(client: IncusClient, signal?: AbortSignal): Promise<readonly Note[]> {
  try {
    const path = `/1.0/profiles?recursion=1&project=${project}`;
    return (await client.get(path, z.array(noteSchema), { signal })).value.filter(isOwn);
  } catch (error) {
    if (isNotFound(error)) return [];
    throw error;
  }
}

/**
 * Says whether a note is of the project itself. One without profiles of its own shows those of the default project,
 * which others may write than the members of the cluster.
 */
function isOwn({ project: ofNote = project }: Note): boolean {
  return ofNote === project;
}

const pathOf = (name: string): string => `/1.0/profiles/${encodeURIComponent(name)}?project=${project}`;

/** `taken` where there is one of this name. Raises where others than the members could read or write it. */
export async function writeNote(
  client: IncusClient,
  { name, description, config = {} }: Pick<Note, 'name' | 'description'> & Partial<Pick<Note, 'config'>>,
): Promise<'written' | 'taken'> {
  await requireProject(client);
  try {
    await client.change({
      method: 'POST',
      path: `/1.0/profiles?project=${project}`,
      body: { name, description, config },
    });
  } catch (error) {
    if (!isIncusError(error, 'denied') || !(await isThere(client, pathOf(name)))) throw error;
    return 'taken';
  }
  return 'written';
}

/** Undefined where there is none of this name. */
export async function readNote(client: IncusClient, name: string, signal?: AbortSignal): Promise<Note | undefined> {
  try {
    const { value } = await client.get(pathOf(name), noteSchema, { signal });
    return isOwn(value) ? value : undefined;
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
const ownProfiles = 'features.profiles';
const projectPath = `/1.0/projects/${project}`;

/** Makes it where there is none. */
async function requireProject(client: IncusClient): Promise<void> {
  const before = await readProject(client);
  if (before === undefined) await makeProject(client);
  const { config } = before ?? (await readProject(client)) ?? { config: {} };
  if (config[ownProfiles] !== 'true')
    throw new Error(
      `cannot leave notes for other helpers: the project ${project} of Incus has no profiles of its own ` +
        `(incus project set ${project} ${ownProfiles}=true)`,
    );
}

async function readProject(client: IncusClient): Promise<z.infer<typeof projectSchema> | undefined> {
  try {
    return (await client.get(projectPath, projectSchema)).value;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

async function makeProject(client: IncusClient): Promise<void> {
  const body = {
    name: project,
    description: 'What the helpers of Bulkhead note for each other',
    config: { [ownProfiles]: 'true', 'features.images': 'false' },
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
