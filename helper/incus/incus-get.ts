// SPDX-License-Identifier: Apache-2.0
/** A question to Incus, whose answer the schema of the one who asks has parsed. */

import type * as z from 'zod';
import type { IncusRequest } from './transport.ts';

/** A value with the tag by which a later change finds out whether it is still the same. */
export interface Tagged<T> {
  readonly value: T;
  readonly etag: string | undefined;
}

export type IncusGet = <Schema extends z.ZodType>(
  path: string,
  schema: Schema,
  options?: Pick<IncusRequest, 'signal' | 'timeoutMs' | 'maxBytes'>,
) => Promise<Tagged<z.output<Schema>>>;
