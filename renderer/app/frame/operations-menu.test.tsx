// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { act, cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { useContainers } from '../../features/containers/containers.ts';
import { clearHostStores } from '../../host/host-stores.ts';
import { startOperation, useOperations } from '../../host/operations.ts';
import { someContainer } from '../../testing/some-containers.ts';
import { OperationsMenu } from './operations-menu.tsx';

const request = { subject: 'web', activeLabel: 'starting', canCancel: true };
const open = (label: RegExp) => userEvent.click(screen.getByRole('button', { name: label }));

// Files share their stores: an operation of another file may have ended after its last test.
function clearAll(): void {
  clearHostStores();
  useOperations.setState({ operations: [] });
}

beforeEach(clearAll);
afterEach(() => {
  cleanup();
  clearAll();
});

it('says that there are no operations', async () => {
  render(<OperationsMenu />);
  await open(/No operations in progress/);
  expect(screen.getByText('No operations have been started in this window yet.')).toBeTruthy();
});

it('cancels an operation', async () => {
  let isCancelled = false;
  startOperation({
    ...request,
    title: 'Starting web',
    run: ({ signal }) =>
      new Promise(() => {
        signal.addEventListener('abort', () => {
          isCancelled = true;
        });
      }),
  });
  render(<OperationsMenu />);
  await open(/Starting web/);
  await userEvent.click(screen.getByRole('button', { name: 'Cancel Starting web' }));
  expect(isCancelled).toBe(true);
});

it('says why an operation failed, and leads to its container', async () => {
  useContainers.setState({ byName: new Map([['web', someContainer('web')]]) });
  const { result } = startOperation({
    ...request,
    title: 'Starting web',
    run: async () => {
      throw new Error('the disk is full');
    },
  });
  await act(() => result.catch(() => undefined));
  render(<OperationsMenu />);
  await open(/No operations in progress/);
  expect(screen.getByText(/Cannot finish: Starting web: the disk is full\./)).toBeTruthy();
  expect(screen.getByRole('link', { name: 'Open web' }).getAttribute('href')).toBe('#/containers/web/overview');
});

it('tries a failed operation again once, with the same choices', async () => {
  let begun = 0;
  const begin = (): Promise<unknown> =>
    startOperation({
      ...request,
      title: 'Starting web',
      run: async () => {
        begun += 1;
        throw new Error('the disk is full');
      },
      again: () => void begin().catch(() => undefined),
    }).result;
  await act(() => begin().catch(() => undefined));
  render(<OperationsMenu />);
  await open(/No operations in progress/);
  await userEvent.click(screen.getByRole('button', { name: 'Try again: Starting web' }));
  await waitFor(() => expect(begun).toBe(2));
  // The second attempt failed too, and is the one that can be tried again.
  expect(screen.getAllByRole('button', { name: 'Try again: Starting web' })).toHaveLength(1);
});

it('offers no other try of what was agreed to for one time', async () => {
  const { result } = startOperation({
    ...request,
    title: 'Removing web',
    run: () => {
      throw new Error('the disk is full');
    },
  });
  await act(() => result.catch(() => undefined));
  render(<OperationsMenu />);
  await open(/No operations in progress/);
  expect(screen.getByText('failed')).toBeTruthy();
  expect(screen.queryByRole('button', { name: /^Try again/ })).toBe(null);
});
