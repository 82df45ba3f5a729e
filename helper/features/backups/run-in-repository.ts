// SPDX-License-Identifier: Apache-2.0
/** Runs restic in a repository of this host, and says in the words of the contract what is wrong with it. */

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Failure, fail } from '../../../contract/errors.ts';
import type { Repository } from '../../../contract/model/host/backup.ts';
import { say, type Words } from '../../../contract/text.ts';
import type { WorkGroup } from '../../system/programs/work-group.ts';
import { visibleLine } from '../../system/visible-line.ts';
import type { RepositoryStore } from './repository-store.ts';
import { hasRestic, type ResticCommand, ResticError, resticCodes, runRestic } from './run-restic.ts';

export interface RepositoryHost {
  readonly store: Pick<RepositoryStore, 'keyFileOf'>;
  /** The helper's folder for backups, which is there. */
  readonly own: string;
  readonly work: Pick<WorkGroup, 'open'>;
}

/** Gives what it printed. Fails with `repository-unusable`, and restic's words; the folder was judged before. */
export async function runInRepository(
  { name, folder }: Pick<Repository, 'name' | 'folder'>,
  command: ResticCommand & { readonly signal: AbortSignal },
  { store, own, work }: RepositoryHost,
): Promise<string> {
  if (!hasRestic()) failOf(name, say('restic is not installed on this host; install the package restic'));
  const temporary = join(own, 'temporary');
  mkdirSync(temporary, { recursive: true, mode: 0o700 });
  try {
    return await runRestic({ temporary, work }, { folder, keyFile: store.keyFileOf(name) }, command);
  } catch (error) {
    if (!(error instanceof ResticError)) throw error;
    throw new Failure('repository-unusable', { repository: name, reason: reasonOf(error) });
  }
}

/** Fails with `repository-unusable`. */
export function failOf(repository: string, reason: Words): never {
  fail('repository-unusable', { repository, reason });
}

function reasonOf({ code, message }: ResticError): Words {
  if (code === resticCodes.noRepository) return say('there is no repository in its folder; is its disk mounted?');
  if (code === resticCodes.wrongKey) return say('its key is another one');
  if (code === resticCodes.locked) return say('it is in use by another program; try again later');
  return say('restic says: {message}', { message: visibleLine(message) });
}
