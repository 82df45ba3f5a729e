// SPDX-License-Identifier: Apache-2.0
/**
 * Stands in for the preload in a plain browser (`vite --mode fake`): two fake hosts, one
 * that asks for a password, and one that cannot be reached.
 * `?fake=many`, `?fake=empty`, `?fake=drop`, `?fake=plain`, `?fake=flood` and `?fake=blind` show other hosts: 100
 * containers (or `&containers=N`), none, a connection that is lost, no SELinux, a storm of denials, an auditd that
 * writes nothing. `&members=N` with many: containers of Incus on a cluster of N members. `&causes=N` with any of them: N
 * groups of denials, and no others.
 */

import {
  type BulkheadBridge,
  type FromHost,
  type HostEntry,
  shellCapabilities,
  type Theme,
  type ToHost,
} from '../../../contract/bridge.ts';
import { createMemoryTransports } from '../../../rpc/memory-transport.ts';
import { createFakeQuestions, fakeHostTest, fakeLogin, type FakeHold } from './fake-ssh.ts';
import { createFakeHost, type FakeHost } from './fake-host.ts';
import { createFakeImageServers } from './images/fake-image-servers.ts';
import { serveFake } from './serve-fake.ts';

type Scenario = 'usual' | 'many' | 'empty' | 'drop' | 'plain' | 'flood' | 'blind' | 'permissive';

export function createFakeBridge(): BulkheadBridge {
  const search = new URLSearchParams(window.location.search);
  const scenario = (search.get('fake') ?? 'usual') as Scenario;
  const causes = search.get('causes');
  const count = Number(search.get('containers') ?? 100);
  const members = Number(search.get('members') ?? 0);
  const fakes = new Map<string, FakeHost>();
  let hosts: readonly HostEntry[] = [
    { id: 'lab', kind: 'lab', label: 'lab', isRemovable: false, state: { status: 'idle' }, reachedAt: null },
    {
      id: 'ssh://ops@edge-2:22',
      kind: 'ssh',
      label: 'edge-2',
      isRemovable: true,
      state: { status: 'idle' },
      reachedAt: null,
    },
    {
      id: 'ssh://ops@vault',
      kind: 'ssh',
      label: 'vault',
      isRemovable: true,
      state: { status: 'idle' },
      reachedAt: null,
    },
    {
      id: 'ssh://ops@attic:22',
      kind: 'ssh',
      label: 'attic',
      isRemovable: true,
      state: { status: 'idle' },
      reachedAt: null,
    },
  ];
  const listeners = new Set<(hosts: readonly HostEntry[]) => void>();
  const themeListeners = new Set<(theme: Theme) => void>();
  const questions = createFakeQuestions();
  let theme = themeOf('system');

  function setState(id: string, state: HostEntry['state']): void {
    hosts = hosts.map((host) => (host.id === id ? { ...host, state } : host));
    for (const listener of listeners) listener(hosts);
  }

  function connectTo(id: string, port: MessagePort): void {
    setState(id, { status: 'connected' });
    relay(port, fakeOf(id), scenario === 'drop' ? 6000 : undefined);
  }

  function hold(id: string, port: MessagePort, { reason, obstacle }: FakeHold): void {
    setState(id, { status: 'unreachable', reason, obstacle });
    port.postMessage({ kind: 'closed', reason, obstacle } satisfies FromHost);
  }

  function fakeOf(id: string): FakeHost {
    let fake = fakes.get(id);
    if (fake === undefined) {
      fake = createFakeHost({
        hostname: id === 'lab' ? 'bulkhead-lab' : (hosts.find((host) => host.id === id)?.label ?? id),
        ...hostOptions(scenario, id, count),
        members,
        // The second host is another member of the same cluster.
        place: members > 1 && id !== 'lab' ? 1 : 0,
        hasCluster: members > 0 || (scenario === 'usual' && id === 'lab'),
        ...(causes !== null && { causes: Number(causes) }),
      });
      fakes.set(id, fake);
    }
    return fake;
  }

  return {
    shell: { capabilities: shellCapabilities, language: navigator.language },
    about: async () => ({
      version: '0.1.0',
      platform: 'browser',
      electron: 'none',
      isReleasedElectron: true,
      initialHost: undefined,
    }),
    hosts: {
      list: async () => hosts,
      async add(address) {
        if (!/^ssh:\/\/[\w@.:-]+$/.test(address))
          throw new Error(`cannot add the host ${address}: it must look like ssh://user@host:port`);
        const entry: HostEntry = {
          id: address,
          kind: 'ssh',
          label: address.replace(/^ssh:\/\/(.*@)?/, ''),
          isRemovable: true,
          state: { status: 'idle' },
          reachedAt: null,
        };
        hosts = [...hosts, entry];
        return entry;
      },
      async remove(id) {
        hosts = hosts.filter((host) => host.id !== id);
      },
      check: async (id, reason) => [
        {
          id: 'connection',
          title: 'Connection',
          state: 'fail',
          message: `C${reason.slice(1)}.`,
          fix: {
            by: 'commands',
            summary: 'See whether ssh itself gets there, and what the doctor says on that machine.',
            commands: [`ssh ${id} bulkheadctl doctor`],
          },
        },
      ],
      suggestions: async () => ['ssh://edge-1', 'ssh://edge-2', 'ssh://backup'],
      test: (address, onSteps) => fakeHostTest(address, onSteps),
      onChange(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      open(id, { request, mayAsk }) {
        const { port1, port2 } = new MessageChannel();
        window.postMessage({ type: 'bulkhead-port', request }, window.origin, [port2]);
        setState(id, { status: 'connecting' });
        if (id.includes('vault')) {
          fakeLogin({
            id,
            mayAsk,
            questions,
            onReached: () => connectTo(id, port1),
            onHeld: (end) => hold(id, port1, end),
          });
          return;
        }
        if (id.includes('attic')) {
          setTimeout(() => {
            const reason = 'cannot reach host attic: the connection timed out';
            setState(id, { status: 'unreachable', reason, obstacle: undefined });
            port1.postMessage({ kind: 'closed', reason, obstacle: undefined } satisfies FromHost);
          }, 700);
          return;
        }
        connectTo(id, port1);
      },
    },
    questions,
    theme: {
      get: async () => theme,
      async set(choice) {
        theme = themeOf(choice);
        for (const listener of themeListeners) listener(theme);
        return theme;
      },
      onChange(listener) {
        themeListeners.add(listener);
        return () => themeListeners.delete(listener);
      },
    },
    alerts: { show: async () => undefined, setCount: async () => undefined, onPress: () => () => undefined },
    help: { onOpen: () => () => undefined },
    reports: {
      save: async (report, format) => `/home/operator/drill-${report.report.id}.${format}`,
      saveHostReport: async () => '/home/operator/bulkhead-report.md',
    },
    charts: {
      saveTable: async ({ title }) => `/home/operator/${title}.csv`,
      savePicture: async (title) => `/home/operator/${title}.png`,
    },
    terminals: {
      saveOutput: async (title) => `/home/operator/${title}.txt`,
      openLink: async () => undefined,
    },
    localChanges: {
      save: async (form) => `/home/operator/local-changes.${form}`,
    },
    files: {
      begin: async (name, kind) => ({
        id: 'fake',
        path: `/home/operator/${name}${kind === 'export' ? '.tar.gz' : ''}`,
      }),
      write: async () => undefined,
      end: async () => undefined,
      discard: async () => undefined,
    },
    images: createFakeImageServers(),
  };
}

function relay(port: MessagePort, host: FakeHost, dropAfter: number | undefined): void {
  const [near, far] = createMemoryTransports();
  serveFake(host, far);
  near.onMessage((message) => port.postMessage({ kind: 'message', message } satisfies FromHost));
  port.onmessage = (event: MessageEvent<ToHost>) => {
    if (event.data.kind === 'message') void near.send(event.data.message as Parameters<typeof near.send>[0]);
    else if (event.data.kind === 'close') near.close();
  };
  if (dropAfter === undefined) return;
  setTimeout(() => {
    port.postMessage({
      kind: 'closed',
      reason: 'cannot reach host bulkhead-lab: the helper stopped answering',
      obstacle: undefined,
    } satisfies FromHost);
    near.close();
  }, dropAfter);
}

function hostOptions(
  scenario: Scenario,
  id: string,
  count: number,
): {
  readonly containers?: number;
  readonly selinux?: FakeHost['selinux'];
  readonly isFlooded?: boolean;
  readonly isBlind?: boolean;
  readonly hasBridge?: boolean;
} {
  if (scenario === 'many') return { containers: count };
  if (scenario === 'flood') return { containers: 100, isFlooded: true };
  if (scenario === 'empty') return { containers: 0, hasBridge: false };
  if (scenario === 'blind') return { isBlind: true };
  if (scenario === 'plain') return { selinux: 'disabled' };
  if (scenario === 'permissive') return { selinux: 'permissive' };
  return id === 'lab' ? {} : { containers: 4, selinux: 'permissive' };
}

function themeOf(choice: Theme['choice']): Theme {
  return {
    choice,
    isDark: choice === 'system' ? window.matchMedia('(prefers-color-scheme: dark)').matches : choice === 'dark',
  };
}
