// SPDX-License-Identifier: Apache-2.0
/** A root file system in the image store, from which containers are made. */

import * as z from 'zod';
import { timeSchema } from '../names.ts';

export const imageSchema = z.strictObject({
  name: z.string(),
  description: z.string(),
  architecture: z.string(),
  sizeBytes: z.number().int().nullable(),
  createdAt: timeSchema.nullable(),
});
export type Image = z.infer<typeof imageSchema>;
