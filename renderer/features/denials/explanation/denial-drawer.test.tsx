// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { clearHostStores } from '../../../host/host-stores.ts';
import { createFakeHost } from '../../../testing/fake/fake-host.ts';
import { recordCalls } from '../../../testing/record-calls.ts';
import { takeDenials, useDenials } from '../denials.ts';
import { openGroup, useDrawer } from '../drawer.ts';
import { DenialDrawer } from './denial-drawer.tsx';

beforeEach(() => {
  const host = createFakeHost({ hostname: 'test' });
  host.stop();
  const { groups, events } = host.denials.view(undefined, 500);
  takeDenials({ type: 'snapshot', groups: [...groups], events: [...events], lost: 0, auditLog: null });
});

afterEach(() => {
  cleanup();
  clearHostStores();
});

/** The policy does not answer while a test runs. */
const unanswered = { 'denial.explain': () => new Promise(() => undefined) };
const someGroup = () => [...useDenials.getState().groups.values()].find(({ sample }) => sample.container === 'web');

it('asks the loaded policy about the denial that is opened', () => {
  const calls = recordCalls(unanswered);
  const group = someGroup()?.id ?? '';
  openGroup(group);
  render(<DenialDrawer />);
  expect(calls).toEqual([{ name: 'denial.explain', params: { group, container: 'web' } }]);
});

it('is closed', async () => {
  recordCalls(unanswered);
  openGroup(someGroup()?.id ?? '');
  render(<DenialDrawer />);
  await userEvent.click(screen.getByRole('button', { name: 'Close details' }));
  expect(useDrawer.getState().content.kind).toBe('none');
  expect(screen.queryByRole('complementary')).toBe(null);
});

it('copies the record', async () => {
  const user = userEvent.setup();
  recordCalls(unanswered);
  openGroup(someGroup()?.id ?? '');
  render(<DenialDrawer />);
  await user.click(screen.getByRole('button', { name: /^Copy/ }));
  expect(await navigator.clipboard.readText()).toMatch(/^record=AVC\n/);
});

it('says that an event is no longer stored', () => {
  recordCalls(unanswered);
  useDrawer.setState({ content: { kind: 'denial', key: 'gone' } });
  render(<DenialDrawer />);
  expect(screen.getByText('This event is no longer stored')).toBeTruthy();
});
