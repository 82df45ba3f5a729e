// SPDX-License-Identifier: Apache-2.0
/**
 * What of a server's index is used. The format is simplestreams (https://cloudinit.readthedocs.io, "Simple Streams", and
 * the servers of LXC and Ubuntu); everything in it is data of a stranger.
 */

import * as z from 'zod';
import { sha256Schema } from '../contract/operations/host/image.ts';

/** Accepts a path below the server's address, and nowhere else. */
const pathSchema = z
  .string()
  .max(1000)
  .regex(/^[\w.:@%+~-]+(?:\/[\w.:@%+~-]+)*$/)
  .refine((path) => !path.split('/').some((part) => part === '..' || part === '.'), 'must not climb');

const wordSchema = z
  .string()
  .max(100)
  .regex(/^[A-Za-z0-9][\w.:+~-]*$/);

export const indexSchema = z.object({
  index: z.record(z.string(), z.object({ datatype: z.string().optional(), path: pathSchema })),
});

const itemSchema = z.object({
  ftype: z.string(),
  path: pathSchema,
  sha256: sha256Schema(),
  size: z.number().int().positive(),
});
export type ServerItem = z.infer<typeof itemSchema>;

const productSchema = z.object({
  /** Holds the names, such as `debian/trixie,debian/13`. */
  aliases: z.string().max(1000).default(''),
  arch: wordSchema,
  os: wordSchema.optional(),
  release: wordSchema.optional(),
  variant: wordSchema.optional(),
  versions: z.record(wordSchema, z.object({ items: z.record(z.string(), z.unknown()) })),
});

/** A product that is made otherwise is left out, as LXC's own programs do, and does not spoil the others. */
export const productsSchema = z.object({ products: z.record(z.string(), z.unknown()) });

export function readProduct(product: unknown): z.infer<typeof productSchema> | undefined {
  return productSchema.safeParse(product).data;
}

/** Undefined for what has no file to fetch, or no digest. */
export function readItem(item: unknown): ServerItem | undefined {
  return itemSchema.safeParse(item).data;
}
