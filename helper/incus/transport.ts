// SPDX-License-Identifier: Apache-2.0
/**
 * HTTP over the unix socket of Incus: one connection for each request, and a limit for the time and the size of each
 * answer. Gives what was answered as it is; who asked parses it.
 */

import { request as httpRequest, type IncomingMessage } from 'node:http';
import { messageOf } from '../system/message-of.ts';
import { IncusError } from './incus-error.ts';

export interface IncusRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With its query. */
  readonly path: string;
  readonly body?: unknown;
  /** Only if what is changed is still the same as when it had this tag. */
  readonly ifMatch?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number;
  readonly maxBytes?: number;
}

interface IncusAnswer {
  readonly status: number;
  readonly etag: string | undefined;
  readonly body: unknown;
}

export interface IncusTransport {
  /** The path of the socket. */
  readonly socketPath: string;
  /** Fails with an IncusError, or with the reason of the signal. */
  request(request: IncusRequest): Promise<IncusAnswer>;
}

const defaultTimeoutMs = 15_000;
/** 10,000 containers with their devices take about 40 MB. */
const defaultMaxBytes = 128 * 1024 * 1024;

export function createIncusTransport(socketPath: string): IncusTransport {
  return {
    socketPath,
    async request({ method, path, body, ifMatch, signal, timeoutMs = defaultTimeoutMs, maxBytes = defaultMaxBytes }) {
      signal?.throwIfAborted();
      const ending = new AbortController();
      const end = (): void => ending.abort();
      signal?.addEventListener('abort', end, { once: true });
      const timer = setTimeout(end, timeoutMs);
      const text = body === undefined ? undefined : JSON.stringify(body);
      try {
        const answer = await send({ socketPath, method, path, text, ifMatch, signal: ending.signal });
        const read = await readBody(answer, maxBytes);
        return { status: answer.statusCode ?? 0, etag: answer.headers.etag, body: parse(read) };
      } catch (error) {
        signal?.throwIfAborted();
        if (ending.signal.aborted)
          throw new IncusError('timeout', `Incus gave no whole answer within ${timeoutMs / 1000} s`);
        throw error instanceof IncusError ? error : new IncusError('unreachable', messageOf(error));
      } finally {
        clearTimeout(timer);
        signal?.removeEventListener('abort', end);
      }
    },
  };
}

interface Sent {
  readonly socketPath: string;
  readonly method: string;
  readonly path: string;
  readonly text: string | undefined;
  readonly ifMatch: string | undefined;
  readonly signal: AbortSignal;
}

/** Resolves with the head of the answer, whose body is still to be read. */
function send({ socketPath, method, path, text, ifMatch, signal }: Sent): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(
      {
        ...{ socketPath, method, path, signal, agent: false },
        headers: {
          host: 'incus',
          ...(text !== undefined && {
            'content-type': 'application/json',
            'content-length': String(Buffer.byteLength(text)),
          }),
          ...(ifMatch !== undefined && { 'if-match': ifMatch }),
        },
      },
      resolve,
    );
    sent.on('error', reject);
    sent.end(text);
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
