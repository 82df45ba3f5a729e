// SPDX-License-Identifier: Apache-2.0
/** What the helper gives the notifier, and what the notifier answers: one of each on a connection, as JSON. */

import { join } from 'node:path';
import * as z from 'zod';
import { mailAddressSchema, webhookSecretSchema, webhookUrlSchema } from '../../contract/model/alerts/alert-target.ts';
import { timeSchema } from '../../contract/model/names.ts';
import { runtimeFolder } from '../system/runtime-folder.ts';

/** systemd listens here, and starts a notifier for each connection. Only root may connect. */
export const notifierSocket = join(runtimeFolder, 'notify.sock');

/** Milliseconds for one message. systemd ends a notifier that is still there after a minute. */
export const deliveryTimeoutMs = 20_000;

/** The largest number of bytes of a delivery. */
export const maxDeliveryBytes = 512 * 1024;

/** Says where a message goes, with all that is secret of it. */
export const routeSchema = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('mail'), to: z.array(mailAddressSchema()).min(1) }),
  z.strictObject({ by: z.literal('webhook'), url: webhookUrlSchema(), secret: webhookSecretSchema().nullable() }),
]);
export type Route = z.infer<typeof routeSchema>;

const messageSchema = z.strictObject({
  /** The id stays the same for each attempt to send the message. */
  id: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
  /** The message was written then. */
  at: timeSchema(),
  /** The subject has one line. */
  subject: z.string().max(250),
  text: z.string(),
  /** What a webhook gets, as JSON. */
  body: z.string(),
});
export type Message = z.infer<typeof messageSchema>;

export const deliverySchema = z.strictObject({ route: routeSchema, message: messageSchema });
export type Delivery = z.infer<typeof deliverySchema>;

export const deliveryAnswerSchema = z.strictObject({
  outcome: z.enum(['sent', 'failed']),
  /** One line, without anything that is secret of the route. */
  detail: z.string().max(500),
});
export type DeliveryAnswer = z.infer<typeof deliveryAnswerSchema>;

/** A message was not sent, for a reason that may be shown and logged. */
export class DeliveryError extends Error {}
