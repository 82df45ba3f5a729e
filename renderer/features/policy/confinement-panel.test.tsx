// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it } from 'vitest';
import { clearHostStores } from '../../host/host-stores.ts';
import { recordCalls } from '../../testing/record-calls.ts';
import { someContainer } from '../../testing/some-containers.ts';
import { ConfinementPanel } from './confinement-panel.tsx';

const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));
const tip = async () => (await screen.findByRole('tooltip')).textContent;

async function choose(label: string, option: string): Promise<void> {
  await userEvent.click(screen.getByRole('combobox', { name: label }));
  await userEvent.click(screen.getByRole('option', { name: option }));
}

afterEach(() => {
  cleanup();
  clearHostStores();
  window.location.hash = '';
});

it('gives the container its own domain with the ports that were typed', async () => {
  const calls = recordCalls();
  render(<ConfinementPanel container={someContainer('web', { confinement: 'shared' })} />);
  await choose('Change confinement to', 'Own domain');
  await userEvent.type(screen.getByRole('textbox', { name: 'Ports it listens on' }), '80, 53/udp');
  await userEvent.click(screen.getByRole('checkbox', { name: 'Ping' }));
  await press('Change');
  expect(calls).toEqual([
    {
      name: 'container.confine',
      params: {
        name: 'web',
        confinement: 'own',
        ports: [
          { protocol: 'tcp', port: 80 },
          { protocol: 'udp', port: 53 },
        ],
        allow: ['ping'],
        learnSeconds: 3600,
      },
    },
  ]);
});

it('fills in ports and choices by a profile, and offers a change when they are not those that it has', async () => {
  const calls = recordCalls();
  const container = someContainer('web', {
    confinement: 'own',
    ports: [{ protocol: 'tcp', port: 80 }],
    allow: ['connect-web'],
  });
  render(<ConfinementPanel container={container} />);
  await press('Change');
  expect([await tip(), calls]).toEqual(['This is the current confinement.', []]);
  await choose('Profile', 'Web server');
  await press('Change');
  expect(calls[0]?.params).toMatchObject({
    confinement: 'own',
    ports: [
      { protocol: 'tcp', port: 80 },
      { protocol: 'tcp', port: 443 },
    ],
    allow: ['connect-web', 'jit'],
  });
});

it('lets the container learn for the chosen time', async () => {
  const calls = recordCalls();
  render(<ConfinementPanel container={someContainer('web', { confinement: 'shared' })} />);
  await choose('Change confinement to', 'Learning mode');
  await choose('For', '4 hours');
  await press('Change');
  expect(calls[0]?.params).toMatchObject({ confinement: 'learning', learnSeconds: 14_400 });
});

it('says that the confinement is the current one, and which ports it cannot read', async () => {
  const calls = recordCalls();
  render(<ConfinementPanel container={someContainer('web', { confinement: 'shared' })} />);
  await press('Change');
  expect(await tip()).toBe('This is the current confinement.');
  await choose('Change confinement to', 'Own domain');
  await userEvent.type(screen.getByRole('textbox', { name: 'Ports it listens on' }), 'http');
  await press('Change');
  expect([await tip(), calls]).toEqual(['Enter ports such as 80, 443, 53/udp.', []]);
});

it('leads to the policy module of a container with its own domain', async () => {
  render(<ConfinementPanel container={someContainer('db')} />);
  await press('Open policy module');
  expect(window.location.hash).toBe('#/policy/db');
});
