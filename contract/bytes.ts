// SPDX-License-Identifier: Apache-2.0
/** Bytes in an item of a stream, which cross the protocol beside the JSON of their message. */

import * as z from 'zod';

/** The schema of at most so many bytes; of any number when left out, where the helper is who sends them. */
export function bytesSchema(maxLength?: number): z.ZodType<Uint8Array> {
  const isOfBytes = (value: unknown): boolean =>
    value instanceof Uint8Array && (maxLength === undefined || value.length <= maxLength);
  return z.custom<Uint8Array>(isOfBytes, 'must be bytes, and no more than allowed').meta({ type: 'bytes', maxLength });
}
