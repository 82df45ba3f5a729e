// SPDX-License-Identifier: Apache-2.0
/** A value of the file that is written as on the command line: read by the same function, with the same rules. */

import * as z from 'zod';

/** What the function throws becomes the problem of this value. */
export function word<T>(
  parse: (text: string) => T,
): z.ZodPipe<z.ZodUnion<readonly [z.ZodString, z.ZodNumber]>, z.ZodTransform<T, string | number>> {
  return z.union([z.string(), z.number()]).pipe(
    z.transform((given: string | number, context): T => {
      try {
        return parse(String(given));
      } catch (error) {
        context.addIssue(error instanceof Error ? error.message : String(error));
        return z.NEVER;
      }
    }),
  );
}
