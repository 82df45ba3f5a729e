// SPDX-License-Identifier: Apache-2.0
/**
 * Removes those backups of a job that are not to be kept, and what nothing in the repository needs any more. Restic is
 * given all tags that the backups of this job and container carry, so no backup of another job, another host or somebody
 * else is looked at.
 */

import * as z from 'zod';
import type { BackupKeep } from '../../../../contract/model/host/backup-job.ts';
import { tagsOf } from '../read-backups.ts';
import type { Repositories } from '../repositories.ts';
import type { StoredJob } from './job-store.ts';

/** What else uses the repository gets so long to end. */
const lockWait = ['--retry-lock', '10m'];
const removedSchema = z.array(z.object({ remove: z.array(z.unknown()).nullable() }));

/**
 * Gives how many were removed of these containers. Fails with what {@link Repositories.run} fails with; those that were
 * removed until then stay removed.
 */
export async function removeOlder(
  { job, containers }: { readonly job: StoredJob; readonly containers: readonly string[] },
  repositories: Pick<Repositories, 'run'>,
  signal: AbortSignal,
): Promise<number> {
  const run = (...args: readonly string[]): Promise<string> => repositories.run(job.repository, { args, signal });
  let removed = 0;
  // Takes away locks of programs that have ended, and no other.
  await run('unlock');
  for (const container of containers) {
    const tags = tagsOf({ container, job }).join(',');
    const answer = await run('forget', ...lockWait, '--tag', tags, '--group-by', '', ...keepArguments(job.keep));
    for (const { remove } of removedSchema.parse(JSON.parse(answer === '' ? '[]' : answer)))
      removed += remove?.length ?? 0;
  }
  if (removed > 0) await run('prune', ...lockWait);
  return removed;
}

/** Leaves out what is 0, which restic does not take for every kind. */
function keepArguments(keep: BackupKeep): readonly string[] {
  return Object.entries(keep).flatMap(([kind, count]) => (count === 0 ? [] : [`--keep-${kind}`, String(count)]));
}
