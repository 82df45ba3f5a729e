// SPDX-License-Identifier: Apache-2.0
/** Sends one message, and gives what came of it. It does not try again: the helper decides about that. */

import { type Delivery, type DeliveryAnswer, DeliveryError, deliveryTimeoutMs } from './delivery.ts';
import { sendMail } from './send-mail.ts';
import { sendWebhook } from './send-webhook.ts';

const maxDetail = 500;

/** `program` stands for the host's mail program in tests. */
export async function deliver(
  delivery: Delivery,
  { timeoutMs = deliveryTimeoutMs, program }: { readonly timeoutMs?: number; readonly program?: string } = {},
): Promise<DeliveryAnswer> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const detail = await send(delivery, signal, program);
    return { outcome: 'sent', detail: detail.slice(0, maxDetail) };
  } catch (error) {
    return { outcome: 'failed', detail: detailOf(error, signal, timeoutMs).slice(0, maxDetail) };
  }
}

function send({ route, message }: Delivery, signal: AbortSignal, program: string | undefined): Promise<string> {
  return route.by === 'mail'
    ? sendMail(route.to, message, { signal, ...(program !== undefined && { program }) })
    : sendWebhook(route, message, signal);
}

/** Gives only the kind of an error that is no {@link DeliveryError}, since its text may hold what is secret. */
function detailOf(error: unknown, signal: AbortSignal, timeoutMs: number): string {
  if (error instanceof DeliveryError) return error.message;
  if (signal.aborted) return `no answer within ${timeoutMs / 1000} s`;
  return `a fault of the notifier (${error instanceof Error ? error.name : typeof error})`;
}
