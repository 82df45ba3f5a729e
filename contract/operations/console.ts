// SPDX-License-Identifier: Apache-2.0
/** Operations on terminals. */

import { z } from 'zod';
import { containerNameSchema } from '../model/names.ts';
import { channel } from '../operation.ts';

const columns = z.number().int().min(2).max(1000);
const rows = z.number().int().min(2).max(1000);

export const consoleOperations = {
  'console.open': channel({
    summary:
      'Runs a command, or a login shell, as root inside a container, on a pseudo-terminal of its own in the container.',
    action: 'open-consoles',
    isSession: true,
    changes: true,
    params: z.strictObject({
      name: containerNameSchema,
      /** Argument array; a login shell when left out. */
      command: z
        .array(
          z
            .string()
            .max(65_536)
            .refine((argument) => !argument.includes('\0'), 'must not hold NUL'),
        )
        .min(1)
        .max(1024)
        .optional(),
      columns: columns.default(80),
      rows: rows.default(24),
    }),
    input: z.discriminatedUnion('type', [
      z.strictObject({ type: z.literal('data'), data: z.string().max(65_536) }),
      z.strictObject({ type: z.literal('resize'), columns, rows }),
    ]),
    item: z.strictObject({ data: z.string() }),
    result: z.strictObject({
      /** Exit code of the command; 128 + signal number when a signal ended it. */
      exitCode: z.number().int(),
    }),
    errors: [
      'container-not-found',
      'container-not-running',
      'container-not-managed',
      'context-mismatch',
      'container-failed',
      'lxc-unavailable',
      'disk-full',
    ],
  }),
} as const;
