// SPDX-License-Identifier: Apache-2.0
/**
 * Opens a connection to a host's helper: asks the main process for a port, greets the helper over it, and asks with the
 * greeting what the host is.
 */

import type { BulkheadBridge, SshObstacle } from '../../../contract/bridge.ts';
import type { HostInfo } from '../../../contract/model/host/host.ts';
import { type Client, greetWith } from '../../../rpc/client.ts';
import { declarations } from '../declarations.ts';
import { openPortTransport, type PortEnd } from './port-transport.ts';
import { currentLanguage, t } from '../../lib/language/t.ts';

interface OpenedHost {
  readonly client: Client;
  readonly info: HostInfo;
}

export interface OpenManner {
  /** ssh may ask the person on the way. */
  readonly mayAsk: boolean;
  /** polkit may ask the person for a password. */
  readonly isInteractive: boolean;
}

/** Rejects with a {@link HostClosedError} when the host is not reached. */
export type OpenHost = (hostId: string, signal: AbortSignal, manner: OpenManner) => Promise<OpenedHost>;

/** The host was not reached, or hung up before it answered; the message says why. */
export class HostClosedError extends Error {
  readonly obstacle: SshObstacle | undefined;

  constructor({ reason, obstacle }: PortEnd) {
    super(reason);
    this.name = 'HostClosedError';
    this.obstacle = obstacle;
  }
}

export function createOpenHost(bridge: BulkheadBridge): OpenHost {
  return async (hostId, signal, { mayAsk, isInteractive }) => {
    const port = await requestPort({ bridge, hostId, mayAsk }, signal);
    let end: PortEnd | undefined;
    const transport = openPortTransport(port, signal, (last) => (end = last));
    const greeted = greetWith(declarations, transport, { signal, isInteractive });
    try {
      const [client, info] = await Promise.all([greeted.client, greeted.request('host.info', {}, { signal })]);
      return { client, info };
    } catch (error) {
      transport.close();
      // Why the host was not reached says more than that the connection has ended.
      throw end === undefined ? error : new HostClosedError(end);
    }
  };
}

interface PortRequest {
  readonly bridge: BulkheadBridge;
  readonly hostId: string;
  readonly mayAsk: boolean;
}

function requestPort({ bridge, hostId, mayAsk }: PortRequest, signal: AbortSignal): Promise<MessagePort> {
  const request = crypto.randomUUID();
  return new Promise((resolve, reject) => {
    function handleMessage(event: MessageEvent): void {
      const [port] = event.ports;
      // Only the preload posts to the window from the window itself; a frame or another origin has another source.
      if (event.source !== window || port === undefined || !isArrivalOf(event.data, request)) return;
      finish();
      resolve(port);
    }
    function handleAbort(): void {
      finish();
      reject(new Error(t('cannot reach the host: the connection was given up')));
    }
    function finish(): void {
      window.removeEventListener('message', handleMessage);
      signal.removeEventListener('abort', handleAbort);
    }
    window.addEventListener('message', handleMessage);
    signal.addEventListener('abort', handleAbort, { once: true });
    bridge.hosts.open(hostId, { request, mayAsk, language: currentLanguage() });
  });
}

function isArrivalOf(data: unknown, request: string): boolean {
  return (
    typeof data === 'object' &&
    data !== null &&
    'type' in data &&
    data.type === 'bulkhead-port' &&
    'request' in data &&
    data.request === request
  );
}
