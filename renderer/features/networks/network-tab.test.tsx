// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Failure } from '../../../contract/errors.ts';
import type { Container } from '../../../contract/model/containers/container.ts';
import { noSettings } from '../../../contract/model/containers/settings.ts';
import type { HostNetworks } from '../../../contract/model/host/network.ts';
import { clearHostStores } from '../../host/host-stores.ts';
import { type Answers, recordCalls } from '../../testing/record-calls.ts';
import { someContainer } from '../../testing/some-containers.ts';
import { useNotifications } from '../../window/notifications.ts';
import { useContainers } from '../containers/containers.ts';
import { ChangeNetworkDialog } from './change-network-dialog.tsx';
import { LinkedPairsLine } from './linked-pairs-line.tsx';
import { LinkedPairsPanel } from './linked-pairs-panel.tsx';
import { NetworkTab } from './network-tab.tsx';
import { NetworksPage } from './networks-page.tsx';

const networks: HostNetworks = {
  bridges: [
    { name: 'lxcbr0', isNat: true, isOwn: false, addresses: ['10.77.0.1/16'], freeAddress: '10.77.0.2' },
    { name: 'br0', isNat: false, isOwn: false, addresses: [], freeAddress: null },
  ],
  addresses: ['192.0.2.14'],
  uplinks: ['enp1s0'],
  forwards: [{ container: 'web', address: '10.77.0.10' }],
};
const [web, db, wiki] = [someContainer('web'), someContainer('db'), someContainer('wiki')];

function host(containers: readonly Container[], answers: Answers = {}): ReturnType<typeof recordCalls> {
  useContainers.setState({ byName: new Map(containers.map((one) => [one.name, one])) });
  return recordCalls({
    'network.list': () => networks,
    'port.check': () => ({ problem: null, listen: { state: 'allowed', type: 'http_port_t' } }),
    'port.publish': () => web,
    'port.unpublish': () => web,
    'network.link': () => web,
    'network.unlink': () => web,
    'container.confine': () => ({ container: db, applies: 'now' }),
    ...answers,
  });
}

const changesOf = (calls: ReturnType<typeof recordCalls>) =>
  calls.filter(({ name }) => name !== 'network.list' && name !== 'port.check');
const press = (name: string | RegExp) => userEvent.click(screen.getByRole('button', { name }));
const type = (label: string, text: string) => userEvent.type(screen.getByRole('textbox', { name: label }), text);
const show = (container: Container) => render(<NetworkTab container={container} busy={undefined} />);

beforeEach(() => {
  // Rows are drawn for the room that there is.
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(520);
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(38);
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  clearHostStores();
  useNotifications.setState({ notifications: [] });
});

describe('the addresses of a container', () => {
  it.each([
    ['none-left', 'The DHCP server of its bridge has no address left.', 'network-problem'],
    ['just-started', 'It has just started.', 'muted'],
  ] as const)('are missing with the reason %s (N3)', (addressProblem, text, look) => {
    host([]);
    show({ ...web, addresses: [], addressProblem });
    expect(screen.getByText('none now')).toBeDefined();
    expect(screen.getByText(text).className).toBe(look);
  });

  it('are missing without a word where there is no network', () => {
    host([]);
    show({ ...web, network: { kind: 'none' }, addresses: [], addressProblem: 'no-network' });
    expect(screen.queryByText('It has no network.')).toBeNull();
  });
});

describe('the networks of the host', () => {
  const shop = { name: 'shop', isNat: false, isOwn: true, addresses: ['10.0.4.1/24'], freeAddress: '10.0.4.2' };
  const withShop = { 'network.list': () => ({ ...networks, bridges: [...networks.bridges, shop] }) };

  it('are set up by name, with the next net or one that is typed', async () => {
    const calls = host([web], { ...withShop, 'network.create': () => ({ name: 'lab', address: '10.0.5.1/24' }) });
    render(<NetworksPage />);
    await screen.findByRole('table', { name: 'Networks of this host' });
    await type('Name', 'veth0');
    await press('Set up network');
    expect(changesOf(calls)).toEqual([]);
    expect(screen.getByText('Is how interfaces of the host are called; choose a name such as shop.')).toBeDefined();
    await userEvent.clear(screen.getByRole('textbox', { name: 'Name' }));
    await type('Name', 'lab');
    await type('Net', '10.0.5.0/24');
    await press('Set up network');
    expect(changesOf(calls)).toEqual([{ name: 'network.create', params: { name: 'lab', address: '10.0.5.0/24' } }]);
  });

  it('are removed where no container is on them, and can be set up again', async () => {
    const calls = host([web], { ...withShop, 'network.remove': () => ({}), 'network.create': () => shop });
    render(<NetworksPage />);
    await userEvent.click(await screen.findByRole('button', { name: 'Remove shop' }));
    await expect.poll(() => useNotifications.getState().notifications.length).toBe(1);
    useNotifications.getState().notifications[0]?.action?.run();
    await expect
      .poll(() => changesOf(calls))
      .toEqual([
        { name: 'network.remove', params: { name: 'shop' } },
        { name: 'network.create', params: { name: 'shop', address: '10.0.4.1/24' } },
      ]);
    cleanup();
    host([{ ...web, network: { kind: 'bridge', bridge: 'shop' } }], withShop);
    render(<NetworksPage />);
    await userEvent.click(await screen.findByRole('button', { name: 'Remove shop' }));
    expect((await screen.findByRole('tooltip')).textContent).toBe('Containers are on it: web.');
  });

  it('stay a page that can be read with 1,000 containers', async () => {
    const many = Array.from({ length: 1000 }, (_, index) => ({ ...web, name: `c${index}`, network: { kind: 'nat' } }));
    host(many as readonly Container[]);
    render(<NetworksPage />);
    expect(await screen.findByText(/^c0, c1, c2, c3, c4, c5, c6, c7 and 992 more$/)).toBeDefined();
    const table = screen.getByRole('table', { name: 'Containers and published ports' });
    expect(table.getAttribute('aria-rowcount')).toBe('1001');
    const rows = table.querySelectorAll('tr').length;
    expect([rows > 10, rows < 60]).toEqual([true, true]);
  });

  it('that were set up publish ports and fix addresses as NAT does', async () => {
    host([web], withShop);
    show({ ...web, network: { kind: 'bridge', bridge: 'shop' } });
    expect(await screen.findByText('Fixed address')).toBeDefined();
    expect(screen.getByRole('form', { name: 'Publish a port' })).toBeDefined();
  });
});

describe('a fixed address', () => {
  it('is said with the DNS servers, and where it is changed', async () => {
    const fixed = { ...noSettings, address: '10.77.0.20', nameservers: ['192.0.2.53'] };
    host([web]);
    show({ ...web, settings: fixed });
    expect(await screen.findByText('10.77.0.20')).toBeDefined();
    expect(screen.getByText('192.0.2.53')).toBeDefined();
    expect(screen.getByRole('link', { name: 'Change in Configuration' }).getAttribute('href')).toContain(
      'configuration',
    );
    cleanup();
    show({ ...wiki, network: { kind: 'none' }, settings: fixed });
    expect(screen.queryByText('10.77.0.20')).toBeNull();
  });
});

describe('published ports', () => {
  it('says where each leads, and that one waits while the container has no address', async () => {
    host([web, { ...wiki, published: [{ protocol: 'udp', address: null, hostPort: 53, port: 5353 }] }]);
    show(web);
    const row = await screen.findByRole('row', { name: /TCP 443/ });
    expect(await within(row).findByText('10.77.0.10:443')).toBeDefined();
    cleanup();
    show({ ...wiki, published: [{ protocol: 'udp', address: null, hostPort: 53, port: 5353 }] });
    expect(await screen.findByText('port 5353, once wiki has an address')).toBeDefined();
  });

  it('publishes what was typed, the same port inside when that is left empty', async () => {
    const calls = host([wiki]);
    show(wiki);
    await type('Host port', '8080{Enter}');
    await type('Host port', '81');
    await type('Port of the container', '80');
    await press('Publish');
    expect(changesOf(calls).map(({ params }) => params)).toEqual([
      { name: 'wiki', protocol: 'tcp', address: null, hostPort: 8080, port: 8080 },
      { name: 'wiki', protocol: 'tcp', address: null, hostPort: 81, port: 80 },
    ]);
  });

  it('says why a port cannot be published, and publishes nothing', async () => {
    const problem = 'a program of the host listens on it';
    const calls = host([wiki], { 'port.check': () => ({ problem, listen: { state: 'allowed', type: null } }) });
    show(wiki);
    await press('Publish');
    await type('Host port', '22');
    expect((await screen.findByText('A program of the host listens on it.')).getAttribute('role')).toBe('status');
    await press('Publish');
    expect(changesOf(calls)).toEqual([]);
  });

  it('offers to let its own domain listen where SELinux does not, and does that first', async () => {
    const calls = host([db], {
      'port.check': () => ({ problem: null, listen: { state: 'denied', type: 'postgresql_port_t' } }),
    });
    show(db);
    await type('Host port', '5432');
    expect(await screen.findByText(/may not listen on TCP port 5432 \(postgresql_port_t\)/)).toBeDefined();
    await press('Publish');
    const changes = changesOf(calls);
    expect(changes.map(({ name }) => name)).toEqual(['container.confine', 'port.publish']);
    expect(changes[0]?.params).toMatchObject({
      confinement: 'own',
      ports: [...db.ports, { protocol: 'tcp', port: 5432 }],
      allow: db.allow,
      connectTypes: db.connectTypes,
    });
  });

  it('publishes without that when it is not wanted', async () => {
    const calls = host([db], {
      'port.check': () => ({ problem: null, listen: { state: 'denied', type: 'postgresql_port_t' } }),
    });
    show(db);
    await type('Host port', '5432');
    await userEvent.click(await screen.findByRole('checkbox', { name: /^Add TCP port 5432/ }));
    await press('Publish');
    expect(changesOf(calls).map(({ name }) => name)).toEqual(['port.publish']);
  });

  it('are ended, and published again by undo', async () => {
    const calls = host([web]);
    show(web);
    await press('Unpublish TCP port 443');
    useNotifications.getState().notifications[0]?.action?.run();
    expect(changesOf(calls)).toEqual([
      { name: 'port.unpublish', params: { name: 'web', protocol: 'tcp', address: null, hostPort: 443 } },
      { name: 'port.publish', params: { name: 'web', protocol: 'tcp', address: null, hostPort: 443, port: 443 } },
    ]);
  });

  it('are not there for a container on a bridge of the administrator, which says why', () => {
    host([wiki]);
    show({ ...wiki, network: { kind: 'bridge', bridge: 'br0' } });
    expect(screen.queryByRole('heading', { name: 'Published ports' })).toBe(null);
    expect(screen.getByText(/An administrator manages this bridge/)).toBeDefined();
  });
});

describe('links', () => {
  it('are made with a container of the same bridge that is not linked yet', async () => {
    const calls = host([web, db, wiki, someContainer('build-runner')]);
    show(web);
    await press('Link');
    await userEvent.click(screen.getByRole('combobox', { name: 'Container to link' }));
    expect(screen.getAllByRole('option').map((one) => one.textContent)).toEqual(['wiki']);
    await userEvent.click(screen.getByRole('option', { name: 'wiki' }));
    await press('Link');
    expect(changesOf(calls)).toEqual([{ name: 'network.link', params: { name: 'web', other: 'wiki' } }]);
  });

  it('are ended on either side, and on the page of networks', async () => {
    const calls = host([web, db]);
    show(web);
    await press('Unlink db');
    expect(screen.getByRole('link', { name: 'All links of the host' }).getAttribute('href')).toBe('#/networks');
    cleanup();
    render(<LinkedPairsPanel />);
    await press('Unlink db and web');
    expect(changesOf(calls)).toEqual([
      { name: 'network.unlink', params: { name: 'web', other: 'db' } },
      { name: 'network.unlink', params: { name: 'db', other: 'web' } },
    ]);
  });

  it('are none where no two are linked, which is no verdict', () => {
    host([wiki]);
    render(<LinkedPairsPanel />);
    expect(screen.getByText('no links').className).toBe('badge');
  });

  it('are counted on the page about isolation, which leads to their list (window m12)', () => {
    host([web, db]);
    render(<LinkedPairsLine />);
    expect(screen.getByText(/^1 pair of containers is linked/)).toBeDefined();
    expect(screen.getByRole('link', { name: 'Show the links' }).getAttribute('href')).toBe('#/networks');
  });
});

describe('the page of networks', () => {
  it('draws who is connected to what, and says the same in a table', async () => {
    host([web, db, someContainer('build-runner')]);
    render(<NetworksPage />);
    const picture = await screen.findByRole('img', { name: /^The host, its networks/ });
    expect(within(picture).getByText('uplink enp1s0')).toBeDefined();
    const table = screen.getByRole('table', { name: 'Containers and published ports' });
    expect(within(table).getByRole('row', { name: /^web/ }).textContent).toContain('TCP port 443 to 443');
    expect(within(table).getByRole('row', { name: /^build-runner/ }).textContent).toContain('on bridge br0');
  });

  it('leads in the picture from each container to the ports that it publishes (window m12)', async () => {
    host([web, db]);
    render(<NetworksPage />);
    const picture = await screen.findByRole('img', { name: /^The host, its networks/ });
    expect(picture.querySelectorAll('.network-lead').length).toBe(1);
    expect(picture.querySelector('.network-ports')?.textContent).toContain('TCP 443');
  });

  it('names the bridge of each container, and leads to the form of a new network (window m12)', async () => {
    host([web]);
    render(<NetworksPage />);
    await screen.findByRole('table', { name: 'Networks of this host' });
    const row = within(screen.getByRole('table', { name: 'Containers and published ports' })).getByRole('row', {
      name: /^web/,
    });
    expect(within(row).getByText('lxcbr0 (NAT)')).toBeTruthy();
    await press('New network');
    expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'Name' }));
  });

  it('says that there are no containers', async () => {
    host([]);
    render(<NetworksPage />);
    expect(await screen.findByText('No containers on this host')).toBeDefined();
  });
});

describe('the network of a container', () => {
  const stopped = { ...web, state: 'stopped' as const, initPid: null };

  it('is changed while it does not run, to one of the host, and back', async () => {
    const calls = host([stopped], { 'network.change': () => stopped });
    render(<ChangeNetworkDialog name="web" />);
    await press('Change');
    await userEvent.click(screen.getByRole('combobox', { name: 'Network' }));
    await userEvent.click(screen.getByRole('option', { name: /by its name/ }));
    await userEvent.type(screen.getByRole('combobox', { name: 'Bridge' }), 'br0');
    await press('Change');
    await expect
      .poll(() => changesOf(calls))
      .toEqual([{ name: 'network.change', params: { name: 'web', network: { kind: 'bridge', bridge: 'br0' } } }]);
    await expect.poll(() => useNotifications.getState().notifications.length).toBe(1);
    useNotifications.getState().notifications[0]?.action?.run();
    await expect.poll(() => changesOf(calls).at(-1)?.params).toEqual({ name: 'web', network: { kind: 'nat' } });
  });

  it('is changed while it runs by a restart, which the dialog says before', async () => {
    const calls = host([web], {
      'container.stop': () => stopped,
      'network.change': () => stopped,
      'container.start': () => web,
    });
    render(<ChangeNetworkDialog name="web" />);
    expect(screen.getByRole('alert').textContent).toContain('its connections end');
    await userEvent.click(screen.getByRole('combobox', { name: 'Network' }));
    await userEvent.click(screen.getByRole('option', { name: /loopback only/ }));
    await press('Change and restart');
    const named = (): readonly string[] => changesOf(calls).map(({ name }) => name);
    await expect.poll(named).toEqual(['container.stop', 'network.change', 'container.start']);
    await expect.poll(() => useNotifications.getState().notifications[0]?.text).toBe('web is on the network none.');
  });

  it('that cannot be changed leaves it running', async () => {
    const calls = host([web], {
      'container.stop': () => stopped,
      'network.change': () => {
        throw new Failure('network-not-possible', { name: 'web', reason: 'it has published ports' });
      },
      'container.start': () => web,
    });
    render(<ChangeNetworkDialog name="web" />);
    await userEvent.click(screen.getByRole('combobox', { name: 'Network' }));
    await userEvent.click(screen.getByRole('option', { name: /loopback only/ }));
    await press('Change and restart');
    await expect.poll(() => changesOf(calls).at(-1)?.name).toBe('container.start');
    await expect.poll(() => useNotifications.getState().notifications[0]?.text).toContain('it has published ports');
  });
});
