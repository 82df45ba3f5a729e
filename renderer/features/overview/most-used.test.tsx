// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it } from 'vitest';
import type { Params } from '../../../contract/operations/index.ts';
import { useChartGroup } from '../../ui/chart/chart-group.tsx';
import { type Answers, recordCalls, type RecordedCall } from '../../testing/record-calls.ts';
import { useSamples } from '../usage/samples.ts';
import { UsageChartGroup } from '../usage/usage-chart-group.tsx';
import { MostUsed } from './most-used.tsx';
import { chooseOption } from '../../testing/choose-option.ts';

const now = 1_800_000_000;
const containers = [
  { name: 'web', mean: 150, max: 200 },
  { name: 'db', mean: 30, max: 90 },
];

function Zoom() {
  const { setRange } = useChartGroup();
  return (
    <button type="button" onClick={() => setRange({ from: now - 90_000, to: now - 86_400 })}>
      Yesterday
    </button>
  );
}

function show(answers: Answers = { 'sample.rank': () => ({ from: 0, to: 1, containers }) }): readonly RecordedCall[] {
  const calls = recordCalls(answers);
  useSamples.setState({ time: now - 10 });
  render(
    <UsageChartGroup>
      <Zoom />
      <MostUsed />
    </UsageChartGroup>,
  );
  return calls;
}

const asked = (calls: readonly RecordedCall[]) => calls.map(({ params }) => params as Params<'sample.rank'>);

afterEach(cleanup);

it('ranks the containers of the range that the charts show, each with a link to its page (M9)', async () => {
  const calls = show();
  const rows = await screen.findAllByRole('link');
  expect(rows.map((row) => [row.getAttribute('href'), row.textContent])).toEqual([
    ['#/containers/web/overview', 'web150 %at most 200 %'],
    ['#/containers/db/overview', 'db30 %at most 90 %'],
  ]);
  expect(asked(calls)).toEqual([{ column: 'cpu', to: now, seconds: 600 }]);
  expect(screen.getByRole('region', { name: 'Used most in the last 10 min' })).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Yesterday' }));
  await waitFor(() => expect(asked(calls).at(-1)).toEqual({ column: 'cpu', to: now - 86_400, seconds: 3600 }));
  expect(screen.getByRole('region', { name: /^Used most from .* to / })).toBeTruthy();
});

it('ranks by something else', async () => {
  const calls = show();
  await screen.findAllByRole('link');
  await chooseOption('Rank by', 'Memory');
  await waitFor(() => expect(asked(calls).at(-1)?.column).toBe('memory'));
});

it('says that nothing was used, and why it cannot know', async () => {
  show({ 'sample.rank': () => ({ from: 0, to: 1, containers: [] }) });
  expect(await screen.findByText('No container used any in this range')).toBeTruthy();
  cleanup();
  show({
    'sample.rank': () => {
      throw new Error('the disk is gone');
    },
  });
  expect((await screen.findByRole('alert')).textContent).toContain('the disk is gone');
});
