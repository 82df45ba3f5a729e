// SPDX-License-Identifier: Apache-2.0
/** Holds the one host of a page of Cockpit, which is that whose bridge serves the page. */

import type { BulkheadBridge, HostEntry, HostQuestion, HostState, PortArrival } from '../../contract/bridge.ts';
import { helperSocket } from '../../contract/helper-socket.ts';
import { type AttendedConnection, createPolkitAgents } from '../../rpc/polkit/polkit-agents.ts';
import { type HostBytes, relayPort, type RelayPort } from '../../rpc/port/relay-port.ts';
import { runBridgeAgent } from './bridge-agent.ts';
import { openChannelBytes } from './channel-bytes.ts';
import type { CockpitApi } from './cockpit-api.ts';
import { checkOf, explainEnd } from './explain-end.ts';
import { readHostName } from './host-name.ts';

interface CockpitHost {
  readonly hosts: Pick<BulkheadBridge['hosts'], 'list' | 'onChange' | 'check' | 'open'>;
  readonly questions: BulkheadBridge['questions'];
}

/** An agent that needs longer is registered while the connection is already used. */
const agentTimeoutMs = 15_000;

export function createCockpitHost(cockpit: CockpitApi): CockpitHost {
  const askListeners = new Set<(questions: readonly HostQuestion[]) => void>();
  const agents = createPolkitAgents({ onChange: (asked) => askListeners.forEach((listener) => listener(asked)) });
  const listeners = new Set<(hosts: readonly HostEntry[]) => void>();
  let state: HostState = { status: 'idle' };
  let reachedAt: number | null = null;
  let lastEnd: Error | undefined;
  let name = window.location.hostname;

  const entry = (): HostEntry => ({ ...hostOf(cockpit, name), state, reachedAt });

  function setState(next: HostState): void {
    if (state.status === 'connected' || next.status === 'connected') reachedAt = Math.floor(Date.now() / 1000);
    state = next;
    for (const listener of listeners) listener([entry()]);
  }

  /**
   * The agent comes first: polkit may ask at the first call, and the helper ends a connection that does not greet it within
   * seconds, which the agent of a slow host takes.
   */
  async function dial(language: string, signal: AbortSignal): Promise<HostBytes> {
    const { id, label } = entry();
    const gone = new AbortController();
    signal.addEventListener('abort', () => gone.abort(), { once: true });
    const run: AttendedConnection['run'] = (onPrompt) => runBridgeAgent(cockpit, language, onPrompt);
    const attended = agents.attend({ id, label, run }, gone.signal);
    const tooLong = new Promise<void>((resolve) => setTimeout(resolve, agentTimeoutMs));
    await Promise.race([attended, tooLong]);
    const bytes = await openChannelBytes(cockpit, helperSocket, signal).catch((error: unknown) => {
      gone.abort();
      throw (lastEnd = explainEnd(error, label));
    });
    bytes.onClose(() => gone.abort());
    return {
      ...bytes,
      onClose: (listener) => bytes.onClose((fault) => listener(fault && (lastEnd = explainEnd(fault, label)))),
    };
  }

  async function connect(port: RelayPort, language: string): Promise<void> {
    await relayPort({
      label: entry().label,
      port,
      dial: (signal) => dial(language, signal),
      onState: setState,
      onRejected: (why) => reportError(new Error(`cannot send a message to the host: ${why}`)),
    });
  }

  const hosts: CockpitHost['hosts'] = {
    async list() {
      await new Promise<void>((resolve) => cockpit.transport.wait(resolve));
      name = (await readHostName(cockpit)) ?? name;
      return [entry()];
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    // Another reason than that of the last channel is one of the protocol's.
    check: async (_id, reason) => [checkOf(lastEnd?.message === reason ? lastEnd : new Error(reason))],
    open(_id, { request, language }) {
      const { port1, port2 } = new MessageChannel();
      void connect(relayPortOf(port2), language);
      const arrival: PortArrival = { type: 'bulkhead-port', request };
      window.postMessage(arrival, window.location.origin, [port1]);
    },
  };
  return {
    hosts,
    questions: {
      onChange(listener) {
        askListeners.add(listener);
        return () => askListeners.delete(listener);
      },
      answer: async (id, text) => agents.answer(id, text),
    },
  };
}

/** Names the host that the person is logged in to by its own name, or the one that Cockpit's shell has switched to. */
function hostOf(cockpit: CockpitApi, name: string): Omit<HostEntry, 'state' | 'reachedAt'> {
  const host = cockpit.transport.host ?? 'localhost';
  const isLocal = host === 'localhost';
  return {
    id: isLocal ? 'local' : `cockpit:${host}`,
    kind: 'local',
    label: isLocal ? name : host,
    isRemovable: false,
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
