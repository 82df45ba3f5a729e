// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import type { SwitchPlan, SwitchStage, SwitchStatus, SwitchWatch } from '../../../contract/model/host/switch.ts';
import { clearHostStores } from '../../host/host-stores.ts';
import { disconnect, recordCalls, type RecordedCall } from '../../testing/record-calls.ts';
import { SwitchPage } from './switch-page.tsx';

const plan: SwitchPlan = {
  steps: { prepare: ['Write the file.'], enforce: ['Try it.'], confirm: ['Keep it.'], back: ['Undo it.'] },
  obstacles: [],
  missingPackages: [],
  labelling: {
    fileSystems: [{ path: '/', type: 'ext4', files: 7 }],
    files: 7,
    minSeconds: 1,
    maxSeconds: 1,
    basis: 'Measured.',
  },
  profiles: [{ name: 'docker-default', mode: 'enforce' }],
  consequences: [],
  services: ['nginx'],
  wayBack: ['Press e.'],
  neededBytes: 1,
  freeBytes: 2,
};
const quiet: SwitchWatch = {
  since: 1,
  seen: { boots: 1, seconds: 90_000, upgrades: 1, cronRuns: 1 },
  unseen: [],
  services: [],
  noise: [],
  noiseReason: 'Known.',
  others: 0,
};
const open: SwitchWatch['services'][number] = {
  domain: 'nginx_t',
  units: ['nginx.service'],
  denials: [
    {
      group: '1',
      what: 'nginx asks for read.',
      count: 3,
      last: 1,
      remedy: { summary: 'Relabel.', command: 'restorecon /srv' },
    },
  ],
};

function statusAt(stage: SwitchStage): SwitchStatus {
  const trialEndsAt = stage === 'trial' ? Date.now() / 1000 + 300 : null;
  return {
    stage,
    modules: ['selinux'],
    configured: 'permissive',
    trialEndsAt,
    next: { summary: 'Go on.', command: 'next' },
    remarks: [],
  };
}

async function show(stage: SwitchStage, watch = quiet, given = plan): Promise<readonly RecordedCall[]> {
  const calls = recordCalls({
    'switch.status': () => statusAt(stage),
    'switch.plan': () => given,
    'switch.watch': () => watch,
    'switch.prepare': () => statusAt('prepared'),
    'switch.enforce': () => statusAt('trial'),
    'switch.confirm': () => statusAt('enforcing'),
    'switch.back': () => statusAt('watching'),
  });
  render(<SwitchPage />);
  await screen.findByText('Go on.');
  return calls;
}

afterEach(() => {
  cleanup();
  disconnect();
  clearHostStores();
});

const press = (name: string): Promise<void> => userEvent.click(screen.getByRole('button', { name }));
const asked = (calls: readonly RecordedCall[], operation: string): unknown =>
  calls.find((call) => call.name === operation)?.params;

describe('the switch to SELinux', () => {
  it('asks before it prepares the host, and shows what is lost', async () => {
    const calls = await show('off');
    expect(screen.getByText('docker-default (enforce)')).toBeTruthy();
    await press('Prepare');
    expect(asked(calls, 'switch.prepare')).toBeUndefined();
    await press('Prepare');
    await waitFor(() => expect(asked(calls, 'switch.prepare')).toEqual({}));
  });

  it('does not prepare a host on which packages are missing', async () => {
    await show('off', quiet, { ...plan, missingPackages: ['auditd'] });
    expect(screen.getByRole('button', { name: 'Prepare' }).getAttribute('aria-disabled')).toBe('true');
  });

  it('tries enforcing with open denials only where a person chooses that', async () => {
    const calls = await show('watching', { ...quiet, services: [open] });
    expect(screen.getByText('restorecon /srv')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Try enforcing' }).getAttribute('aria-disabled')).toBe('true');
    await userEvent.click(screen.getByRole('checkbox'));
    await press('Try enforcing');
    await press('Try enforcing');
    await waitFor(() => expect(asked(calls, 'switch.enforce')).toEqual({ seconds: 300, despite: true }));
  });

  it('counts a trial down, and keeps it or ends it', async () => {
    const calls = await show('trial');
    expect(screen.getByRole('timer').textContent).toMatch(/[45]:\d\d/);
    await press('Back now');
    await waitFor(() => expect(asked(calls, 'switch.back')).toEqual({ of: 'trial' }));
    await press('Keep enforcing');
    await waitFor(() => expect(asked(calls, 'switch.confirm')).toEqual({}));
  });

  it('leaves it to root to take SELinux from a host on which it enforces', async () => {
    await show('enforcing');
    expect(screen.getByRole('button', { name: 'Go back' }).getAttribute('aria-disabled')).toBe('true');
  });
});
