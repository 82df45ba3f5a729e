// SPDX-License-Identifier: Apache-2.0
/** What an adopted instance says of its original, in a key of its configuration. */

import * as z from 'zod';
import type { Original } from '../../../../contract/model/containers/original.ts';
import { type IncusInstance, nameOf } from '../../../incus/incus-instances.ts';

/** What was before, and by what it comes back. */
export interface KeptOriginal {
  readonly snapshot: string;
  readonly mountOptions: string;
  /** Its files had this label where each has its own; null where the mount of their volume gives it. */
  readonly label: string | null;
}

export const originalKey = 'user.bulkhead.original';
const originalSchema = z.object({
  snapshot: z.string(),
  mountOptions: z.string(),
  label: z.string().nullable().default(null),
  adoptedAt: z.number().nonnegative(),
});

/** Undefined for one that was not adopted, or whose original was removed. */
export function keptOriginalOf({ config }: Pick<IncusInstance, 'config'>): z.infer<typeof originalSchema> | undefined {
  try {
    return originalSchema.safeParse(JSON.parse(config[originalKey] ?? '')).data;
  } catch {
    return undefined;
  }
}

/** Gives the original as the container has it. */
export function originalOf(instance: IncusInstance): Original | null {
  const kept = keptOriginalOf(instance);
  return kept === undefined ? null : { name: nameOf(instance), adoptedAt: kept.adoptedAt };
}
