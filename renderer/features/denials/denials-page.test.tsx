// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it } from 'vitest';
import { fakeEvent, fakeGroup } from '../../../testing/models/denial.ts';
import { clearHostStores } from '../../host/host-stores.ts';
import { recordCalls } from '../../testing/record-calls.ts';
import { DenialsPage } from './denials-page.tsx';
import { takeDenials, useDenials } from './denials.ts';

const attacker = 'drill-attacker-0a1b2c';

function take(): void {
  const now = Date.now() / 1000;
  const ofDrill = fakeEvent({ container: attacker, time: now });
  const event = fakeEvent({ time: now });
  takeDenials({
    type: 'snapshot',
    groups: [
      fakeGroup({ id: 'a', containers: [attacker], count: 172, sample: ofDrill }),
      fakeGroup({ id: 'b', containers: ['web'], sample: event }),
    ],
    events: [
      { ...ofDrill, group: 'a' },
      { ...event, group: 'b' },
    ],
    lost: 0,
    auditLog: null,
  });
}

afterEach(() => {
  cleanup();
  clearHostStores();
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

it('names nothing of a drill among the latest causes', () => {
  take();
  expect(useDenials.getState().latest.map(({ id }) => id)).toEqual(['b']);
});
