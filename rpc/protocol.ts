// SPDX-License-Identifier: Apache-2.0
/**
 * The constants of the protocol: JSON-RPC 2.0, one message per frame, streams with credit. `npm run protocol`
 * prints the reference, from here and from the contract.
 */

import * as z from 'zod';
import { serviceLimits } from '../contract/rules/service-limits.ts';

/** Raised with each change that an older side cannot understand. */
export const protocolVersion = 1;

/**
 * A frame is its length as an unsigned 32-bit big-endian number, then that many bytes: UTF-8 JSON, or, where the length
 * has the {@link bytesFlag}, the length of the JSON as such a number, the JSON, and the bytes that belong to it.
 */
export const frameHeaderBytes = 4;

/** The highest bit of a frame's length; no frame is as long as that. */
export const bytesFlag = 2 ** 31;

/** Largest frame that the helper accepts. No request of a client comes near it. */
export const maxRequestBytes = serviceLimits.requestBytes.value;

/** Values in one message that the helper accepts. */
export const maxRequestValues = serviceLimits.requestValues.value;

/** Largest frame that a client accepts. */
export const maxResponseBytes = serviceLimits.responseBytes.value;

/** Limits the nesting of a message; deeper messages are rejected before they are parsed. */
export const maxDepth = serviceLimits.depth.value;

/** Requests and streams that one connection may have at the same time. */
export const maxCallsPerConnection = serviceLimits.callsPerConnection.value;

/** Messages of one connection that may wait to be handled; while there are more, the helper stops reading. */
export const maxWaitingMessages = serviceLimits.waitingMessages.value;

/** Items that may be sent and not yet read, in one direction of one stream. */
export const streamCredit = serviceLimits.streamCredit.value;

/** The first call on a connection; any other call before it is rejected. */
export const helloMethod = 'session.hello';
export const helloParamsSchema = z.strictObject({
  protocol: z.number().int(),
  /** False when nobody is there to type a password: an action that needs one is then not authorised, at once. */
  interactive: z.boolean().default(true),
});
export const helloResultSchema = z.strictObject({ protocol: z.number().int(), version: z.string() });

/** Carries one item of a stream or one input of a channel, in either direction. */
export const itemMethod = 'stream.item';
export const itemParamsSchema = z.strictObject({ stream: z.number().int().nonnegative(), item: z.unknown() });

/** Grants the sender room for this many more items, in either direction. */
export const creditMethod = 'stream.credit';
export const creditParamsSchema = z.strictObject({
  stream: z.number().int().nonnegative(),
  credit: z.number().int().min(1).max(1024),
});

/** The params of a stream or channel. The client chooses the stream's number, unique on its connection. */
export const streamParamsSchema = z.strictObject({
  stream: z.number().int().nonnegative(),
  credit: z.number().int().min(1).max(1024),
  params: z.unknown(),
});

/** Asks the other side to end a call; the caller sends it. */
export const cancelMethod = '$/cancelRequest';

/** Methods of the protocol itself; a relay passes these and the contract's operations on. */
export const protocolMethods: ReadonlySet<string> = new Set([helloMethod, itemMethod, creditMethod, cancelMethod]);

/** JSON-RPC error code of a declared failure; its `data` is `{ code, data }`. */
export const failureErrorCode = -32_000;
