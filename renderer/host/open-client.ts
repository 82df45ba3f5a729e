// SPDX-License-Identifier: Apache-2.0
/**
 * Opens a connection to a host's helper: asks the main process for a port, greets the helper over it, and asks what the
 * host is.
 */

import type { BulkheadBridge } from '../../contract/bridge.ts';
import type { HostInfo } from '../../contract/model/host/host.ts';
import { connect, type Client } from '../../rpc/client.ts';
import { openPortTransport } from './port-transport.ts';

interface OpenedHost {
  readonly client: Client;
  readonly info: HostInfo;
}

export type OpenHost = (hostId: string, signal: AbortSignal) => Promise<OpenedHost>;

export function createOpenHost(bridge: BulkheadBridge): OpenHost {
  return async (hostId, signal) => {
    const port = await requestPort(bridge, hostId, signal);
    const transport = await openPortTransport(port, signal);
    const client = await connect(transport, { signal });
    try {
      return { client, info: await client.request('host.info', {}, { signal }) };
    } catch (error) {
      client.close();
      throw error;
    }
  };
}

function requestPort(bridge: BulkheadBridge, hostId: string, signal: AbortSignal): Promise<MessagePort> {
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
      reject(new Error('cannot reach the host: the connection was given up'));
    }
    function finish(): void {
      window.removeEventListener('message', handleMessage);
      signal.removeEventListener('abort', handleAbort);
    }
    window.addEventListener('message', handleMessage);
    signal.addEventListener('abort', handleAbort, { once: true });
    bridge.hosts.open(hostId, request);
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
