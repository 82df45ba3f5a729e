// SPDX-License-Identifier: Apache-2.0
/**
 * Speaks HTTP over the unix socket of Incus: one connection for each request, and a limit for the time and the size of
 * each answer. Gives what was answered as it is; who asked parses it.
 */

import { type ClientRequest, IncomingMessage, request as httpRequest } from 'node:http';
import { type Duplex, pipeline } from 'node:stream';
import { messageOf } from '../system/message-of.ts';
import { IncusError } from './incus-error.ts';

export interface IncusRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** The path has its query. */
  readonly path: string;
  readonly body?: unknown;
  /** What is no JSON, with its headers, instead of a body. */
  readonly content?: IncusContent | undefined;
  /** The request is made only if what is changed is still the same as when it had this tag. */
  readonly ifMatch?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number;
  readonly maxBytes?: number;
}

/** Pieces are sent as they come; where they fail, the request is cut off before its end, and Incus has got nothing. */
type IncusContent = { readonly headers: Readonly<Record<string, string>> } & (
  { readonly text: string } | { readonly pieces: AsyncIterable<Uint8Array> }
);

interface IncusAnswer {
  readonly status: number;
  readonly etag: string | undefined;
  readonly body: unknown;
}

export interface IncusTransport {
  /** The socket has this path. */
  readonly socketPath: string;
  /** Fails with an IncusError, or with the reason of the signal. */
  request(request: IncusRequest): Promise<IncusAnswer>;
  /** Gives the connection once Incus has agreed to speak this protocol on it; the caller destroys it. Fails in the same way. */
  upgrade(request: IncusUpgrade): Promise<Duplex>;
}

interface IncusUpgrade extends Pick<IncusRequest, 'path' | 'signal' | 'timeoutMs'> {
  readonly protocol: string;
}

const defaultTimeoutMs = 15_000;
/** 10,000 containers with their devices take about 40 MB. */
const defaultMaxBytes = 128 * 1024 * 1024;
const maxErrorBytes = 64 * 1024;

export function createIncusTransport(socketPath: string): IncusTransport {
  return {
    socketPath,
    request: ({ method, path, ifMatch, maxBytes = defaultMaxBytes, signal, timeoutMs, ...given }) =>
      inTime({ signal, timeoutMs }, async (ending) => {
        const content = contentOf(given);
        const answer = await send({ socketPath, method, path, content, ifMatch, signal: ending });
        const read = await readBody(answer, maxBytes);
        return { status: answer.statusCode ?? 0, etag: answer.headers.etag, body: parse(read) };
      }),
    upgrade: ({ path, protocol, signal, timeoutMs }) =>
      inTime({ signal, timeoutMs }, async (ending) => {
        const answer = await askUpgrade({ socketPath, path, protocol, signal: ending });
        if (!(answer instanceof IncomingMessage)) return answer;
        const { error } = (parse(await readBody(answer, maxErrorBytes)) ?? {}) as { readonly error?: unknown };
        const words = typeof error === 'string' ? error : `it does not speak ${protocol}`;
        throw new IncusError('denied', words.slice(0, 500), answer.statusCode ?? 0);
      }),
  };
}

/** Fails with an IncusError, or with the reason of the signal; what is asked is ended by the given signal. */
async function inTime<T>(
  { signal, timeoutMs = defaultTimeoutMs }: Pick<IncusRequest, 'signal'> & { readonly timeoutMs: number | undefined },
  ask: (ending: AbortSignal) => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted();
  const ending = new AbortController();
  const end = (): void => ending.abort();
  signal?.addEventListener('abort', end, { once: true });
  const timer = setTimeout(end, timeoutMs);
  try {
    return await ask(ending.signal);
  } catch (error) {
    signal?.throwIfAborted();
    if (ending.signal.aborted)
      throw new IncusError('timeout', `Incus gave no whole answer within ${timeoutMs / 1000} s`);
    throw error instanceof IncusError ? error : new IncusError('unreachable', messageOf(error));
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', end);
  }
}

function contentOf({ body, content }: Pick<IncusRequest, 'body' | 'content'>): IncusRequest['content'] {
  if (content !== undefined || body === undefined) return content;
  return { text: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
}

interface Sent {
  readonly socketPath: string;
  readonly method: string;
  readonly path: string;
  readonly content: IncusRequest['content'];
  readonly ifMatch: string | undefined;
  readonly signal: AbortSignal;
}

/** Resolves with the head of the answer, whose body is still to be read. */
function send({ socketPath, method, path, content, ifMatch, signal }: Sent): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(
      {
        socketPath,
        method,
        path,
        signal,
        agent: false,
        headers: {
          host: 'incus',
          ...content?.headers,
          ...(content !== undefined &&
            'text' in content && { 'content-length': String(Buffer.byteLength(content.text)) }),
          ...(ifMatch !== undefined && { 'if-match': ifMatch }),
        },
      },
      resolve,
    );
    sent.on('error', reject);
    if (content !== undefined && 'pieces' in content) sendPieces(content.pieces, sent);
    else sent.end(content?.text);
  });
}

function sendPieces(pieces: AsyncIterable<Uint8Array>, sent: ClientRequest): void {
  // An error is one of the request too, which its listener sees.
  pipeline(pieces, sent, () => undefined);
}

interface Upgrading extends Pick<Sent, 'socketPath' | 'path' | 'signal'> {
  readonly protocol: string;
}

/** The connection, or the answer of an Incus that does not agree. */
function askUpgrade({ socketPath, path, protocol, signal }: Upgrading): Promise<Duplex | IncomingMessage> {
  return new Promise((resolve, reject) => {
    const headers = { host: 'incus', connection: 'Upgrade', upgrade: protocol };
    const sent = httpRequest({ socketPath, method: 'GET', path, signal, agent: false, headers });
    sent.on('upgrade', (_answer, connection) => resolve(connection));
    sent.on('response', resolve);
    sent.on('error', reject);
    sent.end();
  });
}

async function readBody(answer: IncomingMessage, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Leaving the loop ends the connection, so that no more is read than is kept.
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) throw new IncusError('too-large', `Incus answered with more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new IncusError('malformed', 'Incus answered with something that is no JSON');
  }
}
