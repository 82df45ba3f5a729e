// SPDX-License-Identifier: Apache-2.0
/**
 * Makes a container of a backup. All that is in a repository may be a stranger's: its files go the way of an imported
 * container's, and what it says of ports, links and volumes is parsed, and applied by the operations for these.
 */

import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { Failure, fail } from '../../../contract/errors.ts';
import type { Backup } from '../../../contract/model/host/backup.ts';
import type { HostDisk } from '../../../contract/model/host/disk.ts';
import type { GivenItem, GivenResult, Params } from '../../../contract/operations/index.ts';
import { say, type Words } from '../../../contract/text.ts';
import type { Call } from '../../../rpc/handlers.ts';
import type { Caller } from '../../server/caller.ts';
import type { HandlersOf } from '../../server/feature.ts';
import { asDiskFull } from '../../system/files/disk-full.ts';
import type { Containers } from '../containers/ports/containers.ts';
import type { Networks } from '../networks/ports.ts';
import type { ContainerFolders } from '../transfers/ports.ts';
import { backupNames, type BackupRecord, readRecord } from './backup-record.ts';
import { createFileJudge } from './judge-files.ts';
import { readBackups } from './read-backups.ts';
import type { Repositories } from './repositories.ts';
import { restoreVolume, type VolumeRestoreHost } from './restore-volume.ts';
import { failOf } from './run-in-repository.ts';
import type { Staging } from './staging.ts';
import { parseOrNull } from './parse-line.ts';

export interface RestoreHost extends VolumeRestoreHost {
  readonly repositories: Pick<Repositories, 'run'>;
  readonly staging: Pick<Staging, 'make'>;
  readonly containers: Pick<Containers, 'require' | 'list'>;
  readonly folders: Pick<ContainerFolders, 'create'>;
  /** What is free on the disk of the layers, and what the host keeps of it. */
  readonly disk: () => HostDisk;
  /** Ports and links are part of the restore: each by itself cannot be undone. */
  readonly networks: Pick<Networks, 'publish' | 'link'>;
  /** What a restore applies once the container is there. */
  readonly handlers: HandlersOf<'snapshot.schedule'>;
}

type Restoring = RestoreHost & { readonly report: (progress: GivenItem<'backup.restore'>) => void };

const lineSchema = z.object({
  message_type: z.literal('status'),
  bytes_restored: z.number().default(0),
  total_bytes: z.number().default(0),
});
/** Attributes that a container can have; a label is the host's to give. */
const attributes = ['user.*', 'security.capability', 'system.posix_acl_*', 'trusted.overlay.*'];
const maxRecordBytes = 256 * 1024;
/** A name of each is kept in memory while an archive is read. */
const maxFiles = 1_000_000;

export async function restoreBackup(
  params: Params<'backup.restore'>,
  host: Restoring,
  call: Call<Caller>,
): Promise<GivenResult<'backup.restore'>> {
  const { staging, folders, containers, report } = host;
  const { name, image, network } = params;
  const { signal, caller } = call;
  report({ step: 'check', bytesDone: 0, bytes: 0 });
  if ((await containers.list(signal)).some((one) => one.name === name)) fail('container-exists', { name });
  const backup = await findBackup(params, host, signal);
  const { freeBytes, reserveBytes } = host.disk();
  // The copy that restic writes, and the one that the container gets. The backup may say less than it holds.
  if (2 * backup.bytes > freeBytes - reserveBytes) fail('disk-full', { path: '/var/lib/bulkhead' });
  const folder = await staging.make('restoring', name);
  try {
    await judgeBackup(params, host, signal);
    await fetchBackup({ ...params, folder: folder.path }, host, signal);
    const record = readRecordOf(folder.path, params.repository);
    report({ step: 'create', bytesDone: 0, bytes: 0 });
    const chosen = { name, ...(image !== undefined && { image }), ...(network !== undefined && { network }) };
    await folders.create({ folder: folder.path, uid: caller.identity.uid, chosen }, signal);
    report({ step: 'apply', bytesDone: 0, bytes: 0 });
    const left = await applyRecord({ name, folder: folder.path, record }, host, call);
    return { container: await containers.require(name, { can: 'layer', isManaged: true }), left };
  } catch (error) {
    throw asDiskFull(error, folder.path);
  } finally {
    await folder.remove();
  }
}

async function findBackup(
  { repository, backup }: Params<'backup.restore'>,
  { repositories }: RestoreHost,
  signal: AbortSignal,
): Promise<Backup> {
  const listed = readBackups(
    await repositories.run(repository, { args: ['snapshots', '--no-lock'], signal }),
    repository,
  );
  return listed.find(({ id }) => id === backup) ?? fail('backup-not-found', { repository, backup });
}

/** Fails with `repository-unusable` for one whose files could be written elsewhere than into its folder. */
async function judgeBackup(
  { repository, backup }: Params<'backup.restore'>,
  { repositories, disk }: RestoreHost,
  signal: AbortSignal,
): Promise<void> {
  const { freeInodes, reserveInodes } = disk();
  const judge = createFileJudge(Math.min(maxFiles, freeInodes - reserveInodes));
  const ending = new AbortController();
  await repositories.run(repository, {
    args: ['ls', '--no-lock', '--recursive', '--', backup],
    onLine(line) {
      const reason = judge(line);
      if (reason !== undefined) ending.abort(new Failure('repository-unusable', { repository, reason }));
    },
    signal: AbortSignal.any([signal, ending.signal]),
  });
}

/** A backup is named by the checksum of all that is in it, so these are the files that were judged. */
async function fetchBackup(
  { repository, backup, folder }: Params<'backup.restore'> & { readonly folder: string },
  { repositories, disk, report }: Restoring,
  signal: AbortSignal,
): Promise<void> {
  const ending = new AbortController();
  const isTooMuch = (): boolean => {
    const { freeBytes, reserveBytes } = disk();
    return freeBytes < reserveBytes;
  };
  report({ step: 'fetch', bytesDone: 0, bytes: 0 });
  await repositories.run(repository, {
    args: [
      ...['restore', '--no-lock', '--target', folder],
      ...attributes.flatMap((pattern) => ['--include-xattr', pattern]),
      ...['--', backup],
    ],
    files: 'writes',
    onLine(line) {
      const said = lineSchema.safeParse(parseOrNull(line)).data;
      if (said === undefined) return;
      report({ step: 'fetch', bytesDone: said.bytes_restored, bytes: said.total_bytes });
      if (isTooMuch()) ending.abort(new Failure('disk-full', { path: folder }));
    },
    signal: AbortSignal.any([signal, ending.signal]),
  });
  if (isTooMuch()) fail('disk-full', { path: folder });
}

/** Fails with `repository-unusable` where the backup does not say what its container was. */
function readRecordOf(folder: string, repository: string): BackupRecord {
  try {
    const file = openSync(
      join(folder, backupNames.record),
      constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK,
    );
    try {
      const status = fstatSync(file);
      if (status.isFile() && status.size <= maxRecordBytes) return readRecord(readFileSync(file, 'utf8'));
    } finally {
      closeSync(file);
    }
  } catch {
    // What is missing, a link, or nothing of ours ends the same.
  }
  return failOf(repository, say('the backup does not say what its container was'));
}

interface Applied {
  readonly name: string;
  readonly folder: string;
  readonly record: BackupRecord;
}

/** Gives what could not be applied, as sentences. */
async function applyRecord({ name, folder, record }: Applied, host: RestoreHost, call: Call<Caller>): Promise<Words[]> {
  const { handlers, networks } = host;
  const left: Words[] = [];
  const attempt = async (what: Words, act: () => Promise<unknown>): Promise<void> => {
    try {
      await act();
    } catch (error) {
      call.signal.throwIfAborted();
      if (!(error instanceof Failure)) throw error;
      left.push(say('{what}: {reason}', { what, reason: error.words }));
    }
  };
  for (const volume of record.volumes)
    await attempt(say('the volume {volume}', { volume: volume.name }), () =>
      restoreVolume({ container: name, folder, volume }, host, call),
    );
  for (const { source, target } of record.folders)
    left.push(say('the folder {source} at {target} is no part of a backup; attach it', { source, target }));
  for (const port of record.published)
    await attempt(say('the published port {port}', { port: port.hostPort }), () => networks.publish(name, port));
  for (const other of record.links)
    await attempt(say('the link to {other}', { other }), () => networks.link(name, other));
  const plan = record.snapshotPlan;
  if (plan !== null)
    await attempt(say('the schedule of snapshots'), () => handlers['snapshot.schedule']({ name, plan }, call));
  return left;
}
