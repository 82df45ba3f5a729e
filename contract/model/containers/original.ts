// SPDX-License-Identifier: Apache-2.0
/** What an adopted container was made of. */

import * as z from 'zod';
import { makeOnce } from '../../make-once.ts';
import { timeSchema } from '../names.ts';

/** The container that an adopted one was made of, which is kept as it was. */
export const originalSchema = makeOnce(() =>
  z.strictObject({
    /** The name that it had, and gets again when it is restored. */
    name: z.string(),
    adoptedAt: timeSchema(),
  }),
);
export type Original = z.infer<ReturnType<typeof originalSchema>>;
