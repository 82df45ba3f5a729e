// SPDX-License-Identifier: Apache-2.0
/** Hands one message to a notifier, which systemd starts for it, and waits for what came of it. */

import { createConnection } from 'node:net';
import {
  type Delivery,
  type DeliveryAnswer,
  deliveryAnswerSchema,
  deliveryTimeoutMs,
  notifierSocket,
} from '../../../notifier/delivery.ts';

/** Milliseconds for the start of the process besides, on a busy host. */
const startTimeoutMs = 60_000;
const maxAnswerBytes = 16 * 1024;

/** Rejects when there is no notifier, when it ends without an answer, or when the signal aborts. */
export async function sendToNotifier(
  delivery: Delivery,
  signal: AbortSignal,
  path: string = notifierSocket,
): Promise<DeliveryAnswer> {
  const limited = AbortSignal.any([signal, AbortSignal.timeout(deliveryTimeoutMs + startTimeoutMs)]);
  return deliveryAnswerSchema.parse(JSON.parse(await exchange(path, JSON.stringify(delivery), limited)));
}

/** Sends a text, ends that half of the connection, and gives all that comes back. */
function exchange(path: string, text: string, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = createConnection({ path, allowHalfOpen: true });
    const pieces: Buffer[] = [];
    let bytes = 0;
    const onAbort = (): void => void socket.destroy(signal.reason as Error);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    socket.once('connect', () => socket.end(text));
    socket.on('data', (piece) => {
      bytes += piece.length;
      if (bytes > maxAnswerBytes) socket.destroy(new Error('the notifier answers too much'));
      else pieces.push(piece);
    });
    socket.once('end', () => socket.destroy());
    socket.once('error', reject);
    socket.once('close', () => {
      signal.removeEventListener('abort', onAbort);
      if (bytes === 0) reject(new Error('the notifier ended without an answer; see journalctl -u "bulkhead-notify@*"'));
      else resolve(Buffer.concat(pieces).toString('utf8'));
    });
  });
}
