// SPDX-License-Identifier: Apache-2.0
/**
 * What a backup says of its container beside the manifest of an export: what a restore applies once the container is
 * there. Who reads it trusts none of it.
 */

import * as z from 'zod';
import type { Container } from '../../../contract/model/containers/container.ts';
import { namedVolumeNameSchema, namedVolumeOfSource } from '../../../contract/model/containers/named-volume.ts';
import { publicationsSchema } from '../../../contract/model/containers/publication.ts';
import { snapshotPlanSchema, type SnapshotPlan } from '../../../contract/model/containers/snapshot-schedule.ts';
import { maxVolumes, volumeSourceSchema, volumeTargetSchema } from '../../../contract/model/containers/volume.ts';
import { containerNameSchema } from '../../../contract/model/names.ts';

/** The names of what a backup holds beside an export. */
export const backupNames = { record: 'backup.json', volumes: 'volumes' } as const;

const placeSchema = z.strictObject({ target: volumeTargetSchema(), readOnly: z.boolean() });

const recordSchema = z.strictObject({
  version: z.literal(1),
  published: publicationsSchema(),
  links: z.array(containerNameSchema()).max(1000),
  /** Named volumes, whose files are part of the backup. */
  volumes: z.array(placeSchema.extend({ name: namedVolumeNameSchema() })).max(maxVolumes),
  /** Folders of the host, whose files are not. */
  folders: z.array(placeSchema.extend({ source: volumeSourceSchema() })).max(maxVolumes),
  snapshotPlan: snapshotPlanSchema().nullable(),
});
export type BackupRecord = z.infer<typeof recordSchema>;

/** Raises for a text that is none. */
export function readRecord(text: string): BackupRecord {
  return recordSchema.parse(JSON.parse(text));
}

export function recordOf(
  { published, links, volumes }: Pick<Container, 'published' | 'links' | 'volumes'>,
  snapshotPlan: SnapshotPlan | null,
): BackupRecord {
  return recordSchema.parse({
    version: 1,
    published,
    links,
    volumes: volumes.flatMap(({ source, target, readOnly }) => {
      const name = namedVolumeOfSource(source);
      return name === undefined ? [] : [{ name, target, readOnly }];
    }),
    folders: volumes.flatMap(({ source, target, readOnly }) =>
      namedVolumeOfSource(source) === undefined ? [{ source, target, readOnly }] : [],
    ),
    snapshotPlan,
  });
}
