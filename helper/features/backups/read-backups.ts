// SPDX-License-Identifier: Apache-2.0
/** The backups in a repository, of what restic lists. Snapshots that Bulkhead has not made are left out. */

import * as z from 'zod';
import { type Backup, backupIdSchema } from '../../../contract/model/host/backup.ts';
import { backupJobNameSchema } from '../../../contract/model/host/backup-job.ts';
import { namedVolumeNameSchema } from '../../../contract/model/containers/named-volume.ts';
import { containerNameSchema } from '../../../contract/model/names.ts';

const sizeSchema = z.number().int().nonnegative();

/** What restic calls a snapshot. */
const snapshotSchema = z.object({
  id: backupIdSchema(),
  time: z.iso.datetime({ offset: true }),
  tags: z.array(z.string()).optional(),
  summary: z.object({ total_bytes_processed: sizeSchema, data_added_packed: sizeSchema }).optional(),
});

const prefixes = { container: 'container=', volume: 'volume=', job: 'job=' } as const;

/** Matches the id of a job, by which a repository tells jobs of the same name apart. */
export const jobIdPattern = /^[0-9a-f]{16}$/;

interface Tagged {
  readonly container: string;
  readonly volumes?: readonly string[];
  readonly job?: { readonly name: string; readonly id: string } | undefined;
}

/** Gives the tags by which a backup is known; none holds a comma, which would end it. */
export function tagsOf({ container, volumes = [], job }: Tagged): readonly string[] {
  return [
    ...['bulkhead', `${prefixes.container}${container}`],
    ...volumes.map((name) => `${prefixes.volume}${name}`),
    ...(job === undefined ? [] : [`${prefixes.job}${job.name}.${job.id}`]),
  ];
}

/** Reads what `restic snapshots` prints. Raises for what is none of it. Gives the newest first. */
export function readBackups(text: string, repository: string): readonly Backup[] {
  return z
    .array(snapshotSchema)
    .parse(JSON.parse(text))
    .flatMap(({ id, time, tags = [], summary }) => {
      const container = containerNameSchema().safeParse(valuesOf(tags, prefixes.container)[0]).data;
      if (container === undefined || !tags.includes('bulkhead') || summary === undefined) return [];
      const volumes = valuesOf(tags, prefixes.volume).filter((name) => namedVolumeNameSchema().safeParse(name).success);
      return [
        {
          id,
          repository,
          container,
          createdAt: Date.parse(time) / 1000,
          bytes: summary.total_bytes_processed,
          addedBytes: summary.data_added_packed,
          volumes,
          job: jobOf(valuesOf(tags, prefixes.job)[0]),
        },
      ];
    })
    .toSorted((one, other) => other.createdAt - one.createdAt);
}

/** Gives the name of a job, of what its tag says; null for a tag that is none of a job. */
function jobOf(tag: string | undefined): string | null {
  const [, name] = /^(.+)\.[0-9a-f]{16}$/.exec(tag ?? '') ?? [];
  return backupJobNameSchema().safeParse(name).data ?? null;
}

function valuesOf(tags: readonly string[], prefix: string): readonly string[] {
  return tags.flatMap((tag) => (tag.startsWith(prefix) ? [tag.slice(prefix.length)] : []));
}
