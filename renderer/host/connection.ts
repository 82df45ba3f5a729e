// SPDX-License-Identifier: Apache-2.0
/**
 * The connections to all known hosts: opened, lost, tried again with growing pauses. One host is shown; what the window
 * asks of it ends when it goes to another, while the connection stays.
 */

import { create } from 'zustand';
import { isFailure } from '../../contract/errors.ts';
import type { SshObstacle } from '../../contract/bridge.ts';
import type { HostInfo } from '../../contract/model/host/host.ts';
import type { Client } from '../../rpc/client.ts';
import { HostClosedError, type OpenHost, type OpenManner } from './transport/open-client.ts';
import { backOff } from '../lib/back-off.ts';
import { bindClient, unboundClient } from './transport/bound-client.ts';
import { createPace } from './transport/pace.ts';
import { createReachingClient } from './reach.ts';
import { followRecovery } from './follow-recovery.ts';
import { followFeeds, resetFeeds } from './feeds.ts';
import { clearHostStores, clearStoresOf, runFollowers, runHostFollowers } from './host-stores.ts';
import { t } from '../lib/language/t.ts';

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
  /**
   * The connection waits for the person, who alone can clear what is in the way; it is tried again when they ask for
   * it.
   */
  | { readonly status: 'held'; readonly hostId: string; readonly reason: string; readonly obstacle: SshObstacle }
  /** Trying again would not help: the two sides speak different protocols, or the person has no rights. */
  | { readonly status: 'denied'; readonly hostId: string; readonly reason: string };

interface ConnectionState {
  /** Describes the connection to the host that is shown. Its client ends when the window goes to another host. */
  readonly connection: Connection;
  readonly byHost: ReadonlyMap<string, Connection>;
  /** What each host said of itself when it was last connected. */
  readonly infos: ReadonlyMap<string, HostInfo>;
  /**
   * Gives the time at which each host was last heard, in seconds since the epoch. It is exact to some seconds, or half
   * a minute when idle.
   */
  readonly heardAt: ReadonlyMap<string, number>;
}

export const useConnection = create<ConnectionState>(() => ({
  connection: { status: 'none' },
  byHost: new Map(),
  infos: new Map(),
  heardAt: new Map(),
}));

interface Kept {
  readonly abort: AbortController;
  readonly done: Promise<void>;
  wake: (() => void) | undefined;
  /** Says whether the person asked for the next attempt, so that ssh may ask them. */
  mayAsk: boolean;
}

interface Visit {
  readonly hostId: string;
  readonly abort: AbortController;
  /** False until what the former host left behind is cleared. */
  isBegun?: boolean;
}

const kept = new Map<string, Kept>();
/** Attempts that may be under way at the same time, so that many hosts at the start are no storm. */
const pace = createPace(4);
/** The clients of the present connections, which reach no other host. */
const direct = new Map<string, Client>();
/**
 * Holds the clients of hosts of which nothing was shown since they were connected: nobody is asked for a password
 * there.
 */
const silent = new WeakSet<Client>();
let visit: Visit | undefined;
const heardGranularity = 5;

/** Keeps a connection to each of these hosts, and hangs up on all others. */
export function keepHosts(hostIds: readonly string[], openHost: OpenHost): void {
  for (const hostId of kept.keys()) if (!hostIds.includes(hostId) && hostId !== visit?.hostId) forgetHost(hostId);
  for (const hostId of hostIds) keepHost(hostId, openHost);
}

/** Shows another host, and keeps a connection to it from now on. */
export async function switchHost(hostId: string, openHost: OpenHost): Promise<void> {
  const former = visit;
  former?.abort.abort();
  const next: Visit = { hostId, abort: new AbortController() };
  visit = next;
  clearShown();
  useConnection.setState({ connection: { status: 'connecting', hostId, attempt: 0 } });
  if (former !== undefined) {
    // What was asked of the former host ends now, and what it leaves behind is cleared too.
    await new Promise((resolve) => setTimeout(resolve));
    if (visit !== next) return;
    clearShown();
  }
  next.isBegun = true;
  const known = useConnection.getState().byHost.get(hostId);
  if (known !== undefined) show(known);
  keepHost(hostId, openHost);
}

/** Hangs up on every host, shows none, and forgets what was known of each. */
export async function leaveHosts(): Promise<void> {
  visit?.abort.abort();
  visit = undefined;
  clearShown();
  const ends = [...kept.values()].map(({ done }) => done);
  for (const hostId of [...kept.keys()]) forgetHost(hostId);
  await Promise.all(ends);
  useConnection.setState(useConnection.getInitialState(), true);
}

/** Tries again at once, the shown host or another; ssh may then ask the person. */
export function retryNow(hostId: string | undefined = visit?.hostId): void {
  const one = hostId === undefined ? undefined : kept.get(hostId);
  if (one?.wake === undefined) return;
  one.mayAsk = true;
  one.wake();
}

/** The host that is shown. */
export function shownHostId(): string | undefined {
  const { connection } = useConnection.getState();
  return connection.status === 'none' ? undefined : connection.hostId;
}

/** Resolves when this host is shown and connected, or when another is chosen meanwhile; at once where it is none. */
export function untilShown(hostId: string | undefined): Promise<void> {
  const isSettled = (): boolean =>
    hostId === undefined ||
    visit === undefined ||
    visit.hostId !== hostId ||
    (visit.isBegun === true && useConnection.getState().connection.status !== 'connecting');
  if (isSettled()) return Promise.resolve();
  return new Promise((resolve) => {
    const stop = useConnection.subscribe(() => {
      if (!isSettled()) return;
      stop();
      resolve();
    });
  });
}

/** A client for work that goes on while the window shows another host: take it once, when the work begins. */
export function currentClient(): Client {
  const { connection } = useConnection.getState();
  if (connection.status !== 'connected') throw new Error(t('cannot do this: there is no connection to the host'));
  return unboundClient(connection.client);
}

/** Gives the client of a host that may not be shown; undefined while it is not connected. */
export function clientOf(hostId: string | undefined): Client | undefined {
  return clientIn(useConnection.getState(), hostId);
}

/** Gives the client of a host, and another one after each reconnect. It stays when the window shows another host. */
export function useClientOf(hostId: string | undefined): Client | undefined {
  return useConnection((state) => clientIn(state, hostId));
}

function clientIn({ connection, byHost }: ConnectionState, hostId: string | undefined): Client | undefined {
  const isShown = connection.status !== 'none' && connection.hostId === hostId;
  const one = isShown ? connection : byHost.get(hostId ?? '');
  return one?.status === 'connected' ? unboundClient(one.client) : undefined;
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

/**
 * Names the run of the helper that a host was last connected to, by its process: another one knows no session of before.
 */
export function helperRunOf(hostId: string | undefined): number | undefined {
  return useConnection.getState().infos.get(hostId ?? '')?.helper.pid;
}

/** Says whether a host is connected: the one that is shown, where none is named. */
export function useIsConnected(hostId?: string): boolean {
  return useConnection((state) =>
    hostId === undefined ? state.connection.status === 'connected' : clientIn(state, hostId) !== undefined,
  );
}

/** The host that is shown, as {@link shownHostId} gives it. */
export function useShownHostId(): string | undefined {
  return useConnection(({ connection }) => (connection.status === 'none' ? undefined : connection.hostId));
}

/** Notes that a host was heard just now. */
export function noteHeard(hostId: string): void {
  const now = Math.floor(Date.now() / 1000);
  if (now - (useConnection.getState().heardAt.get(hostId) ?? 0) < heardGranularity) return;
  useConnection.setState(({ heardAt }) => ({ heardAt: new Map(heardAt).set(hostId, now) }));
}

function noteInfo(hostId: string, info: HostInfo): void {
  useConnection.setState(({ infos }) => ({ infos: new Map(infos).set(hostId, info) }));
}

function keepHost(hostId: string, openHost: OpenHost): void {
  if (kept.has(hostId)) return;
  const abort = new AbortController();
  const one: Kept = { abort, done: Promise.resolve(), wake: undefined, mayAsk: false };
  kept.set(hostId, one);
  Object.assign(one, { done: keepConnected(hostId, openHost, one) });
}

function forgetHost(hostId: string): void {
  kept.get(hostId)?.abort.abort();
  kept.delete(hostId);
  clearStoresOf(hostId);
  useConnection.setState(({ byHost, infos, heardAt }) => ({
    byHost: without(byHost, hostId),
    infos: without(infos, hostId),
    heardAt: without(heardAt, hostId),
  }));
}

function clearShown(): void {
  resetFeeds();
  clearHostStores();
}

/** Takes a connection for the shown one, and follows its feeds until it is lost or the window goes elsewhere. */
function show(connection: Connection): void {
  if (connection.status !== 'connected' || visit === undefined) {
    useConnection.setState({ connection });
    return;
  }
  const { hostId } = connection;
  const gone = new AbortController();
  const signal = AbortSignal.any([visit.abort.signal, gone.signal]);
  const client = bindClient(connection.client, visit.abort.signal);
  wakeClient(hostId);
  void connection.client.closed.then(() => gone.abort());
  resetFeeds();
  useConnection.setState({ connection: { status: 'connected', hostId, client } });
  void followFeeds(client, signal, () => noteHeard(hostId));
  void runFollowers(client, signal);
}

/**
 * The client of a host that is asked something by a person, though another one may be shown: polkit there may ask for a
 * password from now on. Undefined while it is not connected.
 */
export function wakeClient(hostId: string): Client | undefined {
  const client = direct.get(hostId);
  // Calls that are sent from now on wait for it.
  if (client !== undefined && silent.delete(client)) client.setInteractive(true).catch(() => undefined);
  return client;
}

function setConnection(connection: Exclude<Connection, { status: 'none' }>): void {
  const { hostId } = connection;
  useConnection.setState(({ byHost }) => ({ byHost: new Map(byHost).set(hostId, connection) }));
  if (visit?.hostId === hostId && visit.isBegun === true) show(connection);
}

async function keepConnected(hostId: string, openHost: OpenHost, one: Kept): Promise<void> {
  const { signal } = one.abort;
  let attempt = 0;
  while (!hasEnded(signal)) {
    const { mayAsk } = one;
    one.mayAsk = false;
    setConnection({ status: 'connecting', hostId, attempt });
    const isUrgent = mayAsk || visit?.hostId === hostId;
    const end = await pace.take(isUrgent, signal);
    // A host that nobody looks at asks for no password.
    const manner = { mayAsk, isInteractive: mayAsk || visit?.hostId === hostId };
    const outcome = hasEnded(signal) ? undefined : await connectOnce({ hostId, openHost, signal, manner, onUp: end });
    end();
    if (outcome === undefined || hasEnded(signal)) return;
    attempt = outcome.wasConnected ? 1 : attempt + 1;
    const isShown = visit?.hostId === hostId;
    await waitFor(settle(hostId, outcome, { attempt, isShown }), one);
  }
}

/** Says how the attempt ended, and gives the pause before the next; undefined when the person has to ask for it. */
function settle(
  hostId: string,
  outcome: Outcome,
  { attempt, isShown }: { readonly attempt: number; readonly isShown: boolean },
): number | undefined {
  const { reason, obstacle } = outcome;
  if (outcome.isFinal) {
    setConnection({ status: 'denied', hostId, reason });
    return undefined;
  }
  if (obstacle !== undefined) {
    setConnection({ status: 'held', hostId, reason, obstacle });
    return undefined;
  }
  const pause = backOff(attempt, { isShown, chance: Math.random() });
  setConnection({ status: 'lost', hostId, reason, attempt, retryAt: Date.now() + pause });
  return pause;
}

/** Read again after each wait: it may have aborted meanwhile. */
function hasEnded(signal: AbortSignal): boolean {
  return signal.aborted;
}

interface Outcome {
  readonly wasConnected: boolean;
  readonly isFinal: boolean;
  readonly reason: string;
  readonly obstacle: SshObstacle | undefined;
}

interface Attempt {
  readonly hostId: string;
  readonly openHost: OpenHost;
  readonly signal: AbortSignal;
  readonly manner: OpenManner;
  /** Is called when the host is reached: the attempt is over, the connection begins. */
  readonly onUp: () => void;
}

async function connectOnce({ hostId, openHost, signal, manner, onUp }: Attempt): Promise<Outcome> {
  try {
    const { client: own, info } = await openHost(hostId, signal, manner);
    onUp();
    direct.set(hostId, own);
    if (!manner.isInteractive) silent.add(own);
    const client = createReachingClient(hostId, own, wakeClient);
    const gone = new AbortController();
    const hangUp = (): void => client.close();
    signal.addEventListener('abort', hangUp, { once: true });
    if (hasEnded(signal)) hangUp();
    noteInfo(hostId, info);
    noteHeard(hostId);
    setConnection({ status: 'connected', hostId, client });
    void followRecovery({ client, info, onInfo: (after) => noteInfo(hostId, after) }, gone.signal);
    const following = runHostFollowers(hostId, client, gone.signal);
    const reason = await client.closed;
    direct.delete(hostId);
    signal.removeEventListener('abort', hangUp);
    // Their calls have ended with the client; the signal is for those that wait for something else.
    setTimeout(() => gone.abort());
    await following;
    return {
      wasConnected: true,
      isFinal: false,
      reason: reason ?? t('the helper closed the connection'),
      obstacle: undefined,
    };
  } catch (error) {
    const isFinal =
      isFailure(error) && ['protocol-mismatch', 'not-authorised', 'authorisation-dismissed'].includes(error.code);
    return {
      wasConnected: false,
      isFinal,
      reason: error instanceof Error ? error.message : String(error),
      obstacle: error instanceof HostClosedError ? error.obstacle : undefined,
    };
  }
}

/** Waits for the pause, or for ever without one, until woken. */
function waitFor(milliseconds: number | undefined, one: Kept): Promise<void> {
  const { signal } = one.abort;
  return new Promise((resolve) => {
    const timer = milliseconds === undefined ? undefined : setTimeout(finish, milliseconds);
    function finish(): void {
      clearTimeout(timer);
      one.wake = undefined;
      signal.removeEventListener('abort', finish);
      resolve();
    }
    one.wake = finish;
    signal.addEventListener('abort', finish, { once: true });
    if (signal.aborted) finish();
  });
}

function without<T>(map: ReadonlyMap<string, T>, key: string): ReadonlyMap<string, T> {
  const left = new Map(map);
  left.delete(key);
  return left;
}
