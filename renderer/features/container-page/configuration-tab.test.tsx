// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it } from 'vitest';
import { clearHostStores } from '../../host/host-stores.ts';
import { recordCalls } from '../../testing/record-calls.ts';
import { someContainer } from '../../testing/some-containers.ts';
import { useNotifications } from '../../window/notifications.ts';
import { ConfigurationTab } from './configuration-tab.tsx';

const web = someContainer('web');
const memory = (): HTMLInputElement => screen.getByRole('textbox', { name: 'Memory limit' });
const limits = () => within(screen.getByRole('region', { name: 'Limits' }));
const press = (name: string) => userEvent.click(limits().getByRole('button', { name }));

async function type(text: string): Promise<void> {
  await userEvent.clear(memory());
  await userEvent.type(memory(), text);
}

/** Leaves out what the form reads to offer addresses. */
const changesOf = (calls: ReturnType<typeof recordCalls>) => calls.filter(({ name }) => name !== 'network.list');

afterEach(() => {
  cleanup();
  clearHostStores();
});

it('applies only the limits that were changed, and says when each is in force', async () => {
  const limits = { ...web.limits, memoryBytes: 2 * 1024 ** 3 };
  const calls = recordCalls({
    'container.configure': () => ({
      container: { ...web, limits },
      applied: [{ key: 'memoryBytes', applies: 'live', note: null }],
    }),
  });
  render(<ConfigurationTab container={web} busy={undefined} />);
  await type('2G');
  await press('Apply');
  expect(changesOf(calls)).toEqual([
    { name: 'container.configure', params: { name: 'web', limits: { memoryBytes: 2 * 1024 ** 3 } } },
  ]);
  expect((await screen.findByRole('status')).textContent).toBe('applied nowMemory');
  const { action } = useNotifications.getState().notifications.at(-1) ?? {};
  expect(action?.label).toBe('Undo');
  action?.run();
  await expect
    .poll(() => changesOf(calls)[1]?.params)
    .toEqual({ name: 'web', limits: { memoryBytes: web.limits.memoryBytes } });
});

it('takes a limit away when its field is empty', async () => {
  const calls = recordCalls({ 'container.configure': () => ({ container: web, applied: [] }) });
  render(<ConfigurationTab container={web} busy={undefined} />);
  await userEvent.clear(memory());
  await press('Apply');
  expect(changesOf(calls)[0]?.params).toEqual({ name: 'web', limits: { memoryBytes: null } });
});

it.each([
  ['1G', 'No limit has been changed.'],
  ['much', 'Correct the marked limits first.'],
])('with %s applies nothing, and says why', async (text, reason) => {
  const calls = recordCalls();
  render(<ConfigurationTab container={web} busy={undefined} />);
  await type(text);
  await press('Apply');
  expect([(await screen.findByRole('tooltip')).textContent, changesOf(calls)]).toEqual([reason, []]);
});

it('shows what will be changed, and when it is in force, before it is applied', async () => {
  recordCalls();
  render(<ConfigurationTab container={web} busy={undefined} />);
  await type('2G');
  expect(limits().getByRole('row').textContent).toBe('Memory1 GiB → 2 GiBnow');
});

it('resets what was typed', async () => {
  recordCalls();
  render(<ConfigurationTab container={web} busy={undefined} />);
  const before = memory().value;
  await type('3G');
  await press('Reset');
  expect(memory().value).toBe(before);
});
