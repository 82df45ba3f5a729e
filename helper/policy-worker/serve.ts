// SPDX-License-Identifier: Apache-2.0
/** Accepts the helper's connections: one request on each, one answer, and what has to be done when it ends. */

import type { Server, Socket } from 'node:net';
import { isFailure } from '../../contract/errors.ts';
import {
  maxRequestBytes,
  type PolicyAnswer,
  type PolicyRequest,
  policyRequestSchema,
} from '../selinux/policy/worker/requests.ts';
import type { Log } from '../system/log.ts';
import { messageOf } from '../system/message-of.ts';
import type { RequestAnswerer } from './answer-request.ts';

export interface ServeOptions {
  readonly answerer: RequestAnswerer;
  readonly log: Log;
  /** Milliseconds without a connection after which the worker is no longer needed. */
  readonly idleMs: number;
}

type Answering = Pick<ServeOptions, 'answerer' | 'log'>;

export interface Serving {
  /** Resolves when there was no connection for a while, and none is accepted any more. */
  readonly idle: Promise<void>;
  /** Accepts no more; resolves when what has begun has ended. */
  close(): Promise<void>;
}

/** What is not worth a line of the log: it changes nothing. */
const quiet: ReadonlySet<PolicyRequest['do']> = new Set([
  'list-modules',
  'read-modules',
  'compile-module',
  'build-without-dontaudit',
]);

export function serve(server: Server, { answerer, log, idleMs }: ServeOptions): Serving {
  const open = new Set<Socket>();
  const work = new Set<Promise<void>>();
  let timer: NodeJS.Timeout | undefined;
  let becomeIdle: () => void = () => undefined;
  const idle = new Promise<void>((resolve) => (becomeIdle = resolve));

  function rest(): void {
    timer = setTimeout(() => server.close(becomeIdle), idleMs);
  }

  server.on('connection', (socket) => {
    clearTimeout(timer);
    open.add(socket);
    const handled = handle({ answerer, log }, socket)
      .catch((error: unknown) => {
        log('error', 'fault', { reason: messageOf(error) });
        socket.destroy();
      })
      .finally(() => {
        open.delete(socket);
        work.delete(handled);
        if (open.size === 0) rest();
      });
    work.add(handled);
  });
  rest();

  return {
    idle,
    async close() {
      clearTimeout(timer);
      server.close();
      await answerer.settled();
      for (const socket of open) socket.destroy();
      await Promise.all(work);
    },
  };
}

/** Answers the one request of a connection. */
async function handle({ answerer, log }: Answering, socket: Socket): Promise<void> {
  const gone = new AbortController();
  const ended = new Promise<void>((resolve) =>
    socket.once('close', () => {
      gone.abort(new Error('the helper has ended the connection'));
      resolve();
    }),
  );
  socket.on('error', (error) => log('warning', 'connection-lost', { reason: error.message }));
  const request = await requestOf(socket);
  const answer = await findOutcome({ answerer, log }, request, gone.signal);
  socket.write(`${JSON.stringify(answer)}\n`);
  if ('result' in answer && 'do' in request && request.do === 'load-without-dontaudit') {
    await ended;
    await answerer.hideDontaudit();
    log('info', 'let-go', { do: request.do });
  } else socket.end();
  await ended;
}

async function findOutcome(
  { answerer, log }: Answering,
  request: PolicyRequest | { readonly problem: string },
  signal: AbortSignal,
): Promise<PolicyAnswer> {
  if ('problem' in request) {
    log('warning', 'request-rejected', { problem: request.problem });
    return { fault: `the policy worker does not take this request: ${request.problem}` };
  }
  const begun = Date.now();
  try {
    const result = await answerer.answer(request, signal);
    if (!quiet.has(request.do)) log('info', request.do, { ...subjectOf(request), milliseconds: Date.now() - begun });
    return { result };
  } catch (error) {
    log(isFailure(error) ? 'info' : 'warning', 'not-done', {
      do: request.do,
      ...subjectOf(request),
      reason: messageOf(error).slice(0, 500),
    });
    return isFailure(error) ? { failure: { code: error.code, data: error.data } } : { fault: messageOf(error) };
  }
}

const newline = 10;

/** The first line, parsed; or what is wrong with it. */
async function requestOf(socket: Socket): Promise<PolicyRequest | { readonly problem: string }> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  // It is read without an async iterator, whose end would destroy the socket.
  const line = await new Promise<string | undefined>((resolve) => {
    socket.on('data', (piece: Buffer) => {
      bytes += piece.length;
      pieces.push(piece);
      if (bytes > maxRequestBytes) resolve(undefined);
      else if (piece.at(-1) === newline) resolve(Buffer.concat(pieces).toString('utf8'));
    });
    socket.once('close', () => resolve(undefined));
  });
  if (line === undefined) return { problem: 'it has no end' };
  const given = policyRequestSchema.safeParse(unlessBroken(line));
  if (given.success) return given.data;
  return { problem: given.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ') };
}

function unlessBroken(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** What a request is about, for the log. */
function subjectOf(request: PolicyRequest): Readonly<Record<string, string | number | boolean>> {
  const { do: _do, ...rest } = request;
  return Object.fromEntries(
    Object.entries(rest).flatMap(([key, value]) => {
      if (['source', 'listsAccesses', 'others'].includes(key)) return [];
      return [[key, Array.isArray(value) ? value.slice(0, 20).join(' ') : value]];
    }),
  );
}
