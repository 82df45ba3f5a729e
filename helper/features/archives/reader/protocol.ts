// SPDX-License-Identifier: Apache-2.0
/**
 * What the process that reads an archive is asked for, in its argument, and what it reports, a line of JSON each on
 * descriptor 3. What it reports is parsed: it has read what a stranger wrote.
 */

import * as z from 'zod';

/** How a problem begins that may be due to what came before the reader. */
export const cutOff = 'it is cut off';

const count = z.number().int().nonnegative();

export const taskSchema = z.strictObject({
  layout: z.union([z.literal('detect'), z.strictObject({ folder: z.string(), members: z.array(z.string()) })]),
  keeps: z.enum(['root', 'layer']),
  limits: z.strictObject({
    maxBytes: count,
    maxFiles: count,
    ids: z.strictObject({ first: count, count }),
  }),
});
export type Task = z.infer<typeof taskSchema>;

const word = z.string().max(32_768);
const words = z.array(word).max(1000).readonly();

export const reportSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('progress'), files: count, bytes: count }),
  z.strictObject({ type: z.literal('failed'), problem: z.string().max(4000), isDiskFull: z.boolean() }),
  z.strictObject({
    type: z.literal('done'),
    format: z.enum(['root', 'lxc', 'oci']),
    files: count,
    bytes: count,
    setId: count,
    leftOut: z.strictObject({ devices: count, attributes: count }),
    architecture: z.string().max(20).nullable(),
    release: z.string().max(65_536).nullable(),
    hasInit: z.boolean(),
    members: z.record(z.string().max(4095), z.string().max(2 * 1024 * 1024)),
    application: z
      .strictObject({
        entrypoint: words,
        command: words,
        environment: words,
        user: word,
        folder: word,
        ports: words,
        stopSignal: word,
      })
      .nullable(),
  }),
]);
export type Report = z.infer<typeof reportSchema>;
