// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { act, cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { IsolationMap } from '../../../../contract/model/isolation-finding.ts';
import type { SelinuxMode } from '../../../../contract/model/isolation/judge-container.ts';
import { fakeHostInfo } from '../../../../testing/models/host.ts';
import { useConnection } from '../../../host/connection.ts';
import { disconnect, recordCalls } from '../../../testing/record-calls.ts';
import { clearHostStores } from '../../../host/host-stores.ts';
import { useAudit } from './audit-store.ts';
import { IsolationMapPanel } from './isolation-map-panel.tsx';

const contextOf = (name: string, level: string) => ({
  name,
  context: `system_u:system_r:bulkhead_t:s0:${level}`,
  content: `system_u:object_r:bulkhead_file_t:s0:${level}`,
});

const containers = [contextOf('web', 'c1,c2'), contextOf('db', 'c3,c4')];
const open: IsolationMap = { containers, rows: ['-c', 'o-'] };

function show(selinux: SelinuxMode, map: IsolationMap): void {
  useConnection.setState({
    infos: new Map([['lab', { ...fakeHostInfo, selinux: { ...fakeHostInfo.selinux, status: selinux } }]]),
  });
  useAudit.setState(({ audit }) => ({ audit: audit && { ...audit, map } }));
  render(<IsolationMapPanel />);
}

const sign = (): Element | null => document.querySelector('.verdict-sign');

beforeEach(() => {
  recordCalls();
  useAudit.setState({
    audit: {
      findings: [],
      map: open,
      result: { findings: 0, containers: 2, labels: false, checkedAt: 1_795_533_000 },
      subject: new Map(),
      tookMs: 1,
    },
  });
});

afterEach(() => {
  cleanup();
  clearHostStores();
});

const cell = (name: RegExp): HTMLElement => screen.getByRole('gridcell', { name });

it('says in each cell who can access whom, and begins with who accesses another (window m7)', () => {
  show('enforcing', open);
  expect(screen.getAllByRole('gridcell').map((one) => one.getAttribute('aria-label')?.split(':')[0])).toEqual([
    'db itself',
    'db can access web',
    'web cannot access db',
    'web itself',
  ]);
  expect(screen.getByText('1 pair not isolated')).toBeTruthy();
});

it('is one stop of the Tab key, and moves by the arrow keys within its bounds', async () => {
  render(<IsolationMapPanel />);
  cell(/^db itself/).focus();
  await userEvent.keyboard('{ArrowRight}{ArrowRight}');
  expect(document.activeElement).toBe(cell(/^db can access web/));
  await userEvent.keyboard('{ArrowDown}{ArrowLeft}');
  expect(document.activeElement).toBe(cell(/^web cannot access db/));
  expect(screen.getAllByRole('gridcell').filter((one) => one.tabIndex === 0)).toEqual([cell(/^web cannot access db/)]);
});

it('shows the sentence of the cell that is pointed at', async () => {
  render(<IsolationMapPanel />);
  await userEvent.hover(cell(/^db can access web/));
  expect(document.querySelector('.container-grid-cell')?.textContent).toMatch(
    /^db can access web: the policy does not/,
  );
});

it('leads to the security of a container', () => {
  render(<IsolationMapPanel />);
  expect(screen.getByRole('link', { name: 'web' }).getAttribute('href')).toBe('#/containers/web/security');
});

it('is not called isolated while pairs are unknown, on a host without SELinux or on one that only logs (window B1)', () => {
  show('enforcing', { containers, rows: ['-u', 'u-'] });
  expect([sign()?.className, sign()?.textContent]).toEqual(['verdict-sign verdict-unknown', '2 pairs unknown']);
  cleanup();
  for (const selinux of ['disabled', 'permissive'] as const) {
    show(selinux, { containers, rows: ['-c', 'c-'] });
    expect(sign()?.className).toBe('verdict-sign verdict-not-isolated');
    cleanup();
  }
});

it('is called isolated when every pair was answered and none is open, until the connection is lost', () => {
  show('enforcing', { containers, rows: ['-c', 't-'] });
  expect(sign()?.className).toBe('verdict-sign verdict-isolated');
  act(disconnect);
  expect(sign()?.className).toBe('verdict-sign verdict-unknown');
});
