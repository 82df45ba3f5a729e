// SPDX-License-Identifier: Apache-2.0
/** A request as an attacker sends it, and the answer as it comes: both are kept as they were on the wire. */

import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DrillExchange } from '../../../../contract/model/drill.ts';

export interface WebRequest {
  readonly path: string;
  readonly cookie: string | undefined;
}

const timeoutMs = 20_000;
const maxAnswer = 8192;

export async function sendRequest(
  address: string,
  { path, cookie }: WebRequest,
  signal: AbortSignal,
): Promise<DrillExchange> {
  const request = [
    `GET ${path} HTTP/1.1`,
    `Host: ${address}`,
    ...(cookie === undefined ? [] : [`Cookie: ${cookie}`]),
    'Connection: close',
    '',
    '',
  ].join('\r\n');
  const answer = await exchange(address, request, AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]));
  const [, status] = /^HTTP\/1\.[01] ([0-9]{3})/.exec(answer) ?? [];
  return { request, status: Number(status ?? 0), answer };
}

/**
 * Asks until the answer is as wanted; undefined when it is not in time. `addressOf` is asked each time, since it may
 * not be known at first.
 */
export async function untilAnswers(
  addressOf: () => Promise<string | undefined>,
  request: WebRequest,
  { wanted, timeoutMs, signal }: { readonly wanted: string; readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<string | undefined> {
  const deadline = Date.now() + timeoutMs;
  while (Date.now() < deadline) {
    const address = await addressOf();
    const answer =
      address === undefined ? undefined : await sendRequest(address, request, signal).catch(() => undefined);
    signal.throwIfAborted();
    if (address !== undefined && answer?.answer.includes(wanted) === true) return address;
    await sleep(300, undefined, { signal });
  }
  return undefined;
}

function exchange(address: string, request: string, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: address, port: 80, signal });
    let answer = '';
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => (answer = (answer + text).slice(0, maxAnswer)));
    socket.once('error', reject);
    socket.once('close', () => resolve(answer));
    socket.end(request);
  });
}
