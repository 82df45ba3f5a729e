// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it } from 'vitest';
import { connectTargetHint } from '../../../contract/model/policy/connect-target.ts';
import { clearHostStores } from '../../host/host-stores.ts';
import { fakePortTypes } from '../../testing/fake/policies/fake-port-types.ts';
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
        connectTypes: [],
        connectPorts: [],
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

const portTypes = { 'policy.port-types': () => ({ types: fakePortTypes }) };
const connectField = () => screen.getByRole('combobox', { name: 'Port types it connects to' });
const opened = () => within(screen.getByRole('list', { name: 'What these port types open' })).getAllByRole('listitem');

it('completes the port types of the loaded policy by name and by port, with what each opens and its risk', async () => {
  const calls = recordCalls(portTypes);
  render(<ConfinementPanel container={someContainer('web', { confinement: 'shared' })} />);
  await choose('Change confinement to', 'Own domain');
  await userEvent.type(connectField(), 'smtp');
  expect((await screen.findAllByRole('option')).map(({ textContent }) => textContent)).toEqual([
    'smtp_port_t tcp 25, 465, 587',
  ]);
  await userEvent.keyboard('{ArrowDown}{Enter}5432');
  expect((await screen.findAllByRole('option')).map(({ textContent }) => textContent)).toEqual([
    'postgresql_port_t tcp 5432',
    'unreserved_port_t tcp 1024 to 32767, 61001 to 65535',
  ]);
  await userEvent.click(screen.getByRole('option', { name: /postgresql/ }));
  expect(opened().map(({ textContent }) => textContent)).toEqual([
    'smtp_port_t: It opens TCP connections to the ports of this type, of any other machine: 25, 465, 587. medium risk',
    'postgresql_port_t: It opens TCP connections to the ports of this type, of any other machine: 5432. medium risk',
  ]);
  await press('Change');
  expect(calls.map(({ name }) => name)).toEqual(['policy.port-types', 'container.confine']);
  expect(calls[1]?.params).toMatchObject({ connectTypes: ['smtp_port_t', 'postgresql_port_t'], connectPorts: [] });
});

it('takes a port or a type as it was typed, also without Enter, when the policy cannot be asked', async () => {
  const calls = recordCalls();
  render(<ConfinementPanel container={someContainer('web', { confinement: 'shared' })} />);
  await choose('Change confinement to', 'Own domain');
  await userEvent.type(connectField(), '5432/tcp{Enter}smtp_port_t');
  await press('Change');
  expect(calls.at(-1)?.params).toMatchObject({
    connectTypes: ['smtp_port_t'],
    connectPorts: [{ protocol: 'tcp', port: 5432 }],
  });
});

it('says what is no port to connect to, and which type the loaded policy does not have', async () => {
  const calls = recordCalls(portTypes);
  render(<ConfinementPanel container={someContainer('web', { confinement: 'shared' })} />);
  await choose('Change confinement to', 'Own domain');
  await userEvent.type(connectField(), 'nfs_port_t{Enter}');
  expect(opened()[0]?.textContent).toBe('nfs_port_t: The loaded policy has no port type of this name. medium risk');
  await userEvent.type(connectField(), '53/udp{Enter}');
  await press('Change');
  expect([await tip(), calls.length]).toEqual([connectTargetHint, 1]);
});

it('shows the port types that it has, and offers a change when one is taken away', async () => {
  const calls = recordCalls(portTypes);
  const container = someContainer('web', { confinement: 'own', connectTypes: ['smtp_port_t', 'ssh_port_t'] });
  render(<ConfinementPanel container={container} />);
  await press('Change');
  expect(await tip()).toBe('This is the current confinement.');
  await userEvent.click(connectField());
  await userEvent.keyboard('{Backspace}');
  await press('Change');
  expect(calls.at(-1)?.params).toMatchObject({ connectTypes: ['smtp_port_t'], connectPorts: [] });
});

it('leads to the policy module of a container with its own domain', async () => {
  render(<ConfinementPanel container={someContainer('db')} />);
  await press('Open policy module');
  expect(window.location.hash).toBe('#/policy/db');
});

it('says why an instance of Incus does not learn, and that it has to be stopped', async () => {
  const calls = recordCalls();
  const instance = someContainer('web', { engine: 'incus', confinement: 'shared' });
  const { rerender } = render(<ConfinementPanel container={{ ...instance, state: 'running' }} />);
  await userEvent.click(screen.getByRole('combobox', { name: 'Change confinement to' }));
  const learning = screen.getByRole('option', { name: 'Learning mode' });
  expect([learning.getAttribute('aria-disabled'), learning.getAttribute('aria-description')]).toEqual([
    'true',
    'It cannot learn; give it its own domain, and allow what it is denied.',
  ]);
  await userEvent.click(screen.getByRole('option', { name: 'Own domain' }));
  await press('Change');
  expect(calls).toEqual([]);
  await userEvent.hover(screen.getByRole('button', { name: 'Change' }));
  expect(await tip()).toMatch(/by the next mount of their volume; stop it first\.$/);
  rerender(<ConfinementPanel container={{ ...instance, state: 'stopped' }} />);
  await press('Change');
  expect(calls).toMatchObject([{ name: 'container.confine', params: { name: 'web', confinement: 'own' } }]);
});
