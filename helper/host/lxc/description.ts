/** What only Bulkhead knows of a container, in a file beside LXC's configuration. A container with this file is ours to change. */

import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { confinementSchema, networkSchema, servedPortSchema } from '../../../contract/model/container.ts';
import { imageNameSchema } from '../../../contract/model/names.ts';
import { volumeSchema } from '../../../contract/model/volume.ts';

export const descriptionSchema = z.strictObject({
  version: z.literal(1),
  image: imageNameSchema,
  network: networkSchema,
  confinement: confinementSchema,
  createdAt: z.number(),
  /** Ports that its own domain listens on. */
  ports: z.array(servedPortSchema).default([]),
  /** While it learns: when that ends, seconds since the epoch. */
  learningUntil: z.number().nullable().default(null),
  /** When it began to learn for the last time: denials from then on are what it learned. */
  learnedSince: z.number().nullable().default(null),
  /** Folders of the host that it has. */
  volumes: z.array(volumeSchema).default([]),
});
export type Description = z.infer<typeof descriptionSchema>;

/** Undefined when there is none, or none that this version understands. */
export function readDescription(path: string): Description | undefined {
  try {
    return descriptionSchema.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data;
  } catch {
    return undefined;
  }
}
