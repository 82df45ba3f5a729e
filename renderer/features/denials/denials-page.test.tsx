// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it } from 'vitest';
import type { DenialGroup } from '../../../contract/model/denials/denial.ts';
import { fakeEvent, fakeGroup } from '../../../testing/models/denial.ts';
import { clearHostStores } from '../../host/host-stores.ts';
import { recordCalls } from '../../testing/record-calls.ts';
import { DenialsPage } from './denials-page.tsx';
import { chooseDenialSpan } from './denial-span.ts';
import { takeDenials, useDenials } from './denials.ts';

const attacker = 'drill-attacker-0a1b2c';

function take(): void {
  const now = Date.now() / 1000;
  const ofDrill = fakeEvent({ container: attacker, time: now });
  const event = fakeEvent({ time: now });
  const ofHost = fakeEvent({ container: null, time: now });
  takeDenials({
    type: 'snapshot',
    groups: [
      fakeGroup({ id: 'a', containers: [attacker], count: 172, last: now, sample: ofDrill }),
      fakeGroup({ id: 'b', containers: ['web'], last: now, sample: event }),
      fakeGroup({ id: 'c', containers: [], sourceType: 'sshd_t', targetType: 'var_t', last: now, sample: ofHost }),
    ],
    events: [
      { ...ofDrill, group: 'a' },
      { ...event, group: 'b' },
      { ...ofHost, group: 'c' },
    ],
    lost: 0,
    auditLog: null,
  });
}

afterEach(() => {
  cleanup();
  clearHostStores();
  chooseDenialSpan('day');
});

it('leaves out what a drill caused, and shows it when its chip is pressed', async () => {
  recordCalls();
  take();
  render(<DenialsPage />);
  const chip = screen.getByRole('button', { name: 'drill: 172' });
  expect(chip.getAttribute('aria-pressed')).toBe('false');
  expect(screen.getByRole('tab', { name: /^Causes/ }).textContent).toBe('Causes (1)');
  expect(screen.getByRole('tab', { name: /^Events/ }).textContent).toBe('Events (1)');
  await userEvent.click(chip);
  expect(screen.getByRole('tab', { name: /^Causes/ }).textContent).toBe('Causes (2)');
  expect(screen.getByRole('tab', { name: /^Events/ }).textContent).toBe('Events (2)');
});

it("leaves out what is the host's own, and shows it when its chip is pressed", async () => {
  recordCalls();
  take();
  render(<DenialsPage />);
  const chip = screen.getByRole('button', { name: 'host: 1' });
  expect(chip.getAttribute('aria-pressed')).toBe('false');
  await userEvent.click(chip);
  expect(screen.getByRole('tab', { name: /^Causes/ }).textContent).toBe('Causes (2)');
  expect(screen.getByRole('tab', { name: /^Events/ }).textContent).toBe('Events (2)');
});

it('says its stretch of time in the heading, and leaves out what is older', async () => {
  recordCalls();
  take();
  const { groups } = useDenials.getState();
  const old = { ...groups.get('b'), id: 'd', last: Date.now() / 1000 - 7200 } as DenialGroup;
  takeDenials({ type: 'added', groups: [old], events: [], lost: 0, auditLog: null });
  render(<DenialsPage />);
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Denials in the last 24 hours');
  expect(await screen.findByRole('tab', { name: 'Causes (2)' })).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: '1 h: the last hour' }));
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Denials in the last hour');
  expect(screen.getByRole('tab', { name: /^Causes/ }).textContent).toBe('Causes (1)');
});

it("names nothing of a drill and nothing of the host's own among the latest causes", () => {
  take();
  expect(useDenials.getState().latest.map(({ id }) => id)).toEqual(['b']);
});
