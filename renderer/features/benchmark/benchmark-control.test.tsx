// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it } from 'vitest';
import { clearHostStores } from '../../host/host-stores.ts';
import { startOperation } from '../../host/operations.ts';
import { recordCalls } from '../../testing/record-calls.ts';
import { BenchmarkControl } from './benchmark-control.tsx';
import { benchmarkSubject } from './benchmark-store.ts';

const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));

afterEach(() => {
  cleanup();
  clearHostStores();
});

it('runs as many rounds as were chosen, after its dialog was read', async () => {
  const calls = recordCalls();
  render(<BenchmarkControl />);
  await userEvent.click(screen.getByRole('combobox', { name: 'Rounds' }));
  await userEvent.click(screen.getByRole('option', { name: '3' }));
  await press('Run benchmark');
  expect(calls).toEqual([]);
  const dialog = screen.getByRole('dialog', { name: /^Run the benchmark/ });
  await userEvent.click(within(dialog).getByRole('button', { name: 'Run benchmark' }));
  expect(calls).toEqual([{ name: 'benchmark.run', params: { rounds: 3 } }]);
});

it('does not run beside another', async () => {
  recordCalls();
  startOperation({
    title: 'Running the benchmark',
    subject: benchmarkSubject,
    activeLabel: 'running',
    canCancel: true,
    run: () => new Promise(() => undefined),
  });
  render(<BenchmarkControl />);
  await press('Run benchmark');
  expect((await screen.findByRole('tooltip')).textContent).toBe(
    'A benchmark is running. Wait until it has ended, or cancel it.',
  );
});
