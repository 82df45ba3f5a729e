// SPDX-License-Identifier: Apache-2.0
/** Operations of Incus: what goes on after it has answered. Each is waited for, or cancelled where that is possible. */

import * as z from 'zod';
import { IncusError, isIncusError, isNotFound } from './incus-error.ts';
import type { IncusGet } from './incus-get.ts';

export const operationSchema = z.object({
  id: z.uuid(),
  class: z.string(),
  status_code: z.number().int(),
  may_cancel: z.boolean().catch(false),
  err: z.string().catch(''),
  metadata: z.record(z.string(), z.unknown()).nullable().catch(null),
});
export type IncusOperation = z.infer<typeof operationSchema>;

interface Waiting {
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number | undefined;
}

export interface Operations {
  /** Fails with the words of Incus when it failed, with the reason of the signal when it was cancelled. */
  untilDone(operation: IncusOperation, waiting: Waiting): Promise<IncusOperation>;
}

/** Incus numbers what has ended from here on, as HTTP numbers answers; 400 failed, 401 was cancelled. */
const succeeded = 200;
const defaultTimeoutMs = 10 * 60_000;
/** Seconds of one question; Incus answers it at once when the operation ends. */
const questionSeconds = 20;

export function createOperations({
  get,
  cancel,
}: {
  readonly get: IncusGet;
  readonly cancel: (path: string) => Promise<unknown>;
}): Operations {
  return {
    async untilDone(operation, { signal, timeoutMs = defaultTimeoutMs }) {
      const path = `/1.0/operations/${operation.id}`;
      const deadline = Date.now() + timeoutMs;
      let now = operation;
      let isCancelled = false;
      while (!isOver(now)) {
        if (signal?.aborted === true && now.may_cancel && !isCancelled) {
          isCancelled = true;
          await cancel(path).catch(() => undefined);
        }
        if (Date.now() > deadline)
          throw new IncusError('timeout', `Incus has not ended after ${Math.round(timeoutMs / 1000)} s`);
        now = await ask(path, signal);
      }
      if (now.status_code === succeeded) return now;
      if (isCancelled) signal?.throwIfAborted();
      throw new IncusError('denied', now.err === '' ? 'Incus says only that it failed' : now.err.slice(0, 500), 400);
    },
  };

  /** Asks once; the abort of the signal ends the question early, so that the operation can be cancelled. */
  async function ask(path: string, signal: AbortSignal | undefined): Promise<IncusOperation> {
    const isAborted = signal?.aborted === true;
    const seconds = isAborted ? 1 : questionSeconds;
    try {
      const { value } = await get(`${path}/wait?timeout=${seconds}`, operationSchema, {
        timeoutMs: (seconds + 10) * 1000,
        ...(!isAborted && { signal }),
      });
      return value;
    } catch (error) {
      // Incus answers the question with the error of an operation that failed, or that has not ended in time.
      if (isIncusError(error, 'denied') || signal?.aborted === true) return read(path);
      throw error;
    }
  }

  async function read(path: string): Promise<IncusOperation> {
    try {
      return (await get(path, operationSchema)).value;
    } catch (error) {
      if (isNotFound(error))
        throw new IncusError('operation-lost', 'Incus was restarted meanwhile, and does not know how it ended');
      throw error;
    }
  }
}

function isOver({ status_code: code }: IncusOperation): boolean {
  return code >= succeeded;
}
