// SPDX-License-Identifier: Apache-2.0
/** Checks a repository by restic, which says whether it found errors when it has looked at all. */

import * as z from 'zod';
import { isFailure } from '../../../contract/errors.ts';
import type { RepositoryCheck } from '../../../contract/model/host/backup.ts';
import type { Params } from '../../../contract/operations/index.ts';
import { say } from '../../../contract/text.ts';
import { parseOrNull } from './parse-line.ts';
import type { Repositories } from './repositories.ts';
import { failOf } from './run-in-repository.ts';

const summarySchema = z.object({ message_type: z.literal('summary'), num_errors: z.number().int().nonnegative() });

export interface CheckHost {
  readonly repositories: Pick<Repositories, 'run' | 'noteCheck'>;
  /** Seconds since the epoch. */
  readonly now: () => number;
}

/**
 * Gives the verdict, once it is kept with the repository. Fails with what {@link Repositories.run} fails with where the
 * check could not be done.
 */
export async function checkRepository(
  { repository, readPercent }: Params<'backup.check'>,
  { repositories, now }: CheckHost,
  signal: AbortSignal,
): Promise<RepositoryCheck> {
  let errors: number | undefined;
  await repositories.run(repository, { args: ['unlock'], signal });
  try {
    await repositories.run(repository, {
      args: [
        ...['check', '--retry-lock', '10m'],
        ...(readPercent === 0 ? [] : ['--read-data-subset', `${readPercent}%`]),
      ],
      onLine: (line) => (errors = summarySchema.safeParse(parseOrNull(line)).data?.num_errors ?? errors),
      signal,
    });
  } catch (error) {
    // It ends with a code of its own where it found errors.
    if (!isFailure(error, 'repository-unusable') || errors === undefined || errors === 0) throw error;
  }
  if (errors === undefined) return failOf(repository, say('restic does not say what it has found'));
  const checked = { at: now(), isGood: errors === 0, readPercent };
  repositories.noteCheck(repository, checked);
  return checked;
}
