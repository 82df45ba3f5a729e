// SPDX-License-Identifier: Apache-2.0
/** The hosts of the window in a plain browser: the lab, and some that ssh reaches, asks about, or does not reach. */

import type { BulkheadBridge, FromHost, HostEntry } from '../../../../contract/bridge.ts';
import type { GivenHostCheck } from '../../../../contract/model/host/host-check.ts';
import { createFakeHost, type FakeHost } from '../fake-host.ts';
import { type FakeHold, type FakeQuestions, fakeHostTest, fakeLogin } from './fake-ssh.ts';
import { relay } from './relay.ts';
import type { Scenario } from './scenario.ts';

type HostsBridge = BulkheadBridge['hosts'];

/** Gives the hosts of the scenario; what ssh asks goes to `questions`. */
export function createFakeHosts(scenario: Scenario, questions: FakeQuestions): HostsBridge {
  const list = createHostList();
  const fakes = new Map<string, FakeHost>();

  function fakeOf(id: string): FakeHost {
    const hostname = id === 'lab' ? 'bulkhead-lab' : list.labelOf(id);
    const fake = fakes.get(id) ?? createFakeHost({ hostname, ...scenario.optionsOf(id) });
    fakes.set(id, fake);
    return fake;
  }

  function connectTo(id: string, port: MessagePort): void {
    list.setState(id, { status: 'connected' });
    relay(port, fakeOf(id), scenario.dropAfter);
  }

  function hold(id: string, port: MessagePort, { reason, obstacle }: FakeHold): void {
    list.setState(id, { status: 'unreachable', reason, obstacle });
    port.postMessage({ kind: 'closed', reason, obstacle } satisfies FromHost);
  }

  return {
    ...list.bridge,
    check: async (id, reason) => [checkOf(id, reason)],
    suggestions: async () => ['ssh://edge-1', 'ssh://edge-2', 'ssh://backup'],
    test: (address, onSteps) => fakeHostTest(address, onSteps),
    open(id, { request, mayAsk }) {
      const { port1, port2 } = new MessageChannel();
      window.postMessage({ type: 'bulkhead-port', request }, window.origin, [port2]);
      list.setState(id, { status: 'connecting' });
      const onHeld = (end: FakeHold): void => hold(id, port1, end);
      if (id.includes('vault')) fakeLogin({ id, mayAsk, questions, onReached: () => connectTo(id, port1), onHeld });
      else if (id.includes('attic')) setTimeout(onHeld, 700, unreached);
      else connectTo(id, port1);
    },
  };
}

const unreached: FakeHold = { reason: 'cannot reach host attic: the connection timed out', obstacle: undefined };

interface HostList {
  readonly bridge: Pick<HostsBridge, 'list' | 'add' | 'remove' | 'onChange'>;
  labelOf(id: string): string;
  setState(id: string, state: HostEntry['state']): void;
}

function createHostList(): HostList {
  const listeners = new Set<(hosts: readonly HostEntry[]) => void>();
  let hosts: readonly HostEntry[] = [
    { id: 'lab', kind: 'lab', label: 'lab', isRemovable: false, state: { status: 'idle' }, reachedAt: null },
    sshHost('ssh://ops@edge-2:22', 'edge-2'),
    sshHost('ssh://ops@vault', 'vault'),
    sshHost('ssh://ops@attic:22', 'attic'),
  ];
  return {
    bridge: {
      list: async () => hosts,
      async add(address) {
        if (!/^ssh:\/\/[\w@.:-]+$/.test(address))
          throw new Error(`cannot add the host ${address}: it must look like ssh://user@host:port`);
        const entry = sshHost(address, address.replace(/^ssh:\/\/(.*@)?/, ''));
        hosts = [...hosts, entry];
        return entry;
      },
      async remove(id) {
        hosts = hosts.filter((host) => host.id !== id);
      },
      onChange(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    labelOf: (id) => hosts.find((host) => host.id === id)?.label ?? id,
    setState(id, state) {
      hosts = hosts.map((host) => (host.id === id ? { ...host, state } : host));
      for (const listener of listeners) listener(hosts);
    },
  };
}

function sshHost(id: string, label: string): HostEntry {
  return { id, kind: 'ssh', label, isRemovable: true, state: { status: 'idle' }, reachedAt: null };
}

function checkOf(id: string, reason: string): GivenHostCheck {
  return {
    id: 'connection',
    title: 'Connection',
    state: 'fail',
    message: `C${reason.slice(1)}.`,
    fix: {
      by: 'commands',
      summary: 'See whether ssh itself gets there, and what the doctor says on that machine.',
      commands: [`ssh ${id} bulkheadctl doctor`],
    },
  };
}
