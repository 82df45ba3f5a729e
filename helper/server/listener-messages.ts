// SPDX-License-Identifier: Apache-2.0
/**
 * What the listener says to the helper on a connection, beside the calls that it passes on: who the client is, before
 * all else, and which calls were denied, for the activity log.
 */

import type { Message } from 'vscode-jsonrpc';
import * as z from 'zod';
import { isOperationName, type OperationName } from '../../contract/operations/index.ts';
import { keptWordsSchema } from '../../contract/model/words.ts';
import type { Identity } from './identity.ts';

const introduceMethod = 'listener.introduce';
const deniedMethod = 'listener.denied';

const identitySchema = z.strictObject({
  uid: z.number().int().min(0).max(0xffff_fffe),
  gid: z.number().int().min(0).max(0xffff_fffe),
  pid: z.number().int().min(1),
  user: z.string().min(1).max(256),
}) satisfies z.ZodType<Identity>;

const deniedSchema = z.strictObject({
  name: z.custom<OperationName>((value) => typeof value === 'string' && isOperationName(value)),
  /** As the client sent them, and as the operation's schema has them. */
  params: z.unknown(),
  outcome: z.enum(['denied', 'cancelled']),
  detail: keptWordsSchema,
});

/** A call that was denied, and why. */
export type ReportedDenial = z.output<typeof deniedSchema>;

export type ListenerMessage =
  | { readonly type: 'introduce'; readonly identity: Identity }
  | { readonly type: 'denied'; readonly denial: ReportedDenial };

export function introductionOf({ uid, gid, pid, user }: Identity): Message {
  return notification(introduceMethod, { uid, gid, pid, user });
}

export function denialOf(denial: ReportedDenial): Message {
  return notification(deniedMethod, denial);
}

/** Undefined for what a client sent and the listener passes on; throws for what is neither. */
export function parseListenerMessage(message: Message): ListenerMessage | undefined {
  const { method, params } = message as { readonly method?: unknown; readonly params?: unknown };
  if (method === introduceMethod) return { type: 'introduce', identity: Object.freeze(identitySchema.parse(params)) };
  if (method === deniedMethod) return { type: 'denied', denial: deniedSchema.parse(params) };
  return undefined;
}

function notification(method: string, params: object): Message {
  return { jsonrpc: '2.0', method, params } as Message;
}
