// SPDX-License-Identifier: Apache-2.0
/**
 * The three kinds of answers that Incus gives: at once, later by an operation that is waited for, or an error. What it
 * says is parsed by the schema of the one who asks, and fails where it has another shape.
 */

import * as z from 'zod';
import { IncusError } from './incus-error.ts';
import type { IncusGet, Tagged } from './incus-get.ts';
import { createOperations, operationSchema, type IncusOperation } from './incus-operations.ts';
import type { IncusRequest, IncusTransport } from './transport.ts';

interface IncusChange extends Pick<IncusRequest, 'path' | 'body' | 'content' | 'ifMatch' | 'signal'> {
  readonly method: Exclude<IncusRequest['method'], 'GET'>;
  /** Milliseconds that an operation may take before waiting for it fails. */
  readonly timeoutMs?: number;
  /** Milliseconds in which all is sent and Incus has answered. */
  readonly answerTimeoutMs?: number;
}

export interface IncusClient {
  readonly transport: IncusTransport;
  readonly get: IncusGet;
  /**
   * Resolves when it is done: with the operation where Incus made one. Aborting cancels an operation that can be
   * cancelled, and waits for the end of any other.
   */
  change(change: IncusChange): Promise<IncusOperation | undefined>;
}

const answerSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('sync'), metadata: z.unknown() }),
  z.object({ type: z.literal('async'), operation: z.string(), metadata: operationSchema }),
  z.object({ type: z.literal('error'), error: z.string(), error_code: z.number().int() }),
]);
type Answer = z.infer<typeof answerSchema>;

/** Milliseconds until Incus says that it has begun a change, or has made it: it asks other members. */
const defaultAnswerTimeoutMs = 60_000;
/** Incus may quote in an error what a container chose. */
const maxErrorLength = 500;

export function createIncusClient(transport: IncusTransport): IncusClient {
  async function ask(request: IncusRequest): Promise<Tagged<Exclude<Answer, { type: 'error' }>>> {
    const { status, etag, body } = await transport.request(request);
    const parsed = answerSchema.safeParse(body);
    if (!parsed.success) throw new IncusError('malformed', `Incus answered ${request.path} in another form`, status);
    const answer = parsed.data;
    if (answer.type === 'error') throw new IncusError('denied', shown(answer.error), answer.error_code || status);
    return { value: answer, etag };
  }

  const get: IncusGet = async (path, schema, options) => {
    const { value, etag } = await ask({ method: 'GET', path, ...options });
    const parsed = schema.safeParse(value.metadata);
    if (parsed.success) return { value: parsed.data, etag };
    const [issue] = parsed.error.issues;
    throw new IncusError('malformed', `Incus answered ${path} in another form (${issue?.path.join('.') ?? ''})`);
  };

  const operations = createOperations({ get, cancel: (path) => ask({ method: 'DELETE', path }) });

  return {
    transport,
    get,
    async change({ timeoutMs, answerTimeoutMs = defaultAnswerTimeoutMs, signal, ...request }) {
      const { value } = await ask({ ...request, signal, timeoutMs: answerTimeoutMs });
      return value.type === 'async' ? operations.untilDone(value.metadata, { signal, timeoutMs }) : undefined;
    },
  };
}

function shown(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f]+/g, ' ').slice(0, maxErrorLength);
}
