// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { resetFeeds, useFeeds } from '../../host/feeds.ts';
import { clearHostStores } from '../../host/host-stores.ts';
import { seedContainers } from '../../testing/fake/containers/fake-containers.ts';
import { useContainers } from '../containers/containers.ts';
import { StateCounts } from './state-counts.tsx';

beforeEach(() => {
  clearHostStores();
  resetFeeds();
});
afterEach(cleanup);

const create = { name: 'Create the first container' };

it('counts nothing on a host that was never reached, and offers to create nothing there', () => {
  render(<StateCounts />);
  expect(screen.getAllByText('–')).toHaveLength(3);
  expect(screen.queryByText('0 in total')).toBeNull();
  expect(screen.queryByRole('button', create)).toBeNull();
});

it('offers the first container where there is none', () => {
  useFeeds.setState({ containers: { status: 'ready' } });
  render(<StateCounts />);
  expect(screen.getByText('0 in total')).toBeTruthy();
  expect(screen.getByRole('button', create)).toBeTruthy();
});

it('keeps what it knows of a host that was lost', () => {
  useContainers.setState({ byName: new Map(seedContainers(1_795_533_000).map((one) => [one.name, one])) });
  render(<StateCounts />);
  expect(screen.getByText('10 in total')).toBeTruthy();
});
