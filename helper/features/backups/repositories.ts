// SPDX-License-Identifier: Apache-2.0
/** Adds repositories to the host, and opens them for what runs in them. */

import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import * as z from 'zod';
import { fail } from '../../../contract/errors.ts';
import { maxRepositories, type Repository, type RepositoryCheck } from '../../../contract/model/host/backup.ts';
import type { Params, Result } from '../../../contract/operations/index.ts';
import { say } from '../../../contract/text.ts';
import type { HostPlaces } from '../../lxc/places.ts';
import type { WorkGroup } from '../../system/programs/work-group.ts';
import type { Containers } from '../containers/ports/containers.ts';
import { isEmptyFolder, problemOfFolder } from './repository-folder.ts';
import { createRepositoryStore, type RepositoryStore } from './repository-store.ts';
import { failOf, runInRepository } from './run-in-repository.ts';
import type { ResticCommand } from './run-restic.ts';

export interface RepositoriesOptions {
  readonly places: Pick<HostPlaces, 'state'>;
  readonly containers: Pick<Containers, 'list'>;
  readonly work: Pick<WorkGroup, 'open'>;
  /** Seconds since the epoch. */
  readonly now: () => number;
}

/** Each fails with what the contract declares for its operation. */
export interface Repositories {
  list(): readonly Repository[];
  /** Fails with `repository-not-found`. */
  find(name: string): Repository;
  add(params: Params<'backup.add'>, signal: AbortSignal): Promise<Result<'backup.add'>>;
  remove(name: string): void;
  /** Keeps what a check found. Fails with `disk-full`. */
  noteCheck(name: string, checked: RepositoryCheck): void;
  readKey(name: string): string;
  /**
   * Runs restic in one of them, once its folder was judged as when it was added. Fails with `repository-not-found` and
   * `repository-unusable`; rejects with the reason of the signal when restic has ended.
   */
  run(name: string, command: ResticCommand & { readonly signal: AbortSignal }): Promise<string>;
}

export function createRepositories(options: RepositoriesOptions): Repositories {
  const own = join(options.places.state, 'backups');
  const store = createRepositoryStore(own);
  const inside = { ...options, store, own };
  /** Names of those that are being added. */
  const adding = new Set<string>();
  return {
    list: store.list,
    find: store.find,
    async add(params, signal) {
      const { repository: name } = params;
      if (adding.has(name) || store.list().some((one) => one.name === name))
        fail('repository-exists', { repository: name });
      if (store.list().length + adding.size >= maxRepositories) fail('repositories-full', { max: maxRepositories });
      adding.add(name);
      try {
        return await addOne(params, inside, signal);
      } finally {
        adding.delete(name);
      }
    },
    remove: store.remove,
    noteCheck: store.noteCheck,
    readKey(name) {
      store.find(name);
      return store.readKey(name);
    },
    async run(name, command) {
      const repository = store.find(name);
      await requireFolder(repository, options, command.signal);
      return runInRepository(repository, command, inside);
    },
  };
}

interface Adding extends RepositoriesOptions {
  readonly store: RepositoryStore;
  /** The helper's folder for backups. */
  readonly own: string;
}

const keyBytes = 32;

/** The key is kept before it is used, so that no repository has one that is lost. */
async function addOne(
  { repository: name, folder, key }: Params<'backup.add'>,
  adding: Adding,
  signal: AbortSignal,
): Promise<Result<'backup.add'>> {
  const { store, now } = adding;
  await requireFolder({ name, folder }, adding, signal);
  if (key === undefined && !isEmptyFolder(folder))
    failOf(name, say('the folder is not empty; to open the repository in it, give its key'));
  const made = key ?? randomBytes(keyBytes).toString('base64url');
  store.writeKey(name, made);
  const run = ({ args }: Pick<ResticCommand, 'args'>): Promise<string> =>
    runInRepository({ name, folder }, { args, signal }, adding);
  try {
    if (key === undefined) await run({ args: ['init'] });
    const id = idOf(await run({ args: ['cat', 'config'] }));
    const other = store.list().find((one) => one.id === id);
    if (other !== undefined) failOf(name, say('this host has it already, by the name {name}', { name: other.name }));
    const repository = { name, folder, addedAt: now(), id, checked: null };
    store.add(repository);
    return { repository, key: key === undefined ? made : null };
  } catch (error) {
    store.removeKey(name);
    throw error;
  }
}

async function requireFolder(
  { name, folder }: Pick<Repository, 'name' | 'folder'>,
  { containers }: Pick<RepositoriesOptions, 'containers'>,
  signal: AbortSignal,
): Promise<void> {
  const volumes = (await containers.list(signal)).flatMap((one) => one.volumes.map(({ source }) => source));
  const problem = problemOfFolder(folder, volumes);
  if (problem !== undefined) failOf(name, problem);
}

const configurationSchema = z.object({ version: z.number(), id: z.string().regex(/^[0-9a-f]{64}$/) });

/** Raises for what is no configuration of a repository. */
function idOf(text: string): string {
  return configurationSchema.parse(JSON.parse(text)).id;
}
