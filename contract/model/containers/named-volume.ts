// SPDX-License-Identifier: Apache-2.0
/**
 * A named volume: a folder that Bulkhead keeps for containers, with a limit of its own, by a project quota or a file
 * system in a file.
 */

import * as z from 'zod';
import { makeOnce } from '../../make-once.ts';
import { containerNameSchema, timeSchema } from '../names.ts';
import { limitsSchema } from './limits.ts';

/** Uses the alphabet of a container's name, because the name is part of a path. */
export const namedVolumeNameSchema = containerNameSchema;

const folder = '/var/lib/bulkhead/volumes';
const path = new RegExp(`^${folder}/([^/]+)/files$`);

/** Gives the path by which a named volume is the source of a volume. */
export function sourceOfNamedVolume(name: string): string {
  return `${folder}/${name}/files`;
}

/** Undefined for another folder of the host. */
export function namedVolumeOfSource(source: string): string | undefined {
  const name = path.exec(source)?.[1];
  return namedVolumeNameSchema().safeParse(name).data;
}

/** What a person writes: a whole path, or the name of a named volume. */
export function sourceOfText(text: string): string {
  return namedVolumeNameSchema().safeParse(text).success ? sourceOfNamedVolume(text) : text;
}

/** What a person reads: as {@link sourceOfText} takes it. */
export function textOfSource(source: string): string {
  return namedVolumeOfSource(source) ?? source;
}

export const namedVolumeSchema = makeOnce(() =>
  z.strictObject({
    name: namedVolumeNameSchema(),
    /** Gives the path of its folder on the host. */
    source: z.string(),
    createdAt: timeSchema(),
    /** Is null for a volume without a limit. */
    limitBytes: limitsSchema().shape.diskBytes,
    /** Null where nothing counts it, or it is in a file that is not mounted. */
    usedBytes: z.number().int().nonnegative().nullable(),
    /** The containers that have it. */
    users: z.array(z.string()),
  }),
);
export type NamedVolume = z.infer<ReturnType<typeof namedVolumeSchema>>;
