// SPDX-License-Identifier: Apache-2.0
/**
 * What the listener says to the helper on a connection, beside the calls that it passes on: who the client is, before
 * all else, which calls were denied, for the activity log, and about which operation and container a question is put. The
 * helper answers that with the role of the client.
 */

import type { Message } from 'vscode-jsonrpc';
import * as z from 'zod';
import { roles } from '../../contract/actions.ts';
import { isOperationName, type OperationName } from '../../contract/operations/index.ts';
import { keptWordsSchema } from '../../contract/model/words.ts';
import type { Standing } from '../access/standing.ts';
import type { Identity } from './identity.ts';

const introduceMethod = 'listener.introduce';
const deniedMethod = 'listener.denied';
const askMethod = 'listener.ask';
const passMethod = 'listener.pass';
const dropMethod = 'listener.drop';
/** The helper sends it. */
const notedMethod = 'listener.noted';

const identitySchema = z.strictObject({
  uid: z.number().int().min(0).max(0xffff_fffe),
  gid: z.number().int().min(0).max(0xffff_fffe),
  pid: z.number().int().min(1),
  user: z.string().min(1).max(256),
}) satisfies z.ZodType<Identity>;

const operationSchema = z.custom<OperationName>((value) => typeof value === 'string' && isOperationName(value));

const deniedSchema = z.strictObject({
  name: operationSchema,
  /** The params are as the client sent them, and as the operation's schema has them. */
  params: z.unknown(),
  outcome: z.enum(['denied', 'cancelled']),
  detail: keptWordsSchema(),
});

const questionSchema = z.strictObject({ question: z.number().int() });
const askSchema = questionSchema.extend({
  operation: operationSchema,
  name: z.string().max(256).optional(),
});
const notedSchema = questionSchema.extend({ standing: z.enum([...roles, 'none', 'denied']) });

/** A call that was denied, and why. */
export type ReportedDenial = z.output<typeof deniedSchema>;

export interface AskMessage {
  readonly type: 'ask';
  readonly question: number;
  readonly operation: OperationName;
  readonly name?: string | undefined;
}

export type ListenerMessage =
  | { readonly type: 'introduce'; readonly identity: Identity }
  | { readonly type: 'denied'; readonly denial: ReportedDenial }
  /** Polkit is asked about a call, which may name a container. */
  | AskMessage
  /** It said yes: the next message is that call. Or it did not. */
  | { readonly type: 'pass' | 'drop'; readonly question: number };

export function introductionOf({ uid, gid, pid, user }: Identity): Message {
  return notification(introduceMethod, { uid, gid, pid, user });
}

export function denialOf(denial: ReportedDenial): Message {
  return notification(deniedMethod, denial);
}

export function askOf(question: number, operation: OperationName, name: string | undefined): Message {
  return notification(askMethod, { question, operation, ...(name !== undefined && { name }) });
}

export function passOf(question: number): Message {
  return notification(passMethod, { question });
}

export function dropOf(question: number): Message {
  return notification(dropMethod, { question });
}

/** The helper's answer to `ask`: which role the client has for it. */
export function notedOf(question: number, standing: Standing): Message {
  return notification(notedMethod, { question, standing });
}

/** Undefined for what the helper says to the client. */
export function notedQuestionOf(message: Message): z.output<typeof notedSchema> | undefined {
  const { method, params } = message as { readonly method?: unknown; readonly params?: unknown };
  return method === notedMethod ? notedSchema.parse(params) : undefined;
}

/** Undefined for what a client sent and the listener passes on; throws for what is neither. */
export function parseListenerMessage(message: Message): ListenerMessage | undefined {
  const { method, params } = message as { readonly method?: unknown; readonly params?: unknown };
  if (method === introduceMethod) return { type: 'introduce', identity: Object.freeze(identitySchema.parse(params)) };
  if (method === deniedMethod) return { type: 'denied', denial: deniedSchema.parse(params) };
  if (method === askMethod) return { type: 'ask', ...askSchema.parse(params) };
  if (method === passMethod) return { type: 'pass', ...questionSchema.parse(params) };
  if (method === dropMethod) return { type: 'drop', ...questionSchema.parse(params) };
  return undefined;
}

function notification(method: string, params: object): Message {
  return { jsonrpc: '2.0', method, params } as Message;
}
