// SPDX-License-Identifier: Apache-2.0
/** Who holds most of a table of the kernel that containers share. */

import * as z from 'zod';

/** `others`: what neither the host nor a running container holds, such as what a container left that is gone. */
export const tableHolderSchema = z.discriminatedUnion('of', [
  z.strictObject({ of: z.literal('container'), name: z.string() }),
  z.strictObject({ of: z.literal('host') }),
  z.strictObject({ of: z.literal('others') }),
]);
export type TableHolder = z.infer<typeof tableHolderSchema>;
