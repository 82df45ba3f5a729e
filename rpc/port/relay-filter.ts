// SPDX-License-Identifier: Apache-2.0
/**
 * Says which messages of the page are passed on to a helper: calls of the contract and of the protocol, and nothing
 * else.
 */

import * as z from 'zod';
import { listedOperations } from '../../contract/operations/operation-names.ts';
import { protocolMethods } from '../protocol.ts';

const callSchema = z.strictObject({
  jsonrpc: z.literal('2.0'),
  id: z.union([z.number(), z.string().max(100)]).optional(),
  method: z.string().max(100),
  params: z.union([z.record(z.string(), z.unknown()), z.array(z.unknown())]).optional(),
});

const fromPageSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('message'), message: z.unknown() }),
  z.strictObject({ kind: z.literal('ack'), count: z.number().int().min(1).max(100_000) }),
  z.strictObject({ kind: z.literal('close') }),
]);

export type FromPage =
  | { readonly kind: 'call'; readonly message: object }
  | { readonly kind: 'ack'; readonly count: number }
  | { readonly kind: 'close' }
  | { readonly kind: 'rejected'; readonly why: string };

export function readFromPage(raw: unknown): FromPage {
  const envelope = fromPageSchema.safeParse(raw);
  if (!envelope.success) return { kind: 'rejected', why: 'it is not what a port carries' };
  if (envelope.data.kind !== 'message') return envelope.data;
  const call = callSchema.safeParse(envelope.data.message);
  if (!call.success) return { kind: 'rejected', why: 'it is no JSON-RPC call' };
  const { method } = call.data;
  if (!listedOperations.has(method) && !protocolMethods.has(method))
    return { kind: 'rejected', why: `there is no operation ${JSON.stringify(method)}` };
  return { kind: 'call', message: call.data };
}
