// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
/** Every place of the window that shows the isolation of a container. */
import { cleanup, render, screen } from '@testing-library/react';
import { assert, boolean, property } from 'fast-check';
import type { ReactNode } from 'react';
import { afterEach, expect, it } from 'vitest';
import type { HostEntry } from '../../contract/bridge.ts';
import type { Container } from '../../contract/model/containers/container.ts';
import { isBeyondDoubt, isolationFacts, judgedContainer } from '../../testing/models/isolation-states.ts';
import { fakeHostInfo } from '../../testing/models/host.ts';
import { useConnection } from '../host/connection.ts';
import { useFeeds } from '../host/feeds.ts';
import { clearHostStores } from '../host/host-stores.ts';
import { disconnect, recordCalls } from '../testing/record-calls.ts';
import { someContainer } from '../testing/some-containers.ts';
import { ContainerCell } from '../features/container-list/container-cell.tsx';
import { ContainerHeader } from '../features/container-page/container-header.tsx';
import { SecurityTab } from '../features/container-page/security-tab.tsx';
import { FleetContainers } from '../features/fleet/fleet-containers.tsx';
import { ConfinementCounts } from '../features/overview/confinement-counts.tsx';
import { useContainers } from '../features/containers/containers.ts';

const host: HostEntry = {
  id: 'lab',
  kind: 'ssh',
  label: 'lab',
  isRemovable: true,
  state: { status: 'idle' },
  reachedAt: null,
};

const places: Readonly<Record<string, (container: Container) => ReactNode>> = {
  list: (container) => (
    <ContainerCell
      column="confinement"
      container={container}
      busy={undefined}
      sharedWith={[]}
      denials={0}
      tabIndex={0}
    />
  ),
  fleet: (container) => (
    <FleetContainers containers={[{ host, container, causes: 0 }]} isFiltered={false} onClear={() => undefined} />
  ),
  header: (container) => <ContainerHeader container={container} busy={undefined} />,
  'Security tab': (container) => <SecurityTab container={container} />,
  overview: () => <ConfinementCounts />,
};

afterEach(() => {
  cleanup();
  clearHostStores();
});

function show(place: string, container: Container, isConnected = true): void {
  cleanup();
  recordCalls();
  if (!isConnected) disconnect();
  const { connection } = useConnection.getState();
  const selinux = { ...fakeHostInfo.selinux, status: 'enforcing' as const };
  useConnection.setState({
    byHost: new Map([['lab', connection]]),
    infos: new Map([['lab', { ...fakeHostInfo, selinux }]]),
  });
  useContainers.setState({ byName: new Map([[container.name, container]]) });
  useFeeds.setState({ containers: { status: 'ready' } });
  render(places[place]?.(container));
}

/** What is green in any way that a sign or a badge can be. */
const greens = (): number => document.querySelectorAll('.verdict-isolated, .badge.good, .mode.good').length;

it.each(Object.keys(places))('the %s is green exactly when nothing is in doubt and the host is heard', (place) => {
  assert(
    property(isolationFacts, boolean(), (facts, isConnected) => {
      const container = judgedContainer(facts);
      show(place, container, isConnected);
      expect(greens() > 0).toBe(isConnected && isBeyondDoubt(facts));
    }),
    { numRuns: 60, examples: [] },
  );
});

it.each(['list', 'fleet', 'header', 'Security tab'])(
  'the %s says of containers that share categories so (window B2)',
  (place) => {
    show(place, someContainer('wiki'));
    const sign = document.querySelector('.verdict-sign');
    expect(sign?.className).toBe('verdict-sign verdict-not-isolated');
    expect(sign?.getAttribute('title')).toContain('It shares categories with staging: SELinux does not isolate them.');
    expect(document.body.textContent).not.toMatch(/cannot access|out of reach|Enforced/i);
  },
);

it.each(['list', 'fleet', 'header', 'Security tab'])('the %s calls a stopped container not running', (place) => {
  show(place, someContainer('db', { ...someContainer('staging'), name: 'db' }));
  expect(document.querySelector('.verdict-sign')?.textContent).toBe('Not running');
});

it('the Security tab names each reason once, and says that nothing else is reached only of what is isolated', () => {
  show('Security tab', someContainer('web'));
  expect(screen.getByText(/cannot access other containers/)).toBeTruthy();
  expect(screen.getByText(/^Last checked/)).toBeTruthy();
});
