// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { UsageHistory } from '../../../contract/model/containers/usage-history.ts';
import type { Params } from '../../../contract/operations/index.ts';
import { clearHostStores } from '../../host/host-stores.ts';
import { startWindow } from '../../host/main-process.ts';
import { createFakeBridge } from '../../testing/fake/fake-bridge.ts';
import { type Answers, recordCalls, type RecordedCall } from '../../testing/record-calls.ts';
import { someContainer } from '../../testing/some-containers.ts';
import { useSamples } from '../usage/samples.ts';
import { OverviewTab } from './overview-tab.tsx';

const web = someContainer('web');
const now = 1_795_000_000;
const day = 86_400;

type Asked = Params<'sample.history'>;

/** Two points, the second not measured. */
function answerTo({ to, seconds }: Asked): UsageHistory {
  const step = Math.ceil(seconds / 2);
  return {
    from: to - seconds,
    step,
    length: 2,
    series: [{ column: 'memory', min: [1024, null], mean: [2048, null], max: [4096, null] }],
    interfaces: [],
  };
}

function show(answers: Answers = { 'sample.history': (params) => answerTo(params as Asked) }): readonly RecordedCall[] {
  const calls = recordCalls(answers);
  render(<OverviewTab container={web} />);
  return calls;
}

const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));
const asked = (calls: readonly RecordedCall[]): readonly Asked[] =>
  calls.filter(({ name }) => name === 'sample.history').map(({ params }) => params as Asked);
/** Length and end of what was asked for last, without what lies beyond its edges. */
const lastAsked = (calls: readonly RecordedCall[]): readonly (number | undefined)[] => {
  const last = asked(calls).at(-1);
  const length = last && Math.round(last.seconds / (1 + 2 / last.points));
  return [length, last && length && Math.round(last.to - length / last.points)];
};

beforeEach(() => useSamples.setState({ time: now }));
afterEach(() => {
  cleanup();
  clearHostStores();
});

it('asks for what is kept of the chosen time, and for nothing while the live samples are enough', async () => {
  const calls = show();
  expect(asked(calls)).toEqual([]);
  await press('24 h');
  await waitFor(() => expect(asked(calls)).toHaveLength(1));
  expect(asked(calls)[0]).toMatchObject({ container: 'web', points: 400 });
  expect(lastAsked(calls)[0]).toBe(day);
  await press('10 min');
  await press('30 d');
  await waitFor(() => expect(asked(calls)).toHaveLength(2));
  expect(lastAsked(calls)[0]).toBe(30 * day);
});

it('zooms and moves by keyboard, and goes back to now', async () => {
  const calls = show();
  await press('24 h');
  await waitFor(() => expect(asked(calls)).toHaveLength(1));
  screen.getByRole('group', { name: /^Memory: / }).focus();
  const end = lastAsked(calls)[1] ?? 0;
  await userEvent.keyboard('+');
  await waitFor(() => expect(lastAsked(calls)).toEqual([day / 2, end - day / 4]));
  await userEvent.keyboard('{ArrowLeft}');
  await waitFor(() => expect(lastAsked(calls)).toEqual([day / 2, end - (day * 3) / 8]));
  expect(screen.getByRole('button', { name: 'Back to now' })).toBeTruthy();
  await userEvent.keyboard('--');
  await waitFor(() => expect(lastAsked(calls)[0]).toBe(2 * day));
  await userEvent.keyboard('0');
  expect(screen.queryByRole('button', { name: 'Back to now' })).toBeNull();
});

it('says when nothing was kept of a time, and why an answer failed', async () => {
  show({ 'sample.history': () => ({ from: now - day, step: 300, length: 0, series: [], interfaces: [] }) });
  await press('24 h');
  expect((await screen.findAllByText('Nothing was kept of this time')).length).toBeGreaterThan(5);
  cleanup();
  show({
    'sample.history': () => {
      throw new Error('the disk is gone');
    },
  });
  await press('24 h');
  const [text] = await screen.findAllByText(/^Cannot read the history/);
  expect(text?.textContent).toContain('the disk is gone');
});

it('saves the values with their least and greatest, empty where nothing was measured', async () => {
  const saved: unknown[] = [];
  const bridge = createFakeBridge();
  await startWindow({
    ...bridge,
    hosts: { ...bridge.hosts, list: async () => [] },
    alerts: { show: async () => undefined, setCount: async () => undefined, onPress: () => () => undefined },
    help: { onOpen: () => () => undefined },
    charts: { ...bridge.charts, saveTable: async (table) => (saved.push(table), '/home/operator/memory.csv') },
  });
  const calls = show();
  await press('24 h');
  await waitFor(() => expect(asked(calls)).toHaveLength(1));
  await press('Save Memory');
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Values (CSV)' }));
  await waitFor(() => expect(saved).toHaveLength(1));
  expect(saved[0]).toMatchObject({
    title: 'web Memory',
    columns: expect.arrayContaining(['used mean', 'used min', 'used max']) as string[],
    rows: [
      { values: expect.arrayContaining([2048, 1024, 4096]) as number[] },
      { values: Array.from({ length: 12 }, () => null) },
    ],
  });
});
