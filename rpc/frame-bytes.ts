// SPDX-License-Identifier: Apache-2.0
/**
 * The bytes that a message may carry beside its JSON, in one place only: the `data` of a stream's item. So an archive, a
 * file and what a terminal shows cross the protocol as they are, and are neither quoted nor searched on their way.
 */

import { itemMethod } from './protocol.ts';

/** A message whose bytes were taken out; without `bytes` it is as it was. */
export interface DetachedMessage {
  readonly json: unknown;
  readonly bytes: Uint8Array | undefined;
}

export function detachBytes(message: unknown): DetachedMessage {
  const item = itemOf(message);
  if (item === undefined || !(item['data'] instanceof Uint8Array)) return { json: message, bytes: undefined };
  const { data, ...rest } = item;
  const { params, ...others } = message as { readonly params: object };
  return { json: { ...others, params: { ...params, item: rest } }, bytes: data };
}

/** Changes the message, which is the receiver's own. False for one that has no place for bytes. */
export function attachBytes(message: unknown, bytes: Uint8Array): boolean {
  const item = itemOf(message);
  if (item === undefined || Object.hasOwn(item, 'data')) return false;
  item['data'] = bytes;
  return true;
}

function itemOf(message: unknown): Record<string, unknown> | undefined {
  if (!isObject(message) || message['method'] !== itemMethod || !isObject(message['params'])) return undefined;
  const { item } = message['params'];
  return isObject(item) ? item : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
