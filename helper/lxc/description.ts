// SPDX-License-Identifier: Apache-2.0
/**
 * What only Bulkhead knows about a container, in a file beside LXC's configuration. Bulkhead may change a container
 * with this file.
 */

import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { choicesSchema } from '../../contract/model/policy/choices.ts';
import { connectTypesSchema } from '../../contract/model/policy/port-type.ts';
import { confinementSchema, networkSchema, servedPortSchema } from '../../contract/model/containers/container.ts';
import { limitsSchema } from '../../contract/model/containers/limits.ts';
import { noSettings, settingsSchema } from '../../contract/model/containers/settings.ts';
import { containerNameSchema, imageNameSchema, timeSchema } from '../../contract/model/names.ts';
import { originalSchema } from '../../contract/model/containers/original.ts';
import { publicationSchema } from '../../contract/model/containers/publication.ts';
import { tagsSchema } from '../../contract/model/containers/tag.ts';
import { volumeSchema } from '../../contract/model/containers/volume.ts';
import { plainDomainCount } from '../../contract/model/policy/plain-kinds.ts';
import { layerSchema } from './layer.ts';

export const noIoLimits = { ioReadBytesPerSecond: null, ioWriteBytesPerSecond: null, ioWeight: null };

const descriptionSchema = z.strictObject({
  version: z.literal(1),
  image: imageNameSchema(),
  network: networkSchema(),
  confinement: confinementSchema(),
  /** The number of its plain domain (own-domain/names.ts), where its own domain is one. */
  plainDomain: z.int().positive().max(plainDomainCount).nullable().default(null),
  createdAt: timeSchema(),
  /** Ports that its own domain listens on. */
  ports: z.array(servedPortSchema()).default([]),
  /** What its own domain may do beyond every container. */
  allow: choicesSchema().default([]),
  /** Types of the ports that its own domain may connect to. */
  connectTypes: connectTypesSchema().default([]),
  /** The container learns until this time, in seconds since the epoch; null when it does not. */
  learningUntil: timeSchema().nullable().default(null),
  /** The container began to learn for the last time then: denials from then on are what it learned. */
  learnedSince: timeSchema().nullable().default(null),
  /** How many audit records had been lost by then; null when that was not noted. */
  learnedLost: z.strictObject({ kernel: z.number().nullable(), helper: z.number() }).nullable().default(null),
  /** Folders of the host that it has. */
  volumes: z.array(volumeSchema()).default([]),
  /** Ports of the host behind which its own are reached. */
  published: z.array(publicationSchema()).default([]),
  /** Containers that it may reach; a link holds where each of two names the other. */
  links: z.array(containerNameSchema()).default([]),
  /** Words by which it is found and grouped. */
  tags: tagsSchema().default([]),
  /** What is chosen beside all of this. */
  settings: settingsSchema().default(noSettings),
  /** Its host name was changed, and its next start writes it to its files. */
  isHostnameDue: z.boolean().default(false),
  /** What limits its own layer; null for one that was created before there were such limits, and has none. */
  layer: layerSchema.nullable().default(null),
  /**
   * Limits of reading and writing, from which the lines of LXC's configuration are written: these name the disk, whose
   * number may change.
   */
  io: limitsSchema()
    .pick({ ioReadBytesPerSecond: true, ioWriteBytesPerSecond: true, ioWeight: true })
    .default(noIoLimits),
  /** The container of another tool that it was made of, while that is kept. */
  original: originalSchema().nullable().default(null),
});
export type Description = z.infer<typeof descriptionSchema>;

/** Says whether it may make network namespaces: by its choice, or while it learns, so that it is seen what it needs. */
export function mayNest({ confinement, allow }: Pick<Description, 'confinement' | 'allow'>): boolean {
  return confinement === 'learning' || (confinement === 'own' && allow.includes('nested'));
}

/** Undefined when there is none, or none that this version understands. */
export function readDescription(path: string): Description | undefined {
  try {
    return descriptionSchema.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data;
  } catch {
    return undefined;
  }
}
