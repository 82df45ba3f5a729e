// SPDX-License-Identifier: Apache-2.0
/** Sends one request to the policy worker, which systemd starts where it does not run, and waits for the answer. */

import { createConnection, type Socket } from 'node:net';
import { fail, failureFromWire } from '../../../../contract/errors.ts';
import {
  policyAnswerSchema,
  policyWorkerSocket,
  type PolicyRequest,
  type RequestOf,
  type ResultOf,
} from './requests.ts';
import { silenceOf, WorkerEndedError } from './silence.ts';

/**
 * Fails as the work does; with `policy-worker-unavailable` when no worker answers. An aborted request ends with the
 * signal's reason, and the worker gives it up where it has changed nothing yet.
 */
export type AskWorker = <Request extends PolicyRequest>(
  request: Request,
  signal?: AbortSignal,
) => Promise<ResultOf<Request['do']>>;

/** Asks the worker, and leaves the connection open; the worker notices its end, also when this process is killed. */
export type HoldWorker = (request: RequestOf<'load-without-dontaudit'>) => Promise<Socket>;

/** Sources of a whole distribution's modules have a few megabytes. */
const maxAnswerBytes = 256 * 1024 * 1024;

export function createAskWorker(path: string = policyWorkerSocket): {
  readonly ask: AskWorker;
  readonly hold: HoldWorker;
} {
  return {
    async ask<Request extends PolicyRequest>(request: Request, signal?: AbortSignal) {
      const { socket, result } = await exchange(path, request, signal);
      socket.destroy();
      return result as ResultOf<Request['do']>;
    },
    hold: async (request) => (await exchange(path, request, undefined)).socket,
  };
}

interface Exchanged {
  readonly socket: Socket;
  readonly result: unknown;
}

async function exchange(path: string, request: PolicyRequest, signal: AbortSignal | undefined): Promise<Exchanged> {
  signal?.throwIfAborted();
  const socket = createConnection(path);
  try {
    const answer = policyAnswerSchema.parse(JSON.parse(await answerTo(socket, JSON.stringify(request), signal)));
    if ('failure' in answer)
      throw failureFromWire(answer.failure) ?? new Error(`an unknown failure, ${answer.failure.code}`);
    if ('fault' in answer) throw new Error(answer.fault);
    return { socket, result: answer.result };
  } catch (error) {
    socket.destroy();
    signal?.throwIfAborted();
    const reason = silenceOf(error);
    if (reason !== undefined) fail('policy-worker-unavailable', { reason });
    throw error;
  }
}

const newline = 10;

/** The first line that comes back. */
function answerTo(socket: Socket, text: string, signal: AbortSignal | undefined): Promise<string> {
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    let bytes = 0;
    const abort = (): void => void socket.destroy(signal?.reason as Error);
    signal?.addEventListener('abort', abort, { once: true });
    const settle = (act: () => void): void => {
      signal?.removeEventListener('abort', abort);
      act();
    };
    socket.once('connect', () => socket.write(`${text}\n`));
    socket.on('data', (piece) => {
      bytes += piece.length;
      pieces.push(piece);
      if (bytes > maxAnswerBytes) socket.destroy(new Error('the policy worker answers too much'));
      else if (piece.at(-1) === newline) settle(() => resolve(Buffer.concat(pieces).toString('utf8')));
    });
    socket.on('error', (error) => settle(() => reject(error)));
    socket.once('close', () => settle(() => reject(new WorkerEndedError())));
  });
}
