// SPDX-License-Identifier: Apache-2.0
/** An SELinux security context, split into its four parts. */

import * as z from 'zod';
import { makeOnce } from '../../make-once.ts';

export { categoriesOf, lowEndOf } from './level.ts';

/** `user:role:type:level`; the level keeps its own colons and commas, for example `s0:c5,c6` or `s0-s0:c0.c1023`. */
export const securityContextSchema = makeOnce(() =>
  z.strictObject({
    user: z.string(),
    role: z.string(),
    type: z.string(),
    /** Empty when the policy has no MLS or MCS levels. */
    level: z.string(),
  }),
);

export type SecurityContext = z.infer<ReturnType<typeof securityContextSchema>>;
