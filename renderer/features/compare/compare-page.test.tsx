// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Params } from '../../../contract/operations/index.ts';
import { clearHostStores } from '../../host/host-stores.ts';
import { resetFeeds, useFeeds } from '../../host/feeds.ts';
import { type Answers, recordCalls } from '../../testing/record-calls.ts';
import { someContainer } from '../../testing/some-containers.ts';
import { useLocation } from '../../window/location.ts';
import { useContainers } from '../containers/containers.ts';
import { useSamples } from '../usage/samples.ts';
import { ComparePage } from './compare-page.tsx';
import { chooseOption } from '../../testing/choose-option.ts';

const now = 1_795_000_000;
type Asked = Params<'sample.history'>;

/** What each container has of a metric, in two points. */
const levels: Readonly<Record<string, number>> = { web: 10, db: 20 };

const history: Answers = {
  'sample.history': (params) => {
    const { container = '', to, seconds, columns = [] } = params as Asked;
    const level = levels[container] ?? 0;
    const values = [level, level * 3];
    return {
      from: to - seconds,
      step: seconds / 2,
      length: 2,
      interfaces: [],
      series: columns
        .filter((column) => column !== 'oomKills')
        .map((column) => ({ column, min: values, mean: values, max: values })),
    };
  },
};

/** The page follows the address, as in the window. */
function Page() {
  const route = useLocation((state) => state.route);
  return route.page === 'compare' ? <ComparePage names={route.names} metric={route.metric} /> : null;
}

function show(names: readonly string[], metric = '') {
  const calls = recordCalls(history);
  useContainers.setState({
    byName: new Map(['web', 'db', 'mail', 'cache'].map((name) => [name, someContainer(name)])),
  });
  useLocation.setState({ route: { page: 'compare', names, metric } });
  render(<Page />);
  return (): readonly Asked[] =>
    calls.filter(({ name }) => name === 'sample.history').map(({ params }) => params as Asked);
}

const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));
/** Finds the lines in the legend of the chart. */
const lines = () => within(screen.getByRole('figure')).getAllByRole('button', { name: /^(?:web|db|mail)/ });
const line = (name: string) => lines().find(({ textContent }) => textContent.startsWith(name)) ?? document.body;
const shownLines = () =>
  lines().flatMap((one) => (one.getAttribute('aria-pressed') === 'true' ? [one.textContent.replace('–', '')] : []));

beforeEach(() => useSamples.setState({ time: now }));
afterEach(() => {
  cleanup();
  clearHostStores();
  resetFeeds();
});

it('asks for one metric of each container, and shows its figures', async () => {
  const asked = show(['web', 'db'], 'memory');
  await press('24 h');
  await waitFor(() => expect(asked()).toHaveLength(2));
  expect(asked().map(({ container, columns }) => [container, columns])).toEqual([
    ['web', ['oomKills', 'memory']],
    ['db', ['oomKills', 'memory']],
  ]);
  const table = await screen.findByRole('table', { name: 'Memory: figures' });
  await waitFor(() =>
    expect(
      within(table)
        .getAllByRole('row')
        .slice(1)
        .map((row) => row.textContent),
    ).toEqual(['web30 B10 B20 B30 B', 'db60 B20 B40 B60 B']),
  );
});

it('has the values over time as a table too', async () => {
  const asked = show(['web', 'db'], 'memory');
  await press('24 h');
  await waitFor(() => expect(asked()).toHaveLength(2));
  await press('Values over time');
  const table = screen.getByRole('table', { name: 'Memory over time' });
  expect(
    within(table)
      .getAllByRole('columnheader')
      .map(({ textContent }) => textContent),
  ).toEqual(['Time', 'web', 'db']);
  await waitFor(() => expect(within(table).getAllByText('60 B').length).toBeGreaterThan(5));
});

it('hides lines and shows them again, one by one or all but one, by mouse and keyboard', async () => {
  show(['web', 'db', 'mail']);
  await userEvent.click(line('db'));
  expect(shownLines()).toEqual(['web', 'mail']);
  line('db').focus();
  await userEvent.keyboard('{Enter}');
  expect(shownLines()).toEqual(['web', 'db', 'mail']);
  const user = userEvent.setup();
  await user.keyboard('{Shift>}');
  await user.click(line('mail'));
  expect(shownLines()).toEqual(['mail']);
  await user.keyboard('{/Shift}');
  await user.click(line('mail'));
  expect(screen.getByText('All lines are hidden')).toBeTruthy();
});

it('changes what is compared, in the address too', async () => {
  show(['web', 'db']);
  await chooseOption('Compare by', 'Network in');
  expect(useLocation.getState().route).toEqual({ page: 'compare', names: ['web', 'db'], metric: 'netRx' });
  expect(window.location.hash).toBe('#/compare?containers=web%2Cdb&metric=netRx');
  await userEvent.type(screen.getByRole('combobox', { name: 'Containers' }), 'mail{ArrowDown}{Enter}');
  expect(useLocation.getState().route).toMatchObject({ names: ['web', 'db', 'mail'] });
});

it('shows all metrics side by side', () => {
  show(['web'], 'all');
  expect(screen.getAllByRole('figure')).toHaveLength(12);
  expect(screen.queryByRole('table')).toBeNull();
});

it('compares eight at most, and says so', () => {
  const names = Array.from({ length: 9 }, (_, index) => `tenant-${index}`);
  show(names);
  const legend = within(screen.getByRole('figure')).getAllByRole('button', { pressed: true });
  expect(legend.map(({ textContent }) => textContent)).toEqual(names.slice(0, 8).map((name) => `${name}–`));
  expect(screen.getByText('At most 8: remove one to add another')).toBeTruthy();
});

it('says what to do when nothing is chosen, and which containers the host does not have', () => {
  show([]);
  expect(screen.getByText('Nothing to compare yet')).toBeTruthy();
  cleanup();
  useFeeds.setState({ containers: { status: 'ready' } });
  show(['web', 'gone']);
  expect(screen.getByText('Not on this host: gone')).toBeTruthy();
});
