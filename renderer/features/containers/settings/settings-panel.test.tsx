// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import { Failure } from '../../../../contract/errors.ts';
import { changedSettings } from '../../../../contract/model/containers/settings-change.ts';
import { noSettings, type Settings } from '../../../../contract/model/containers/settings.ts';
import { clearHostStores } from '../../../host/host-stores.ts';
import { recordCalls } from '../../../testing/record-calls.ts';
import { someContainer } from '../../../testing/some-containers.ts';
import { useNotifications } from '../../../window/notifications.ts';
import { SettingsPanel } from './settings-panel.tsx';

const settings: Settings = { ...noSettings, description: 'Shop', environment: [{ name: 'A', value: '1' }] };
const web = someContainer('web', { settings });
const offer = { cidr: '10.0.3.1/24', free: '10.0.3.2', holders: new Map([['10.0.3.9', 'db']]) };
const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));
const field = (name: string): HTMLInputElement => screen.getByRole('textbox', { name });

async function fill(name: string, text: string): Promise<void> {
  await userEvent.clear(field(name));
  if (text !== '') await userEvent.type(field(name), text);
}

function open(): ReturnType<typeof recordCalls> {
  const calls = recordCalls({
    'container.change-settings': (params) => {
      const { settings: change } = params as { readonly settings: Parameters<typeof changedSettings>[1] };
      return { container: { ...web, settings: changedSettings(settings, change) }, applied: [] };
    },
  });
  render(<SettingsPanel container={web} settings={settings} busy={undefined} isBehindHost offer={offer} />);
  return calls;
}

afterEach(() => {
  cleanup();
  clearHostStores();
  useNotifications.setState({ notifications: [] });
});

describe('the settings of a container', () => {
  it('show what differs and when it is in force before it is saved, and send only that', async () => {
    const calls = open();
    await userEvent.click(screen.getByRole('checkbox', { name: 'Start with the host' }));
    await fill('Order', '10');
    await fill('Host name', 'shop.example.org');
    await fill('Environment', 'B=2');
    const rows = screen.getAllByRole('row').map((row) => [...row.children].map((cell) => cell.textContent));
    expect(rows).toEqual([
      ['autostart', 'none → at boot, order 10', 'now'],
      ['host name', 'its name → shop.example.org', 'at the next start'],
      ['variable A', '1 → none', 'at the next start'],
      ['variable B', 'none → 2', 'at the next start'],
    ]);
    await press('Save');
    expect(calls).toEqual([
      {
        name: 'container.change-settings',
        params: {
          name: 'web',
          settings: {
            autostart: { order: 10, delaySeconds: 0 },
            hostname: 'shop.example.org',
            environment: [
              { name: 'A', value: null },
              { name: 'B', value: '2' },
            ],
          },
        },
      },
    ]);
  });

  it('explain each line of the LXC configuration, and do not save one that weakens the isolation', async () => {
    const calls = open();
    const name = 'Further lines of the LXC configuration';
    await fill(name, 'lxc.sched.core = 1\nlxc.hook.start = /bin/sh');
    const meanings = screen.getByText('lxc.hook.start').closest('dl')?.textContent;
    expect(meanings).toContain('With 1 no process of others runs on the same core');
    expect(meanings).toContain('Cannot be added: it runs a program as root of the host.');
    expect(screen.getByText('lxc.hook.start runs a program as root of the host.')).toBeTruthy();
    await press('Save');
    expect(calls).toEqual([]);
    await fill(name, 'lxc.sched.core = 1');
    await press('Save');
    expect(calls).toEqual([
      {
        name: 'container.change-settings',
        params: { name: 'web', settings: { lines: [{ key: 'lxc.sched.core', value: '1' }] } },
      },
    ]);
  });

  it('are typed still after one went elsewhere (window B5)', async () => {
    open();
    await fill('Description', 'Other');
    cleanup();
    open();
    expect([field('Description').value, screen.getByRole('status').textContent]).toEqual([
      'Other',
      'This is your unsaved text from before. Discard it',
    ]);
    await press('Discard it');
    expect(field('Description').value).toBe('Shop');
  });

  it('can be undone', async () => {
    const calls = open();
    await fill('Description', 'Shop and wiki');
    await press('Save');
    await expect.poll(() => useNotifications.getState().notifications.length).toBe(1);
    const [notification] = useNotifications.getState().notifications;
    expect([notification?.text, notification?.action?.label]).toEqual(['The settings of web were changed.', 'Undo']);
    notification?.action?.run();
    await expect.poll(() => calls.at(-1)?.params).toEqual({ name: 'web', settings: { description: 'Shop' } });
  });

  it.each([
    ['', 'No setting has been changed.'],
    ['a b', 'Correct the marked settings first.'],
  ])('with the host name %j are not saved, and say why', async (hostname, reason) => {
    const calls = open();
    await fill('Host name', hostname);
    await press('Save');
    expect([(await screen.findByRole('tooltip')).textContent, calls]).toEqual([reason, []]);
  });

  it('stay as they were typed when the host does not accept them, and are reset', async () => {
    recordCalls({
      'container.change-settings': () => {
        throw new Failure('disk-full', { path: '/var/lib/lxc' });
      },
    });
    render(<SettingsPanel container={web} settings={settings} busy={undefined} isBehindHost offer={offer} />);
    await fill('Description', 'Other');
    await press('Save');
    await expect.poll(() => useNotifications.getState().notifications.at(-1)?.tone).toBe('failed');
    expect(field('Description').value).toBe('Other');
    await press('Reset');
    expect(field('Description').value).toBe('Shop');
  });

  it('propose the next address that is free, and say of another whose it is', async () => {
    const calls = open();
    await fill('Fixed address', '10.0.3.9');
    expect(screen.getByText('10.0.3.9 belongs to db; choose another.')).toBeTruthy();
    await press('Use 10.0.3.2');
    await fill('DNS servers', '192.0.2.53, 192.0.2.54');
    await fill('Search domains', 'example.org');
    await press('Save');
    expect(calls.at(-1)?.params).toEqual({
      name: 'web',
      settings: {
        address: '10.0.3.2',
        nameservers: ['192.0.2.53', '192.0.2.54'],
        searchDomains: ['example.org'],
      },
    });
  });

  it('have no address where the host gives none', () => {
    const lan = { ...web, network: { kind: 'bridge' as const, bridge: 'br0' } };
    render(
      <SettingsPanel container={lan} settings={settings} busy={undefined} isBehindHost={false} offer={undefined} />,
    );
    expect(screen.queryByRole('textbox', { name: 'Fixed address' })).toBeNull();
  });
});
