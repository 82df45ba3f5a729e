// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { act, cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Container } from '../../../../contract/model/containers/container.ts';
import type { Client } from '../../../../rpc/client.ts';
import { seedContainers } from '../../../testing/fake/containers/fake-containers.ts';
import { clearHostStores } from '../../../host/host-stores.ts';
import { useConnection } from '../../../host/connection.ts';
import { useContainers } from '../../containers/containers.ts';
import { useFreshAudit } from './fresh-audit.ts';
import { useFeeds } from '../../../host/feeds.ts';
import { cancelAudit } from './audit-store.ts';
import { FindingList } from './finding-list.tsx';
import { StaleAudit } from './stale-audit.tsx';

const seven = seedContainers(1_795_533_000).slice(0, 7);

/** A helper that finds nothing, looks at whatever is there, and counts how often it was asked. */
function connect() {
  const asked = { count: 0, isHeld: false };
  const client = {
    stream() {
      asked.count += 1;
      const looked = useContainers.getState().byName.size;
      const items = (async function* () {
        if (asked.isHeld) await new Promise(() => undefined);
        yield { type: 'map', map: { containers: [], rows: [] } } as const;
      })();
      return Object.assign(items, {
        result: Promise.resolve({ findings: 0, containers: looked, labels: false, checkedAt: Date.now() / 1000 }),
      });
    },
  } as unknown as Client;
  useConnection.setState({ connection: { status: 'connected', hostId: 'lab', client } });
  useFeeds.setState({ containers: { status: 'ready' } });
  return asked;
}

function set(containers: readonly Container[]): void {
  act(() => useContainers.setState({ byName: new Map(containers.map((container) => [container.name, container])) }));
}

/** Lets as much time pass, and all that was waiting for it happen. */
const pass = (seconds: number) => act(() => vi.advanceTimersByTimeAsync(seconds * 1000));

function Page() {
  useFreshAudit();
  return (
    <>
      <StaleAudit />
      <FindingList />
    </>
  );
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  cleanup();
  clearHostStores();
  vi.useRealTimers();
});

it('says nothing of containers that the audit did not see, and looks at them by itself (window 4)', async () => {
  const asked = connect();
  render(<Page />);
  await pass(1);
  expect([asked.count, screen.queryByText('No containers to isolate') !== null]).toEqual([1, true]);
  set(seven);
  expect(screen.getByText('Out of date: 7 containers were created since then.')).toBeTruthy();
  expect(screen.queryByText('No isolation problem found')).toBeNull();
  expect(document.querySelector('.badge.good')).toBeNull();
  await pass(30);
  expect(asked.count).toBe(2);
  expect(screen.queryByText(/Out of date/)).toBeNull();
  expect(screen.getByText('No isolation problem found')).toBeTruthy();
  expect(screen.getByText(/^Checked 7 containers: processes/)).toBeTruthy();
});

it('does not look too often, nor beside itself, nor after it was cancelled for the same containers (window 4)', async () => {
  const asked = connect();
  set(seven);
  render(<Page />);
  await pass(1);
  for (let index = 0; index < 10; index += 1) {
    set(seven.slice(0, index % 2 === 0 ? 6 : 5));
    await pass(1);
  }
  expect(asked.count).toBe(1);
  asked.isHeld = true;
  await pass(30);
  expect(asked.count).toBe(2);
  set(seven.slice(0, 3));
  await pass(60);
  expect(asked.count).toBe(2);
  act(cancelAudit);
  await pass(120);
  expect(asked.count).toBe(2);
  set(seven.slice(0, 4));
  await pass(30);
  expect(asked.count).toBe(3);
});
