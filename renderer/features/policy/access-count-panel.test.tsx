// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it } from 'vitest';
import { Failure } from '../../../contract/errors.ts';
import type { DomainCount } from '../../../contract/model/policy/domain-count.ts';
import { clearHostStores } from '../../host/host-stores.ts';
import { recordCalls } from '../../testing/record-calls.ts';
import { AccessCountPanel } from './access-count-panel.tsx';

const columns = {
  ownTypes: 411,
  otherContainers: 10,
  kernelFileSystems: 282,
  hostFiles: 12,
  devices: 54,
  network: 10,
  hostProcesses: 25,
  capabilities: 20,
  kernelEntry: 86,
};
const own: DomainCount = { domain: 'bulkhead_c_web_t', total: 910, columns, acrossCategories: 3 };
const stock: DomainCount = { ...own, domain: 'container_t', total: 23_778, columns: { ...columns, hostFiles: 20_663 } };

const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));

afterEach(() => {
  cleanup();
  clearHostStores();
});

it('counts when it is asked, and shows the container beside the stock domains of its host', async () => {
  const calls = recordCalls({ 'policy.count': () => ({ counts: [own, stock] }) });
  render(<AccessCountPanel name="web" />);
  expect(calls).toEqual([]);
  await press('Count');
  const table = await screen.findByRole('table', { name: 'Allowed accesses' });
  expect(calls).toEqual([{ name: 'policy.count', params: { subject: { kind: 'container', name: 'web' } } }]);
  expect(screen.getByText('The policy allows it 910 accesses. container_t has 26.1 times as many.')).toBeTruthy();
  const rows = within(table)
    .getAllByRole('row')
    .map((row) => [...row.children].map(({ textContent }) => textContent));
  expect(rows[0]).toEqual(['About', 'bulkhead_c_web_t', 'container_t']);
  expect(rows[4]).toEqual(['Host files', '12', '20,663']);
  expect(rows.at(-1)).toEqual(['All', '910', '23,778']);
});

it('says why it cannot, and tries again', async () => {
  let isThere = false;
  recordCalls({
    'policy.count': () => {
      if (!isThere) throw new Failure('policy-unavailable', { reason: 'checkpolicy is not there' });
      return { counts: [own] };
    },
  });
  render(<AccessCountPanel name="web" />);
  await press('Count');
  expect((await screen.findByRole('alert')).textContent).toContain('checkpolicy is not there');
  isThere = true;
  await press('Try again');
  expect(await screen.findByText('The policy allows it 910 accesses.')).toBeTruthy();
});
