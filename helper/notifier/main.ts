// SPDX-License-Identifier: Apache-2.0
/**
 * Sends one alert by mail or to a webhook, for one connection of the helper, and ends. It runs as a user without rights
 * in a domain of its own, and keeps nothing.
 */

import { deliver } from './deliver.ts';
import { type DeliveryAnswer, deliverySchema, maxDeliveryBytes } from './delivery.ts';

async function readDelivery(): Promise<string> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of process.stdin as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes > maxDeliveryBytes) throw new Error(`a delivery has more than ${maxDeliveryBytes} bytes`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

async function answer(): Promise<DeliveryAnswer> {
  const delivery = deliverySchema.safeParse(JSON.parse(await readDelivery()));
  // The answer leaves out what was given: it may be secret.
  if (!delivery.success) return { outcome: 'failed', detail: 'the notifier does not know this form of a message' };
  return deliver(delivery.data);
}

void answer().then(
  (given) => process.stdout.write(JSON.stringify(given), () => process.exit(0)),
  () => process.exit(1),
);
