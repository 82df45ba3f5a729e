/** What only Bulkhead knows of a container, in a file beside LXC's configuration. A container with this file is ours to change. */

import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { confinementSchema, networkSchema } from '../../../contract/model/container.ts';
import { imageNameSchema } from '../../../contract/model/names.ts';

export const descriptionSchema = z.strictObject({
  version: z.literal(1),
  image: imageNameSchema,
  network: networkSchema,
  confinement: confinementSchema,
  createdAt: z.number(),
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
