// SPDX-License-Identifier: Apache-2.0
/** Takes a backup: the files of one moment are copied to a folder, and restic stores what of them is new. */

import { closeSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { Backup } from '../../../contract/model/host/backup.ts';
import { namedVolumeOfSource } from '../../../contract/model/containers/named-volume.ts';
import type { SnapshotPlan } from '../../../contract/model/containers/snapshot-schedule.ts';
import type { Item, Params } from '../../../contract/operations/index.ts';
import { say } from '../../../contract/text.ts';
import { asDiskFull } from '../../system/files/disk-full.ts';
import type { Containers } from '../containers/ports/containers.ts';
import type { FilesOfOthers } from '../snapshots/ports.ts';
import type { ContainerFolders } from '../transfers/ports.ts';
import type { VolumeTrees } from '../volumes/ports.ts';
import { backupNames, recordOf } from './backup-record.ts';
import { readBackups, tagsOf } from './read-backups.ts';
import type { Repositories } from './repositories.ts';
import { failOf } from './run-in-repository.ts';
import type { Staging } from './staging.ts';
import { parseOrNull } from './parse-line.ts';

export interface BackupHost {
  readonly repositories: Pick<Repositories, 'run'>;
  readonly staging: Pick<Staging, 'make'>;
  readonly containers: Pick<Containers, 'require'>;
  readonly folders: Pick<ContainerFolders, 'write'>;
  readonly files: Pick<FilesOfOthers, 'copyTree'>;
  readonly volumes: Pick<VolumeTrees, 'openAt'>;
  /** The schedule of a container's snapshots; null where it has none. */
  readonly snapshotPlanOf: (name: string) => SnapshotPlan | null;
}

type Progress = Item<'backup.run'>;

const lineSchema = z.discriminatedUnion('message_type', [
  z.object({
    message_type: z.literal('status'),
    bytes_done: z.number().default(0),
    total_bytes: z.number().default(0),
  }),
  z.object({ message_type: z.literal('summary'), snapshot_id: z.string() }),
]);
/** Files in the container belong to ids from 0 on, in its volumes too. */
const ownIds = { base: 0, count: 65_536 };

/** The caller sees to it that no other backup of this container is taken meanwhile. */
export async function takeBackup(
  { name, repository, job }: Params<'backup.run'> & { readonly job?: { readonly name: string; readonly id: string } },
  host: BackupHost & { readonly report: (progress: Progress) => void },
  signal: AbortSignal,
): Promise<Backup> {
  const { repositories, staging, report } = host;
  // A repository that cannot be used is found before anything is copied.
  await repositories.run(repository, { args: ['cat', 'config'], signal });
  await host.containers.require(name, { can: 'layer', isManaged: true });
  const folder = await staging.make('staging', name);
  try {
    report({ step: 'copy', bytesDone: 0, bytes: 0 });
    const volumes = await copyContainer({ name, folder: folder.path }, host, signal);
    report({ step: 'store', bytesDone: 0, bytes: 0 });
    let id: string | undefined;
    await repositories.run(repository, {
      args: [
        ...['backup', '--ignore-inode'],
        ...tagsOf({ container: name, volumes, job }).flatMap((tag) => ['--tag', tag]),
        ...['--', '.'],
      ],
      files: 'reads',
      workingFolder: folder.path,
      onLine(line) {
        const said = lineSchema.safeParse(parseOrNull(line)).data;
        if (said?.message_type === 'summary') id = said.snapshot_id;
        else if (said !== undefined) report({ step: 'store', bytesDone: said.bytes_done, bytes: said.total_bytes });
      },
      signal,
    });
    const unlisted = say('restic does not list what it has stored');
    if (id === undefined) return failOf(repository, unlisted);
    const listed = await repositories.run(repository, { args: ['snapshots', '--', id], signal });
    return readBackups(listed, repository)[0] ?? failOf(repository, unlisted);
  } catch (error) {
    throw asDiskFull(error, folder.path);
  } finally {
    await folder.remove();
  }
}

/** Gives the names of the volumes that were copied. */
async function copyContainer(
  { name, folder }: { readonly name: string; readonly folder: string },
  { folders, files, volumes, containers, snapshotPlanOf }: BackupHost,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const copied: string[] = [];
  mkdirSync(join(folder, backupNames.volumes), { mode: 0o700 });
  const along = async (): Promise<void> => {
    const container = await containers.require(name, { can: 'layer', isManaged: true });
    for (const { source, target } of container.volumes) {
      const volume = namedVolumeOfSource(source);
      const opened = volume === undefined ? undefined : volumes.openAt(name, target);
      if (volume === undefined || opened === undefined) continue;
      try {
        const upper = join(folder, backupNames.volumes, volume);
        // Programs of the helper, which have descriptors of their own, find it by its number.
        const tree = `/proc/${process.pid}/fd/${opened.folder}/.`;
        await files.copyTree(tree, { name, upper, ids: ownIds }, signal);
        copied.push(volume);
      } finally {
        closeSync(opened.folder);
      }
    }
    const record = recordOf(container, snapshotPlanOf(name));
    writeFileSync(join(folder, backupNames.record), `${JSON.stringify(record, undefined, 2)}\n`);
  };
  await folders.write({ name, folder, along }, signal);
  return copied;
}
