// SPDX-License-Identifier: Apache-2.0
/**
 * Carries one session between a terminal of the page and the helper. When the connection breaks it waits for the next
 * one and continues the same session there; the helper keeps it for a while.
 */

import { isFailure } from '../../../contract/errors.ts';
import type { Input, Item, ParamsInput, Result } from '../../../contract/operations/index.ts';
import { ConnectionClosedError, type Client, type RemoteChannel } from '../../../rpc/client.ts';
import { clientOf, helperRunOf, useConnection, wakeClient } from '../../host/connection.ts';
import { reachingHost } from '../../host/reach.ts';

type ConsoleInput = Input<'console.open'>;
type ConsoleItem = Item<'console.open'>;
type ConsoleChannel = RemoteChannel<ConsoleItem, Result<'console.open'>, ConsoleInput>;

/** What is run; a login shell of root where nothing else is said. The boot console runs nothing of its own. */
export type ConsoleChoice = Pick<ParamsInput<'console.open'>, 'command' | 'user' | 'folder'> & {
  readonly isBoot?: true | undefined;
};

export type ConsoleStatus =
  | { readonly status: 'opening' }
  | { readonly status: 'open' }
  /** The connection is lost; the session waits on the host. */
  | { readonly status: 'lost'; readonly outlivesHelper: boolean }
  /** The exit code is unknown where the helper was restarted meanwhile. */
  | { readonly status: 'ended'; readonly exitCode: number | undefined }
  /** It has ended while nothing was connected to it: with its helper, or nobody knows how. */
  | { readonly status: 'gone'; readonly isOfFormerHelper?: boolean }
  | { readonly status: 'failed'; readonly error: unknown };

/** What continues a session after its connection broke. */
export interface KeptSession {
  readonly id: string;
  /** The host whose helper keeps it: of a container on another member of a cluster not the one that was shown. */
  readonly hostId: string | undefined;
  /** The run of the helper that has the session, where it ends with that. */
  readonly helperRun?: number | undefined;
}

export interface ConsoleRunOptions {
  readonly hostId: string | undefined;
  readonly container: string;
  readonly choice: ConsoleChoice;
  /** Continues this session at first, instead of opening one. */
  readonly session: KeptSession | undefined;
  /** Says whether somebody looks at it: then the host may ask for a password, though another one is shown. */
  readonly isSeen: () => boolean;
  readonly size: () => { readonly columns: number; readonly rows: number };
  /** Settles when more may come. */
  readonly draw: (item: ConsoleItem) => Promise<void>;
  readonly onStatus: (status: ConsoleStatus) => void;
  /** Takes what continues the session. */
  readonly onSession: (session: KeptSession) => void;
  readonly signal: AbortSignal;
}

export interface ConsoleRun {
  /** Drops the input while there is no connection. */
  send(input: ConsoleInput): void;
  readonly ended: Promise<void>;
}

export function runConsole(options: ConsoleRunOptions): ConsoleRun {
  const { hostId, container: name, choice, isSeen, size, draw, onStatus, onSession, signal } = options;
  let channel: ConsoleChannel | undefined;
  let sending = Promise.resolve();
  let { session } = options;
  const host = session === undefined ? reachingHost(hostId, name) : session.hostId;
  let last: Client | undefined;

  function openOn(client: Client): ConsoleChannel {
    const { isBoot, ...command } = choice;
    if (session !== undefined)
      return client.channel('console.attach', { name, session: session.id, ...size() }, { signal });
    return isBoot === true
      ? client.channel('console.open-boot', { name, isKept: true, ...size() }, { signal })
      : client.channel('console.open', { name, ...command, isKept: true, ...size() }, { signal });
  }

  async function carry(client: Client): Promise<void> {
    const open = openOn(client);
    channel = open;
    for await (const item of open) {
      if (signal.aborted) return;
      if (item.session !== undefined) onSession((session = keptSession(item.session, host, item.outlivesHelper)));
      onStatus({ status: 'open' });
      await draw(item);
    }
    const { exitCode, isExitCodeUnknown } = await open.result;
    onStatus({ status: 'ended', exitCode: isExitCodeUnknown === true ? undefined : exitCode });
  }

  /** Gives whether the same session may go on over another connection. */
  async function carryOnce(): Promise<boolean> {
    const client = await nextClient(host, last, signal);
    if (client === undefined) return false;
    last = client;
    if (isOfFormerHelper(session)) {
      onStatus({ status: 'gone', isOfFormerHelper: true });
      return false;
    }
    if (host !== undefined && isSeen()) wakeClient(host);
    try {
      await carry(client);
      return false;
    } catch (error) {
      if (signal.aborted) return false;
      const isLost = error instanceof ConnectionClosedError && session !== undefined;
      onStatus(isLost ? { status: 'lost', outlivesHelper: session?.helperRun === undefined } : endOf(error));
      return isLost;
    } finally {
      channel = undefined;
    }
  }

  async function carryAll(): Promise<void> {
    while (await carryOnce());
  }

  return {
    send(input) {
      const open = channel;
      if (open === undefined) return;
      sending = sending.then(() => open.send(input)).catch(() => undefined);
    },
    ended: carryAll(),
  };
}

function keptSession(id: string, hostId: string | undefined, outlivesHelper = false): KeptSession {
  return { id, hostId, ...(!outlivesHelper && { helperRun: helperRunOf(hostId) }) };
}

/** Its helper was restarted: to ask for the session would only be recorded as a failure. */
function isOfFormerHelper(session: KeptSession | undefined): boolean {
  return session?.helperRun !== undefined && session.helperRun !== helperRunOf(session.hostId);
}

function endOf(error: unknown): ConsoleStatus {
  return isFailure(error, 'console-not-found') ? { status: 'gone' } : { status: 'failed', error };
}

/** True when the session is over because the container does not run. */
export function hasNoContainer(error: unknown): boolean {
  return isFailure(error, 'container-not-running');
}

/**
 * The client of the host's present connection, unless it is the last one, or of the next; undefined when the signal
 * aborts.
 */
function nextClient(
  hostId: string | undefined,
  last: Client | undefined,
  signal: AbortSignal,
): Promise<Client | undefined> {
  return new Promise((resolve) => {
    function settle(client: Client | undefined): void {
      unsubscribe();
      signal.removeEventListener('abort', handleAbort);
      resolve(client);
    }
    function handleAbort(): void {
      settle(undefined);
    }
    function look(): void {
      const client = clientOf(hostId);
      if (client !== undefined && client !== last) settle(client);
    }
    const unsubscribe = useConnection.subscribe(look);
    signal.addEventListener('abort', handleAbort, { once: true });
    if (signal.aborted) handleAbort();
    else look();
  });
}
