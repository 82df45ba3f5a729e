// SPDX-License-Identifier: Apache-2.0
/**
 * Binds a client to one visit to a host: when the window goes to another host its calls end, so that no late answer of
 * one host is taken for one of another. The connection below stays.
 */

import { type Client, ConnectionClosedError } from '../../../rpc/client.ts';
import { t } from '../../lib/language/t.ts';

const unbound = new WeakMap<Client, Client>();

/** Every call is cancelled and rejects with {@link ConnectionClosedError} when the signal aborts. */
export function bindClient(client: Client, signal: AbortSignal): Client {
  const withSignal = (options: { readonly signal?: AbortSignal } = {}) => ({
    signal: options.signal === undefined ? signal : AbortSignal.any([signal, options.signal]),
  });

  async function guard<T>(answer: Promise<T>): Promise<T> {
    try {
      const value = await answer;
      if (!signal.aborted) return value;
    } catch (error) {
      if (!signal.aborted) throw error;
    }
    throw new ConnectionClosedError(t('the window shows another host'));
  }

  function guardStream<S extends AsyncIterable<unknown> & { readonly result: Promise<unknown> }>(stream: S): S {
    const result = guard(stream.result);
    // A reader of the items alone leaves the answer alone.
    result.catch(() => undefined);
    return { ...stream, result, [Symbol.asyncIterator]: () => guardItems(stream) };
  }

  async function* guardItems<T>(items: AsyncIterable<T>): AsyncGenerator<T> {
    try {
      for await (const item of items) {
        if (signal.aborted) break;
        yield item;
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
    if (signal.aborted) throw new ConnectionClosedError(t('the window shows another host'));
  }

  const bound: Client = {
    version: client.version,
    request: (name, params, options) => guard(client.request(name, params, withSignal(options))),
    stream: (name, params, options) => guardStream(client.stream(name, params, withSignal(options))),
    channel: (name, params, options) => guardStream(client.channel(name, params, withSignal(options))),
    setInteractive: (isInteractive) => client.setInteractive(isInteractive),
    closed: client.closed,
    close: () => client.close(),
  };
  unbound.set(bound, client);
  return bound;
}

/** Gives the client below a bound one; any other as it is. */
export function unboundClient(client: Client): Client {
  return unbound.get(client) ?? client;
}
