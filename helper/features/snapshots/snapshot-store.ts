// SPDX-License-Identifier: Apache-2.0
/**
 * The snapshots of containers on the disk: a folder for each, with its files and what is known of it. One is there once
 * its folder has its name; what is being made, or removed, has a name that no snapshot can have.
 */

import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { fail } from '../../../contract/errors.ts';
import {
  maxSnapshots,
  type Snapshot,
  snapshotNameSchema,
  snapshotSchema,
} from '../../../contract/model/containers/snapshot.ts';
import type { ContainerPlaces } from '../../lxc/places.ts';
import { writeDurably } from '../../system/files/write-durably.ts';
import { mustRunProgram } from '../../system/programs/run-program.ts';

const keptSchema = snapshotSchema().extend({
  version: z.literal(1),
  /** First host id of the files: those of its container when it was taken. */
  idBase: z.number().int().positive(),
});
export type KeptSnapshot = z.infer<typeof keptSchema>;

/** A snapshot that is being made. */
export interface NewSnapshot {
  /** Its files go there; it does not exist yet. */
  readonly files: string;
  /** Makes it one of the container's, all at once. */
  finish(kept: Omit<KeptSnapshot, 'version'>): void;
}

const unfinished = '.unfinished';

/** Lists the newest first. What cannot be read is left out: it is removed with its container. */
export function listSnapshots(own: ContainerPlaces): readonly KeptSnapshot[] {
  if (!existsSync(own.snapshots)) return [];
  return readdirSync(own.snapshots)
    .flatMap((name) => readKept(own, name) ?? [])
    .toSorted((a, b) => b.createdAt - a.createdAt);
}

/** Fails with `snapshot-not-found`. */
export function findSnapshot(container: string, own: ContainerPlaces, name: string): KeptSnapshot {
  return readKept(own, name) ?? fail('snapshot-not-found', { name: container, snapshot: name });
}

/** The folder of its files. */
export function filesOf(own: ContainerPlaces, snapshot: string): string {
  return join(folderOf(own, snapshot), 'files');
}

/** Leaves out what only the helper needs. */
export function shown({ version: _version, idBase: _idBase, ...snapshot }: KeptSnapshot): Snapshot {
  return snapshot;
}

export function hasSnapshot(own: ContainerPlaces, snapshot: string): boolean {
  return existsSync(folderOf(own, snapshot));
}

/** Fails with `snapshot-exists` or `snapshots-full`; changes nothing. */
export function checkNewSnapshot(container: string, own: ContainerPlaces, snapshot: string): void {
  if (hasSnapshot(own, snapshot)) fail('snapshot-exists', { name: container, snapshot });
  if (listSnapshots(own).length >= maxSnapshots) fail('snapshots-full', { name: container, max: maxSnapshots });
}

/** Begins one; an intent has to say so. */
export function beginSnapshot(own: ContainerPlaces, snapshot: string): NewSnapshot {
  const folder = join(own.snapshots, unfinished);
  mkdirSync(own.snapshots, { recursive: true, mode: 0o700 });
  mkdirSync(folder, { mode: 0o700 });
  return {
    files: join(folder, 'files'),
    finish(kept) {
      writeDurably(join(folder, 'snapshot.json'), `${JSON.stringify({ version: 1, ...kept }, undefined, 2)}\n`, 0o600);
      renameSync(folder, folderOf(own, snapshot));
    },
  };
}

/** Removes one, or what is left of one that was being made or removed. Idempotent. */
export async function removeSnapshot(own: ContainerPlaces, snapshot: string): Promise<void> {
  await clearUnfinished(own);
  const folder = folderOf(own, snapshot);
  if (!existsSync(folder)) return;
  // At once no snapshot any more, whatever becomes of its files.
  renameSync(folder, join(own.snapshots, unfinished));
  await clearUnfinished(own);
}

/** Removes what is left of a snapshot that was being made or removed. Idempotent. */
export async function clearUnfinished(own: ContainerPlaces): Promise<void> {
  await mustRunProgram('/usr/bin/rm', ['-r', '-f', '--one-file-system', '--', join(own.snapshots, unfinished)], {
    timeoutMs: 3600 * 1000,
  });
}

function folderOf(own: ContainerPlaces, snapshot: string): string {
  return join(own.snapshots, snapshotNameSchema().parse(snapshot));
}

function readKept(own: ContainerPlaces, name: string): KeptSnapshot | undefined {
  if (!snapshotNameSchema().safeParse(name).success) return undefined;
  try {
    const text = readFileSync(join(folderOf(own, name), 'snapshot.json'), 'utf8');
    const kept = keptSchema.safeParse(JSON.parse(text));
    return kept.data?.name === name ? kept.data : undefined;
  } catch {
    return undefined;
  }
}
