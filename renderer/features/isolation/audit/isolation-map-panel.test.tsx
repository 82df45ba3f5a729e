// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { clearHostStores } from '../../../host/host-stores.ts';
import { useAudit } from './audit-store.ts';
import { IsolationMapPanel } from './isolation-map-panel.tsx';

const contextOf = (name: string, level: string) => ({
  name,
  context: `system_u:system_r:bulkhead_t:s0:${level}`,
  content: `system_u:object_r:bulkhead_file_t:s0:${level}`,
});

beforeEach(() => {
  useAudit.setState({
    audit: {
      findings: [],
      map: { containers: [contextOf('web', 'c1,c2'), contextOf('db', 'c3,c4')], rows: ['-c', 'o-'] },
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

it('says in each cell who can access whom', () => {
  render(<IsolationMapPanel />);
  expect(screen.getAllByRole('gridcell').map((one) => one.getAttribute('aria-label')?.split(':')[0])).toEqual([
    'web itself',
    'web cannot access db',
    'db can access web',
    'db itself',
  ]);
  expect(screen.getByText('1 pair not isolated')).toBeTruthy();
});

it('is one stop of the Tab key, and moves by the arrow keys within its bounds', async () => {
  render(<IsolationMapPanel />);
  cell(/^web itself/).focus();
  await userEvent.keyboard('{ArrowRight}{ArrowRight}');
  expect(document.activeElement).toBe(cell(/^web cannot access db/));
  await userEvent.keyboard('{ArrowDown}{ArrowLeft}');
  expect(document.activeElement).toBe(cell(/^db can access web/));
  expect(screen.getAllByRole('gridcell').filter((one) => one.tabIndex === 0)).toEqual([cell(/^db can access web/)]);
});

it('shows the sentence of the cell that is pointed at', async () => {
  render(<IsolationMapPanel />);
  await userEvent.hover(cell(/^db can access web/));
  expect(document.querySelector('#isolation-map-cell')?.textContent).toMatch(/^db can access web: the policy does not/);
});

it('leads to the security of a container', () => {
  render(<IsolationMapPanel />);
  expect(screen.getByRole('link', { name: 'web' }).getAttribute('href')).toBe('#/containers/web/security');
});
