// SPDX-License-Identifier: Apache-2.0
/**
 * Serves the contract on one connection: greets, dispatches each call, and answers with its result or with a failure
 * that its operation declares.
 */

import { type Failure, isFailure } from '../contract/errors.ts';
import { mayFailWith, type OperationName } from '../contract/operations/index.ts';
import { serviceLimits } from '../contract/rules/service-limits.ts';
import { afterTime, type Silence } from './async/within-silence.ts';
import { createDispatcher, type AdmittedCall } from './dispatch.ts';
import type { Handlers } from './handlers.ts';
import { creditMethod, creditParamsSchema, itemMethod, itemParamsSchema, protocolVersion } from './protocol.ts';
import { type Service, serveCalls } from './serve-calls.ts';
import type { Transport } from './transport.ts';

/** What admission gets besides the operation and its params. */
interface AdmissionContext {
  /** Aborts when the caller cancels or disconnects. */
  readonly signal: AbortSignal;
  /** False when the client said that nobody can answer a password prompt. */
  readonly isInteractive: boolean;
  /** The params as they came in the message, with the stream's where it opens one: the very object. */
  readonly raw: unknown;
}

export interface ServeOptions<Caller> {
  readonly transport: Transport;
  readonly handlers: Handlers<Caller>;
  /** The version that the greeting reports. */
  readonly version: string;
  /**
   * Is called after the params were parsed and before the handler runs. To deny the call it rejects with a failure; no
   * handler is called without its answer.
   */
  readonly admit: (name: OperationName, params: unknown, context: AdmissionContext) => Promise<Caller>;
  /** Is called with errors that are no declared failures; gives the reference under which it logged them. */
  readonly onFault: (error: unknown, name: string) => string;
  /**
   * Is called with a failure that the operation does not declare, which is then sent to the caller. Without this
   * callback such a failure is a fault, so that tests find it.
   */
  readonly onUndeclaredFailure?: (failure: Failure, name: OperationName) => void;
  /** How long a client may send nothing to a channel that is no session; as declared when left out. */
  readonly silence?: Silence;
  /** Wraps each admitted call; the activity log uses it. */
  readonly around?: <T>(call: AdmittedCall<Caller>, run: (record?: number) => Promise<T>) => Promise<T>;
}

export function serve<Caller>(options: ServeOptions<Caller>): Service {
  const { transport } = options;
  let isInteractive = true;
  const dispatcher = createDispatcher<Caller>({
    handlers: options.handlers,
    admit: (name, params, { raw, signal }) => options.admit(name, params, { raw, signal, isInteractive }),
    around: options.around ?? ((_call, run) => run()),
    sendItem: (stream, item) => calls.notify(itemMethod, { stream, item }),
    sendCredit(stream, credit) {
      calls.notify(creditMethod, { stream, credit }).catch(() => undefined);
    },
    silence: options.silence ?? { maxMs: serviceLimits.inputSilenceMs.value, later: afterTime },
    onViolation: () => transport.close(),
  });
  const calls = serveCalls({
    transport,
    async greet(greeting) {
      isInteractive = greeting.interactive;
      return { protocol: protocolVersion, version: options.version };
    },
    run,
    receive,
    onFault: options.onFault,
  });

  async function run(name: OperationName, raw: unknown, signal: AbortSignal): Promise<unknown> {
    try {
      return await dispatcher.run(name, raw, signal);
    } catch (error) {
      const isUndeclared = isFailure(error) && !mayFailWith(name, error.code);
      throw isUndeclared ? reportUndeclared(error, name) : error;
    }
  }

  function reportUndeclared(failure: Failure, name: OperationName): Error {
    if (options.onUndeclaredFailure === undefined)
      return new Error(`${name} failed with ${failure.code}, which it does not declare: ${failure.message}`);
    options.onUndeclaredFailure(failure, name);
    return failure;
  }

  function receive(method: string, raw: unknown): void {
    if (method === creditMethod) {
      const { stream, credit } = creditParamsSchema.parse(raw);
      dispatcher.grant(stream, credit);
    } else if (method === itemMethod) {
      const { stream, item } = itemParamsSchema.parse(raw);
      dispatcher.receive(stream, item);
    }
  }

  return calls;
}
