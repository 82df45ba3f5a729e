// SPDX-License-Identifier: Apache-2.0
/** The one host of a page of Cockpit: that whose bridge serves it. */

import type { BulkheadBridge, HostEntry, HostState, PortArrival } from '../../contract/bridge.ts';
import { helperSocket } from '../../contract/helper-socket.ts';
import { relayPort, type RelayPort } from '../../rpc/port/relay-port.ts';
import { openChannelBytes } from './channel-bytes.ts';
import type { CockpitApi } from './cockpit-api.ts';
import { checkOf, explainEnd } from './explain-end.ts';

type Hosts = Pick<BulkheadBridge['hosts'], 'list' | 'onChange' | 'check' | 'open'>;

export function createCockpitHost(cockpit: CockpitApi): Hosts {
  const listeners = new Set<(hosts: readonly HostEntry[]) => void>();
  let state: HostState = { status: 'idle' };
  let reachedAt: number | null = null;
  let lastEnd: Error | undefined;

  function entry(): HostEntry {
    const host = cockpit.transport.host ?? 'localhost';
    const isLocal = host === 'localhost';
    return {
      id: isLocal ? 'local' : `cockpit:${host}`,
      kind: 'local',
      label: isLocal ? window.location.hostname : host,
      isRemovable: false,
      state,
      reachedAt,
    };
  }

  function setState(next: HostState): void {
    if (state.status === 'connected' || next.status === 'connected') reachedAt = Math.floor(Date.now() / 1000);
    state = next;
    for (const listener of listeners) listener([entry()]);
  }

  async function connect(port: RelayPort): Promise<void> {
    const { label } = entry();
    await relayPort({
      label,
      port,
      async dial(signal) {
        const bytes = await openChannelBytes(cockpit, helperSocket, signal).catch((error: unknown) => {
          throw (lastEnd = explainEnd(error, label));
        });
        return {
          ...bytes,
          onClose: (listener) => bytes.onClose((fault) => listener(fault && (lastEnd = explainEnd(fault, label)))),
        };
      },
      onState: setState,
      onRejected: (why) => console.error(`rejected a message to the host: ${why}`),
    });
  }

  return {
    list: () => new Promise((resolve) => cockpit.transport.wait(() => resolve([entry()]))),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    // Another reason than that of the last channel is one of the protocol's.
    check: async (_id, reason) => [checkOf(lastEnd?.message === reason ? lastEnd : new Error(reason))],
    open(_id, { request }) {
      const { port1, port2 } = new MessageChannel();
      void connect(relayPortOf(port2));
      const arrival: PortArrival = { type: 'bulkhead-port', request };
      window.postMessage(arrival, window.location.origin, [port1]);
    },
  };
}

/** A page that hangs up says so before it closes its end. */
function relayPortOf(port: MessagePort): RelayPort {
  return {
    on: (event: 'message' | 'close', listener: (event: { readonly data: unknown }) => void) =>
      port.addEventListener(event, (given) => listener(given as MessageEvent)),
    postMessage: (message) => port.postMessage(message),
    start: () => port.start(),
    close: () => port.close(),
  };
}
