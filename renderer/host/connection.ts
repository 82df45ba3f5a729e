// SPDX-License-Identifier: Apache-2.0
/**
 * The connection to the current host: opened, lost, tried again with growing pauses, and every feed started again each
 * time.
 */

import { create } from 'zustand';
import { isFailure } from '../../contract/errors.ts';
import type { HostInfo } from '../../contract/model/host/host.ts';
import type { Client } from '../../rpc/client.ts';
import type { OpenHost } from './open-client.ts';
import { backOff } from '../lib/back-off.ts';
import { followFeeds, resetFeeds } from './feeds.ts';
import { clearHostStores, runFollowers } from './host-stores.ts';

export type Connection =
  | { readonly status: 'none' }
  | { readonly status: 'connecting'; readonly hostId: string; readonly attempt: number }
  | { readonly status: 'connected'; readonly hostId: string; readonly client: Client }
  /** `retryAt` in milliseconds since the epoch. */
  | {
      readonly status: 'lost';
      readonly hostId: string;
      readonly reason: string;
      readonly attempt: number;
      readonly retryAt: number;
    }
  /** Trying again would not help: the two sides speak different protocols, or the person has no rights. */
  | { readonly status: 'denied'; readonly hostId: string; readonly reason: string };

interface ConnectionState {
  readonly connection: Connection;
  /** What each host said of itself when it was last connected. */
  readonly infos: ReadonlyMap<string, HostInfo>;
}

export const useConnection = create<ConnectionState>(() => ({ connection: { status: 'none' }, infos: new Map() }));

let current: { readonly abort: AbortController; readonly done: Promise<void> } | undefined;
let wake: (() => void) | undefined;

/** Leaves the current host and keeps a connection to another until the next switch. */
export async function switchHost(hostId: string, openHost: OpenHost): Promise<void> {
  await leaveHost();
  resetFeeds();
  clearHostStores();
  const abort = new AbortController();
  current = { abort, done: keepConnected(hostId, openHost, abort.signal) };
}

export async function leaveHost(): Promise<void> {
  current?.abort.abort();
  await current?.done;
  current = undefined;
  useConnection.setState({ connection: { status: 'none' } });
}

/** Tries again at once. */
export function retryNow(): void {
  wake?.();
}

export function currentClient(): Client {
  const { connection } = useConnection.getState();
  if (connection.status !== 'connected') throw new Error('cannot do this: there is no connection to the host');
  return connection.client;
}

/**
 * The client while there is a connection; another one after each reconnect, so that an effect which depends on it asks
 * again.
 */
export function useClient(): Client | undefined {
  return useConnection(({ connection }) => (connection.status === 'connected' ? connection.client : undefined));
}

export function useHostInfo(): HostInfo | undefined {
  return useConnection(({ connection, infos }) =>
    connection.status === 'none' ? undefined : infos.get(connection.hostId),
  );
}

export function useIsConnected(): boolean {
  return useConnection(({ connection }) => connection.status === 'connected');
}

async function keepConnected(hostId: string, openHost: OpenHost, signal: AbortSignal): Promise<void> {
  let attempt = 0;
  while (!hasEnded(signal)) {
    useConnection.setState({ connection: { status: 'connecting', hostId, attempt } });
    const outcome = await connectOnce(hostId, openHost, signal);
    if (hasEnded(signal)) return;
    attempt = outcome.wasConnected ? 1 : attempt + 1;
    const pause = outcome.isFinal ? undefined : backOff(attempt);
    useConnection.setState({
      connection:
        pause === undefined
          ? { status: 'denied', hostId, reason: outcome.reason }
          : { status: 'lost', hostId, reason: outcome.reason, attempt, retryAt: Date.now() + pause },
    });
    await waitFor(pause, signal);
  }
}

/** Read again after each wait: it may have aborted meanwhile. */
function hasEnded(signal: AbortSignal): boolean {
  return signal.aborted;
}

interface Outcome {
  readonly wasConnected: boolean;
  readonly isFinal: boolean;
  readonly reason: string;
}

async function connectOnce(hostId: string, openHost: OpenHost, signal: AbortSignal): Promise<Outcome> {
  try {
    const { client, info } = await openHost(hostId, signal);
    const gone = new AbortController();
    const hangUp = (): void => client.close();
    signal.addEventListener('abort', hangUp, { once: true });
    resetFeeds();
    useConnection.setState(({ infos }) => ({
      connection: { status: 'connected', hostId, client },
      infos: new Map(infos).set(hostId, info),
    }));
    const following = Promise.all([followFeeds(client, gone.signal), runFollowers(client, gone.signal)]);
    const reason = await client.closed;
    gone.abort();
    signal.removeEventListener('abort', hangUp);
    await following;
    return { wasConnected: true, isFinal: false, reason: reason ?? 'the helper closed the connection' };
  } catch (error) {
    const isFinal =
      isFailure(error) && ['protocol-mismatch', 'not-authorised', 'authorisation-dismissed'].includes(error.code);
    return { wasConnected: false, isFinal, reason: error instanceof Error ? error.message : String(error) };
  }
}

/** Waits for the pause, or for ever without one, until woken. */
function waitFor(milliseconds: number | undefined, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = milliseconds === undefined ? undefined : setTimeout(settle, milliseconds);
    function settle(): void {
      clearTimeout(timer);
      wake = undefined;
      signal.removeEventListener('abort', settle);
      resolve();
    }
    wake = settle;
    signal.addEventListener('abort', settle, { once: true });
    if (signal.aborted) settle();
  });
}
