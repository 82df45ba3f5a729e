// SPDX-License-Identifier: Apache-2.0
/**
 * The events of Incus, by a websocket. Nothing that was missed comes again: who follows them reads what they are about
 * each time the stream begins.
 */

import WebSocket from 'ws';
import * as z from 'zod';
import { IncusError } from './incus-error.ts';
import type { InstanceName } from './incus-instances.ts';

const incusEventSchema = z.object({
  type: z.string(),
  location: z.string().catch(''),
  metadata: z.object({ action: z.string().catch(''), source: z.string().catch('') }).catch({ action: '', source: '' }),
});
export type IncusEvent = z.infer<typeof incusEventSchema>;

export type FollowedEvent = { readonly kind: 'begun' } | { readonly kind: 'event'; readonly event: IncusEvent };

export interface EventsOptions {
  readonly socketPath: string;
  readonly signal: AbortSignal;
  /** Milliseconds without a word after which the stream counts as cut; Incus asks every ten seconds whether somebody listens. */
  readonly silenceMs?: number;
}

const path = '/1.0/events?type=lifecycle&all-projects=true';
const defaultSilenceMs = 60_000;
const maxMessageBytes = 1024 * 1024;
/** Events that wait for their reader. Past it the stream ends: what they are about is read again then. */
const maxWaiting = 10_000;

/** Ends when the signal aborts; fails with an IncusError when the stream is cut. */
export async function* followEvents({
  socketPath,
  signal,
  silenceMs = defaultSilenceMs,
}: EventsOptions): AsyncGenerator<FollowedEvent, void, undefined> {
  if (signal.aborted) return;
  const socket = new WebSocket(`ws+unix://${socketPath}:${path}`, {
    maxPayload: maxMessageBytes,
    handshakeTimeout: 15_000,
    perMessageDeflate: false,
    headers: { host: 'incus' },
  });
  const waiting: FollowedEvent[] = [];
  const state: { cut: IncusError | undefined; wake: () => void } = { cut: undefined, wake: () => undefined };
  const cut = (reason: string): void => {
    state.cut ??= new IncusError('unreachable', `the events of Incus ended: ${reason}`);
    socket.terminate();
    state.wake();
  };
  const put = (one: FollowedEvent): void => {
    waiting.push(one);
    if (waiting.length > maxWaiting) cut('more events came than could be read');
    state.wake();
  };
  const silence = setTimeout(() => cut(`nothing came for ${silenceMs / 1000} s`), silenceMs);
  const heard = (): void => void silence.refresh();
  const abort = (): void => cut('the helper ends');
  signal.addEventListener('abort', abort, { once: true });
  socket.on('open', () => {
    heard();
    put({ kind: 'begun' });
  });
  socket.on('ping', heard);
  socket.on('message', (data, isBinary) => {
    heard();
    const event = isBinary || !Buffer.isBuffer(data) ? undefined : parse(data.toString('utf8'));
    if (event !== undefined) put({ kind: 'event', event });
  });
  socket.on('error', (error) => cut(error.message));
  socket.on('close', () => cut('the connection was closed'));
  try {
    for (;;) {
      const next = waiting.shift();
      if (next !== undefined) yield next;
      else if (hasEnded(signal)) return;
      else if (state.cut !== undefined) throw state.cut;
      else await new Promise<void>((resolve) => (state.wake = resolve));
    }
  } finally {
    clearTimeout(silence);
    signal.removeEventListener('abort', abort);
    socket.terminate();
  }
}

/** Read again each time: the compiler assumes that a property that was false once stays false. */
function hasEnded(signal: AbortSignal): boolean {
  return signal.aborted;
}

/** Undefined for what is no event: it changes nothing that is known. */
function parse(text: string): IncusEvent | undefined {
  try {
    return incusEventSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** The instance that an event is about, from `/1.0/instances/web?project=shop`; undefined for any other event. */
export function instanceOf({ metadata: { source } }: IncusEvent): InstanceName | undefined {
  const [, name, query = ''] = /^\/1\.0\/(?:instances|containers)\/([^/?]+)[^?]*(\?.*)?$/.exec(source) ?? [];
  return name === undefined ? undefined : { name, project: new URLSearchParams(query).get('project') ?? 'default' };
}
