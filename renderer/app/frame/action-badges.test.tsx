// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { fakeEvent, fakeGroup } from '../../../testing/models/denial.ts';
import { takeDenials } from '../../features/denials/denials.ts';
import { noteApplied } from '../../features/denials/explanation/applied-remedies.ts';
import { clearHostStores } from '../../host/host-stores.ts';
import { useWindow } from '../../host/main-process.ts';
import { fakeChange } from '../../../testing/models/change.ts';
import { Rail } from './rail.tsx';

const now = Date.now() / 1000;
const target = { user: 'system_u', role: 'object_r', type: 'var_t', level: 's0' };
const noRule = { targetType: 'var_t', reason: 'no-rule', last: now, sample: fakeEvent({ target, inode: 7 }) } as const;

function take(): void {
  useWindow.setState({
    hostId: 'lab',
    hosts: [{ id: 'lab', kind: 'local', label: 'lab', isRemovable: false, state: { status: 'idle' }, reachedAt: null }],
  });
  takeDenials({
    type: 'snapshot',
    groups: [
      fakeGroup({ ...noRule, id: 'a', permissions: ['append'] }),
      fakeGroup({ ...noRule, id: 'b', permissions: ['getattr'] }),
      fakeGroup({ ...noRule, id: 'c', containers: [], sourceType: 'sshd_t' }),
      fakeGroup({ id: 'd', last: now }),
      fakeGroup({ ...noRule, id: 'e', containers: ['db'], last: now - 90_000 }),
    ],
    events: [],
    lost: 0,
    auditLog: null,
  });
}

afterEach(() => {
  cleanup();
  clearHostStores();
});

const words = '1 cause of denials of containers needs action, in the last 24 hours';

it('has one figure, with its unit and range, at the page of denials and at the host', () => {
  take();
  render(<Rail />);
  expect(screen.getByRole('link', { name: `Denials ${words}` })).toBeTruthy();
  expect(screen.getByRole('button', { name: new RegExp(`lab.* ${words}`) })).toBeTruthy();
  expect(screen.getAllByTitle(words).map(({ className }) => className)).toEqual(['host-causes', 'host-causes']);
});

it('counts no cause that was fixed, until it is denied again', () => {
  take();
  noteApplied('a', fakeChange({ kind: 'relabel', group: 'a', container: 'web', madeAt: now + 1 }));
  const { unmount } = render(<Rail />);
  expect(screen.getByRole('link', { name: 'Denials' })).toBeTruthy();
  unmount();
  takeDenials({
    type: 'added',
    groups: [fakeGroup({ ...noRule, id: 'b', permissions: ['getattr'], last: now + 2 })],
    events: [],
    lost: 0,
    auditLog: null,
  });
  render(<Rail />);
  expect(screen.getByRole('link', { name: `Denials ${words}` })).toBeTruthy();
});
