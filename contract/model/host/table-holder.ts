// SPDX-License-Identifier: Apache-2.0
/** Describes who holds most of a table of the kernel that containers share. */

import * as z from 'zod';
import { makeOnce } from '../../make-once.ts';

/** `others`: what neither the host nor a running container holds, such as what a container left that is gone. */
export const tableHolderSchema = makeOnce(() =>
  z.discriminatedUnion('of', [
    z.strictObject({ of: z.literal('container'), name: z.string() }),
    z.strictObject({ of: z.literal('host') }),
    z.strictObject({ of: z.literal('others') }),
  ]),
);
export type TableHolder = z.infer<ReturnType<typeof tableHolderSchema>>;
