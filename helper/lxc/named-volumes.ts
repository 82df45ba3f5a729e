// SPDX-License-Identifier: Apache-2.0
/**
 * The named volumes on the disk: a folder for each, with its files and what is known of it. One is there once its folder
 * has its name; what is being made, or removed, has a name that no volume can have.
 */

import { randomUUID } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as z from 'zod';
import { namedVolumeNameSchema } from '../../contract/model/containers/named-volume.ts';
import { timeSchema } from '../../contract/model/names.ts';
import { writeDurably } from '../system/files/write-durably.ts';
import { mustRunProgram } from '../system/programs/run-program.ts';
import { type Layer, layerSchema } from './layer.ts';
import type { HostPlaces } from './places.ts';
import { mountPoints, unmountPoint } from './root-mounts.ts';

const keptSchema = z.strictObject({
  version: z.literal(1),
  name: namedVolumeNameSchema(),
  createdAt: timeSchema(),
  /** Null for one without a limit, where the file system has no project quota. */
  layer: layerSchema.nullable(),
});
export type KeptNamedVolume = z.infer<typeof keptSchema>;

type State = Pick<HostPlaces, 'state'>;

const unfinished = '.';

/** Reads them in alphabetical order. What cannot be read is left out. */
export function readNamedVolumes({ state }: State): readonly KeptNamedVolume[] {
  const folder = folderOfAll({ state });
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .flatMap((name) => readNamedVolume({ state }, name) ?? [])
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** Undefined where there is none of that name, or it cannot be read. */
export function readNamedVolume({ state }: State, name: string): KeptNamedVolume | undefined {
  if (!namedVolumeNameSchema().safeParse(name).success) return undefined;
  try {
    const kept = keptSchema.parse(JSON.parse(readFileSync(recordOf({ state }, name), 'utf8')));
    return kept.name === name ? kept : undefined;
  } catch {
    return undefined;
  }
}

/** Says whether a folder has the name, readable or not. */
export function hasNamedVolume({ state }: State, name: string): boolean {
  return existsSync(join(folderOfAll({ state }), namedVolumeNameSchema().parse(name)));
}

/** Says where its files are, and the file that they are in where the file system has no project quota. */
export interface NamedVolumePlaces {
  readonly files: string;
  readonly file: string;
}

export function namedVolumePlaces({ state }: State, name: string): NamedVolumePlaces {
  return placesIn(join(folderOfAll({ state }), namedVolumeNameSchema().parse(name)));
}

function placesIn(folder: string): NamedVolumePlaces {
  return { files: join(folder, 'files'), file: join(folder, 'volume.ext4') };
}

/**
 * Makes one, all at once; leaves nothing when it fails. `prepare` gets the places of one whose folder of files is empty,
 * and gives what limits it. Gives undefined when one of that name is being made.
 */
export async function makeNamedVolume(
  { state }: State,
  { name, createdAt }: Pick<KeptNamedVolume, 'name' | 'createdAt'>,
  prepare: (own: NamedVolumePlaces) => Promise<Layer | null>,
): Promise<KeptNamedVolume | undefined> {
  const all = folderOfAll({ state });
  mkdirSync(all, { recursive: true, mode: 0o700 });
  const folder = join(all, `${unfinished}new-${namedVolumeNameSchema().parse(name)}`);
  if (existsSync(folder)) return undefined;
  mkdirSync(folder, { mode: 0o700 });
  try {
    const own = placesIn(folder);
    mkdirSync(own.files);
    // The helper's umask would take some of the mode away otherwise.
    chmodSync(own.files, 0o755);
    const kept: KeptNamedVolume = { version: 1, name, createdAt, layer: await prepare(own) };
    write(join(folder, 'volume.json'), kept);
    renameSync(folder, join(all, name));
    return kept;
  } catch (error) {
    await removeFolder(folder);
    throw error;
  }
}

export function rewriteNamedVolume({ state }: State, kept: KeptNamedVolume): void {
  write(recordOf({ state }, kept.name), kept);
}

/** Removes one, which is none at once, whatever becomes of its files. */
export async function removeNamedVolume({ state }: State, name: string): Promise<void> {
  const all = folderOfAll({ state });
  // Another of its name may be made, and removed, before these files are gone.
  const folder = join(all, `${unfinished}old-${randomUUID()}`);
  renameSync(join(all, namedVolumeNameSchema().parse(name)), folder);
  await removeFolder(folder);
}

/** Removes what a crash left of volumes that were being made or removed. Idempotent. */
export async function clearUnfinishedVolumes({ state }: State): Promise<void> {
  const all = folderOfAll({ state });
  if (!existsSync(all)) return;
  for (const name of readdirSync(all).filter((one) => one.startsWith(unfinished))) await removeFolder(join(all, name));
}

async function removeFolder(path: string): Promise<void> {
  const { files } = placesIn(path);
  if (mountPoints().has(files)) await unmountPoint(basename(path), files);
  await mustRunProgram('/usr/bin/rm', ['-r', '-f', '--one-file-system', '--', path], { timeoutMs: 3600 * 1000 });
}

function folderOfAll({ state }: State): string {
  return join(state, 'volumes');
}

function recordOf({ state }: State, name: string): string {
  return join(folderOfAll({ state }), namedVolumeNameSchema().parse(name), 'volume.json');
}

function write(path: string, kept: KeptNamedVolume): void {
  writeDurably(path, `${JSON.stringify(kept, undefined, 2)}\n`, 0o600);
}
