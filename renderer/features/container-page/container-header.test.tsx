// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it } from 'vitest';
import { clearHostStores } from '../../host/host-stores.ts';
import { disconnect, recordCalls } from '../../testing/record-calls.ts';
import { someContainer } from '../../testing/some-containers.ts';
import { ContainerHeader } from './container-header.tsx';

afterEach(() => {
  cleanup();
  clearHostStores();
});

it('restarts by a button, and has removal in its menu alone (window m10)', async () => {
  const calls = recordCalls();
  render(<ContainerHeader container={someContainer('web')} busy={undefined} />);
  expect(screen.queryByRole('button', { name: /^Remove/ })).toBe(null);
  await userEvent.click(screen.getByRole('button', { name: 'Restart' }));
  await expect.poll(() => calls).toEqual([{ name: 'container.restart', params: { name: 'web' } }]);
});

it('does not count on how long it is up while the host is not heard (window m8)', () => {
  recordCalls();
  const { rerender } = render(<ContainerHeader container={someContainer('web')} busy={undefined} />);
  expect(screen.getByText(/^up /)).toBeTruthy();
  disconnect();
  rerender(<ContainerHeader container={someContainer('web')} busy={undefined} />);
  expect(screen.queryByText(/^up /)).toBe(null);
});

it('has the address of IPv4 before that of IPv6 (window m16)', () => {
  recordCalls();
  render(
    <ContainerHeader container={someContainer('web', { addresses: ['fd42::10', '10.77.0.10'] })} busy={undefined} />,
  );
  expect(screen.getAllByText(/^(?:fd42::10|10\.77\.0\.10)$/).map(({ textContent }) => textContent)).toEqual([
    '10.77.0.10',
    'fd42::10',
  ]);
});
