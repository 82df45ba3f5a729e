// SPDX-License-Identifier: Apache-2.0
/** Connects the window to a host that records what it is asked and answers at once: for tests of single components. */

import { type OperationName, operations } from '../../contract/operations/index.ts';
import type { Client } from '../../rpc/client.ts';
import { useConnection } from '../host/connection.ts';
import { useOperations } from '../host/operations.ts';

/**
 * What the host answers; may throw a failure. An operation that is not named answers with nothing, or stays unanswered
 * where the contract does not let it answer with nothing.
 */
export type Answers = Partial<Record<OperationName, (params: unknown) => unknown>>;

/** What a stream gives before its answer; without an answer it stays open. */
export type Items = Partial<Record<OperationName, (params: unknown) => readonly unknown[]>>;

export interface RecordedCall {
  readonly name: OperationName;
  readonly params: unknown;
}

/** The calls in order; the list grows. */
export function recordCalls(answers: Answers = {}, given: Items = {}): readonly RecordedCall[] {
  const calls: RecordedCall[] = [];
  async function answer(name: OperationName, params: unknown): Promise<unknown> {
    calls.push({ name, params });
    const named = answers[name];
    if (named !== undefined) return named(params);
    const nothing = operations[name].result.safeParse({});
    return nothing.success ? nothing.data : new Promise(() => undefined);
  }
  function stream(name: OperationName, params: unknown): unknown {
    const result = answer(name, params);
    const items = (async function* () {
      yield* given[name]?.(params) ?? [];
      await result;
    })();
    return Object.assign(items, { result });
  }
  const client = { request: answer, stream } as unknown as Client;
  useOperations.setState({ operations: [] });
  useConnection.setState({ connection: { status: 'connected', hostId: 'lab', client } });
  return calls;
}

export function disconnect(): void {
  useConnection.setState({
    connection: { status: 'lost', hostId: 'lab', reason: 'no route', attempt: 1, retryAt: Date.now() + 60_000 },
  });
}
