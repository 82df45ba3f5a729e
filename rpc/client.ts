// SPDX-License-Identifier: Apache-2.0
/**
 * A typed client of the contract over any transport. It is given where operations are found, because the window loads
 * few of them before its first picture; `connect.ts` has all of them.
 */

import type {
  ChannelName,
  channels,
  Input,
  Item,
  ParamsInput,
  RequestName,
  requests,
  Result,
  StreamName,
  streams,
} from '../contract/operations/index.ts';
import { helloMethod, helloResultSchema, protocolVersion } from './protocol.ts';
import {
  type Awaitable,
  callRemote,
  createRemoteCalls,
  once,
  openStream,
  type RemoteCalls,
  type RemoteChannel,
  type RemoteStream,
  resultOf,
} from './remote-calls.ts';
import type { Transport } from './transport.ts';

export { ConnectionClosedError } from './json-rpc-caller.ts';
export type { RemoteChannel, RemoteStream } from './remote-calls.ts';

interface CallOptions {
  /** Cancels the call; the promise then rejects with the failure `cancelled`. */
  readonly signal?: AbortSignal;
}

export interface ConnectOptions extends CallOptions {
  /** False when nobody is there to type a password; an action that needs one is then not authorised, at once. */
  readonly isInteractive?: boolean;
}

export interface Client {
  /** Gives the version of the helper. */
  readonly version: string;
  request<Name extends RequestName>(
    name: Name,
    params: ParamsInput<Name>,
    options?: CallOptions,
  ): Promise<Result<Name>>;
  stream<Name extends StreamName>(
    name: Name,
    params: ParamsInput<Name>,
    options?: CallOptions,
  ): RemoteStream<Item<Name>, Result<Name>>;
  channel<Name extends ChannelName>(
    name: Name,
    params: ParamsInput<Name>,
    options?: CallOptions,
  ): RemoteChannel<Item<Name>, Result<Name>, Input<Name>>;
  /** Says whether somebody is there to type a password from now on. Calls that wait already are not asked again. */
  setInteractive(isInteractive: boolean): Promise<void>;
  /** Settles when the connection has ended; gives the reason, undefined for an ordinary end. */
  readonly closed: Promise<string | undefined>;
  close(): void;
}

/** What the contract declares of an operation; asked before each call of it. */
export interface Declarations {
  request<Name extends RequestName>(name: Name): Awaitable<(typeof requests)[Name]>;
  stream<Name extends StreamName>(name: Name): Awaitable<(typeof streams)[Name]>;
  channel<Name extends ChannelName>(name: Name): Awaitable<(typeof channels)[Name]>;
}

/**
 * Greets the helper at the other end and gives a client.
 * Rejects with the failure `protocol-mismatch`, or with {@link ConnectionClosedError} when the other end closes the
 * connection first.
 */
export function connectWith(
  declarations: Declarations,
  transport: Transport,
  options: ConnectOptions = {},
): Promise<Client> {
  return greetWith(declarations, transport, options).client;
}

/** What there is before the greeting is answered. */
export interface Greeted {
  /** Rejects as that of {@link connectWith} does. */
  readonly client: Promise<Client>;
  /** A request may follow the greeting at once; the helper answers it after the greeting, or rejects both. */
  readonly request: Client['request'];
}

/** Sends what a caller asks in any case together with the greeting, and not one round trip later. */
export function greetWith(declarations: Declarations, transport: Transport, options: ConnectOptions = {}): Greeted {
  const calls = createRemoteCalls(transport);
  const request: Client['request'] = (name, params, { signal } = {}) =>
    once(declarations.request(name), async ({ result }) =>
      resultOf(result, await callRemote(calls, { method: name, params, signal })),
    );

  async function connectClient(): Promise<Client> {
    const { isInteractive = true, signal } = options;
    const { version } = await greet(calls, isInteractive, signal).catch((error: unknown) => {
      transport.close();
      throw error;
    });
    return {
      version,
      request,
      stream: (name, params, { signal } = {}) =>
        openStream(calls, { name, declared: declarations.stream(name), params, signal }),
      channel: (name, params, { signal } = {}) =>
        openStream(calls, { name, declared: declarations.channel(name), params, signal }),
      async setInteractive(isInteractive) {
        await greet(calls, isInteractive);
      },
      closed: calls.caller.closed,
      close: () => transport.close(),
    };
  }

  return { client: connectClient(), request };
}

async function greet(calls: RemoteCalls, isInteractive: boolean, signal?: AbortSignal) {
  const params = { protocol: protocolVersion, interactive: isInteractive };
  return resultOf(helloResultSchema, await callRemote(calls, { method: helloMethod, params, signal }));
}
