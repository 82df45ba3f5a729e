// SPDX-License-Identifier: Apache-2.0
/** What one call asks for: its params, and its stream where it opens one. */

import type { Operation } from '../contract/operation.ts';
import { isRequestName, operations, type OperationName } from '../contract/operations/index.ts';
import { parseParams } from './parse-params.ts';
import { streamParamsSchema } from './protocol.ts';

export interface ParsedCall {
  readonly params: unknown;
  /** The client's number of the stream or channel; undefined for a request. */
  readonly stream: number | undefined;
}

/** Rejects what does not fit with the failure `params-invalid`. */
export function parseCall(name: OperationName, raw: unknown): ParsedCall {
  const { params: schema }: Operation = operations[name];
  if (isRequestName(name)) return { params: parseParams(schema, raw), stream: undefined };
  const { stream, params } = parseParams(streamParamsSchema, raw);
  return { params: parseParams(schema, params), stream };
}
