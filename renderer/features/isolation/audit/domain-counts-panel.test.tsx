// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it } from 'vitest';
import { Failure } from '../../../../contract/errors.ts';
import type { DomainCount } from '../../../../contract/model/policy/domain-count.ts';
import type { Params } from '../../../../contract/operations/index.ts';
import { fakeContainer } from '../../../../testing/models/container.ts';
import { clearHostStores } from '../../../host/host-stores.ts';
import { recordCalls } from '../../../testing/record-calls.ts';
import { useContainers } from '../../containers/containers.ts';
import { DomainCountsPanel } from './domain-counts-panel.tsx';

const columns = {
  ownTypes: 400,
  otherContainers: 10,
  kernelFileSystems: 282,
  hostFiles: 12,
  devices: 54,
  network: 10,
  hostProcesses: 25,
  capabilities: 20,
  kernelEntry: 86,
};
const count = (domain: string, total: number, ownTypes = 0): DomainCount => ({
  domain,
  total,
  columns: { ...columns, ownTypes },
  acrossCategories: 3,
});
const stock = count('container_t', 23_757);

afterEach(() => {
  cleanup();
  clearHostStores();
});

function show(...containers: readonly (readonly [name: string, domain: string | null])[]): void {
  const all = containers.map(([name, domain]) => fakeContainer({ name, domain }));
  useContainers.setState({ byName: new Map(all.map((container) => [container.name, container])) });
  render(<DomainCountsPanel />);
}

const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));

it('counts each domain of the containers once, beside the stock domains', async () => {
  const calls = recordCalls({
    'policy.count': (params) => ({
      counts: [
        (params as Params<'policy.count'>).subject.name === 'own'
          ? count('bulkhead_c_own_t', 834, 407)
          : count('bulkhead_t', 3952),
        stock,
      ],
    }),
  });
  show(['web', 'bulkhead_t'], ['db', 'bulkhead_t'], ['own', 'bulkhead_c_own_t'], ['off', null]);
  expect(calls).toEqual([]);
  await press('Count');
  const table = await screen.findByRole('table', { name: 'Allowed accesses' });
  expect(
    within(table)
      .getAllByRole('row')
      .slice(1)
      .map((row) => [...row.children].map(({ textContent }) => textContent)),
  ).toEqual([
    ['bulkhead_t', 'db, web', '3,952', '3,952'],
    ['bulkhead_c_own_t', 'own', '834', '427'],
    ['container_t', 'none: a usual domain of containers', '23,757', '23,757'],
  ]);
  expect(calls.map(({ params }) => params)).toEqual(
    ['db', 'own'].map((name) => ({ subject: { kind: 'container', name } })),
  );
});

it('says why it cannot, and tries again', async () => {
  let isThere = false;
  recordCalls({
    'policy.count': () => {
      if (!isThere) throw new Failure('policy-unavailable', { reason: 'checkpolicy is not there' });
      return { counts: [count('bulkhead_t', 3952)] };
    },
  });
  show(['web', 'bulkhead_t']);
  await press('Count');
  expect((await screen.findByRole('alert')).textContent).toContain('checkpolicy is not there');
  isThere = true;
  await press('Try again');
  expect(await screen.findByText('bulkhead_t')).toBeTruthy();
});

it('has nothing to count where no container has a domain', () => {
  show(['off', null]);
  expect(screen.getByRole('button', { name: 'Count' }).getAttribute('aria-disabled')).toBe('true');
});
