// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import 'vscode-jsonrpc/node';
import { cleanup, configure, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fail } from '../../../contract/errors.ts';
import type { OperationName } from '../../../contract/operations/index.ts';
import { connect } from '../../../rpc/connect.ts';
import { createMemoryTransports } from '../../../rpc/memory-transport.ts';
import type { Handlers } from '../../../rpc/handlers.ts';
import type { Service } from '../../../rpc/serve-calls.ts';
import { serve } from '../../../rpc/server.ts';
import { fakeHandlers } from '../../testing/fake/fake-handlers.ts';
import { createFakeHost, type FakeHost } from '../../testing/fake/fake-host.ts';
import type { OpenHost } from '../../host/transport/open-client.ts';
import { leaveHosts, switchHost, useConnection } from '../../host/connection.ts';
import { useNotifications } from '../../window/notifications.ts';
import { useOperations } from '../../host/operations.ts';
import { CreateDialog } from './create-dialog.tsx';

configure({ asyncUtilTimeout: 10_000 });
vi.setConfig({ testTimeout: 60_000 });

const valueOf = (label: string): string => screen.getByRole<HTMLInputElement>('textbox', { name: label }).value;

let host: FakeHost;
let service: Service;
let called: OperationName[];
let overrides: Partial<Handlers<string>>;
/** The host answers when this resolves. */
let answering: Promise<void>;
/** Holds back what the host thinks of a folder until it resolves. */
let judging: Promise<void>;

const openHost: OpenHost = async () => {
  const [near, far] = createMemoryTransports();
  service = serve({
    transport: far,
    handlers: { ...fakeHandlers(host), ...overrides },
    version: '0.1.0',
    admit: async (name) => {
      called.push(name);
      if (name === 'image.list') await answering;
      if (name === 'volume.check') await judging;
      return 'operator';
    },
    onFault: String,
  });
  const client = await connect(near);
  return { client, info: await client.request('host.info', {}) };
};

/** The first snapshots hold ten minutes of samples, which takes a busy machine a while to check. */
async function connected(): Promise<void> {
  await switchHost('test', openHost);
  await expect.poll(() => useConnection.getState().connection.status).toBe('connected');
}

async function type(label: string, text: string, row?: string): Promise<void> {
  const part = row === undefined ? screen : within(screen.getByRole('group', { name: row }));
  const field = part.getByRole('textbox', { name: label });
  await userEvent.clear(field);
  await userEvent.click(field);
  await userEvent.paste(text);
}

const openSection = (name: string): Promise<void> =>
  userEvent.click(screen.getByRole('tab', { name: new RegExp(`^${name}`) }));
const folder = 'Host folder or named volume';
const inside = 'Path in the container';
/** Pasted as the command line writes it. */
async function addVolume(text: string): Promise<void> {
  await openSection('Volumes');
  await press('Add volume');
  await userEvent.paste(text);
}
const press = (name: string): Promise<void> => userEvent.click(screen.getByRole('button', { name }));
const changes = (): readonly OperationName[] =>
  called.filter((name) => /^(?:container|volume)\.(?!watch|check|list)/.test(name));

beforeEach(async () => {
  host = createFakeHost({ hostname: 'test', containers: 0 });
  called = [];
  overrides = {};
  answering = Promise.resolve();
  judging = Promise.resolve();
  useOperations.setState({ operations: [] });
  useNotifications.setState({ notifications: [] });
  await connected();
});

afterEach(async () => {
  cleanup();
  await leaveHosts();
  host.stop();
});

describe('what will be made', () => {
  it('is shown as a command and as LXC configuration, which the host is asked for once it is opened', async () => {
    render(<CreateDialog />);
    await expect.poll(() => screen.getByRole('combobox', { name: 'Image' }).textContent).not.toBe('');
    await type('Name', 'shop');
    await type('Memory limit', '1 GiB');
    await userEvent.click(screen.getByText('As a command'));
    expect(screen.getByText(/^bulkheadctl create shop --image \S+ --memory 1G/)).toBeTruthy();
    expect(called).not.toContain('container.preview-creation');
    await userEvent.click(screen.getByText('As LXC configuration'));
    expect(await screen.findByText(/lxc\.uts\.name = shop .*lxc\.cgroup2\.memory\.max = 1073741824/)).toBeTruthy();
    await type('Name', '../x');
    expect(screen.getAllByText('It is shown when all fields are right.')).toHaveLength(2);
  });

  it('says why the host does not show it', async () => {
    overrides = {
      'container.preview-creation': async ({ name }) =>
        fail('container-failed', { name, reason: 'no user ids are left' }),
    };
    await leaveHosts();
    await connected();
    render(<CreateDialog />);
    await expect.poll(() => screen.getByRole('combobox', { name: 'Image' }).textContent).not.toBe('');
    await userEvent.click(screen.getByText('As LXC configuration'));
    expect((await screen.findByRole('alert')).textContent).toContain('no user ids are left');
  });
});

describe('what was typed', () => {
  const name = (): string => screen.getByRole<HTMLInputElement>('textbox', { name: 'Name' }).value;
  const ready = () =>
    expect.poll(() => screen.getByRole('button', { name: 'Create' }).getAttribute('aria-disabled')).not.toBe('true');

  it('is there again after the dialog was left, also without a connection, and gone once it is created (window B5)', async () => {
    render(<CreateDialog />);
    await ready();
    await type('Name', 'shop');
    await userEvent.keyboard('{Escape}');
    cleanup();
    service.close();
    render(<CreateDialog />);
    expect(name()).toBe('shop');
    await ready();
    await press('Create');
    await expect.poll(() => useOperations.getState().operations.at(-1)?.state).toBe('done');
    cleanup();
    render(<CreateDialog />);
    expect(name()).not.toBe('shop');
  });
});

describe('creating a container of an application image', () => {
  async function choose(image: string): Promise<void> {
    await userEvent.click(await screen.findByRole('combobox', { name: 'Image' }));
    await userEvent.click(await screen.findByRole('option', { name: image }));
  }

  it('begins with what the image proposes, which can be changed', async () => {
    const asked: unknown[] = [];
    overrides = {
      'container.create': async function* (params) {
        asked.push(params);
        yield { step: 'check', fraction: 0 };
        return new Promise(() => undefined);
      },
    };
    await leaveHosts();
    await connected();
    render(<CreateDialog />);
    await choose('nginx');
    expect(screen.getByText(/The image says that it listens on 80/)).toBeTruthy();
    await press('Publish 80');
    expect(screen.queryByRole('button', { name: 'Publish 80' })).toBeNull();
    await openSection('Published ports');
    expect(valueOf('Host port')).toBe('8080');
    expect(valueOf('Port of the container')).toBe('80');
    await openSection('Program and start');
    const program = screen.getByRole<HTMLInputElement>('textbox', { name: 'Program' });
    expect(program.value).toBe("/docker-entrypoint.sh nginx -g 'daemon off;'");
    await type('User', '101');
    await press('Create');
    await expect.poll(() => asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({
      image: 'nginx',
      published: [{ hostPort: 8080, port: 80 }],
      settings: {
        program: ['/docker-entrypoint.sh', 'nginx', '-g', 'daemon off;'],
        user: '101',
        stopSignal: 'SIGQUIT',
        environment: [{ name: 'NGINX_VERSION', value: '1.29.4' }, { name: 'PATH' }],
      },
    });
  });

  it('takes the proposals away with the image, and keeps what was typed', async () => {
    render(<CreateDialog />);
    await choose('nginx');
    await openSection('Environment');
    const environment = screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Environment' });
    await userEvent.type(environment, '\nTZ=UTC');
    await openSection('Basics');
    await choose('drill-web');
    expect(screen.queryByText(/The image says/)).toBeNull();
    await openSection('Environment');
    expect(screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Environment' }).value).toBe('TZ=UTC');
    await openSection('Program and start');
    expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Program' }).value).toBe('');
  });
});

describe('creating with a volume and learning', () => {
  it('is one call, with all of it in (window 6)', async () => {
    const asked: unknown[] = [];
    overrides = {
      'container.create': async function* (params) {
        asked.push(params);
        yield { step: 'check', fraction: 0 };
        return new Promise(() => undefined);
      },
    };
    await leaveHosts();
    await connected();
    render(<CreateDialog />);
    await screen.findByText('debian-13');
    await userEvent.click(screen.getByRole('radio', { name: /Learning/ }));
    await addVolume('/srv/pages:/var/www:ro');
    await openSection('Own domain');
    await type('Ports it listens on', '80');
    await press('Create');
    await expect.poll(() => asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({
      name: 'web',
      confinement: 'learning',
      ports: [{ port: 80 }],
      volumes: [{ source: '/srv/pages', target: '/var/www', readOnly: true }],
      start: true,
    });
    expect(changes()).toEqual(['container.create']);
  });

  it('that fails marks the step that failed, keeps every choice, and works from there (window 6)', async () => {
    render(<CreateDialog />);
    await screen.findByText('debian-13');
    await type('Name', 'shop');
    await type('Memory limit', '1 GiB');
    let judge = (): void => undefined;
    judging = new Promise((resolve) => (judge = resolve));
    await addVolume('/srv/pages/nonexistent:/var/www');
    // Pressed before the host has answered what it thinks of the folder.
    await press('Create');
    judge();
    const status = await screen.findByText(/there is no such folder on the host/);
    expect(status.textContent).toMatch(/Nothing was left behind/);
    const steps = within(screen.getByRole('list')).getAllByRole('listitem');
    expect(
      steps.map(
        ({ className, textContent }) => `${className} ${textContent.replace(/^[✓✕]/, '').split(/\d/)[0] ?? ''}`,
      ),
    ).toEqual([
      'broken Check name, image, volumes, ports and policy',
      ...[
        'Reserve categories and user IDs',
        'Prepare the image',
        'Mount the root with its own label',
        'Write the LXC configuration',
        'Label the files of its volumes',
        'Start the container',
        'Verify its SELinux context',
      ].map((words) => `waiting ${words}`),
    ]);
    expect(useNotifications.getState().notifications).toEqual([]);
    await press('Back to the form');
    expect([valueOf('Name'), valueOf('Memory limit')]).toEqual(['shop', '1 GiB']);
    await openSection('Volumes');
    expect([valueOf(folder), valueOf(inside)]).toEqual(['/srv/pages/nonexistent', '/var/www']);
    await type(folder, '/srv/pages');
    await press('Create');
    await screen.findByText('shop has been created.');
  });

  it('says while it is typed that a folder is not there (window 6)', async () => {
    render(<CreateDialog />);
    await openSection('Volumes');
    await press('Add volume');
    await type(folder, '/srv/nonexistent');
    await screen.findByText('There is no such folder on the host.');
    expect(screen.getByRole('textbox', { name: folder }).getAttribute('aria-invalid')).toBe('true');
    expect(screen.getByRole('textbox', { name: inside }).getAttribute('aria-invalid')).toBe('false');
    expect(changes()).toEqual([]);
  });
});

describe('rows of the form (window M6)', () => {
  const rows = (): readonly (string | null)[] =>
    screen.queryAllByRole('group', { name: /^(Port|Volume) \d/ }).map((row) => row.getAttribute('aria-label'));

  it('are added by Enter in the last text of the last one, and removed', async () => {
    render(<CreateDialog />);
    await openSection('Published ports');
    await press('Add port');
    await userEvent.keyboard('8080{Enter}80{Enter}');
    expect(rows()).toEqual(['Port 1', 'Port 2']);
    await userEvent.keyboard('53');
    expect(within(screen.getByRole('group', { name: 'Port 2' })).getByDisplayValue('53')).toBeTruthy();
    await userEvent.click(
      within(screen.getByRole('group', { name: 'Port 1' })).getByRole('button', { name: 'Remove' }),
    );
    expect(rows()).toEqual(['Port 1']);
    expect(valueOf('Host port')).toBe('53');
    expect(changes()).toEqual([]);
  });

  it('are made of a pasted list; a text that is none is pasted as it is', async () => {
    render(<CreateDialog />);
    await addVolume('data:/a, /srv/b:/b:ro');
    expect(rows()).toEqual(['Volume 1', 'Volume 2']);
    const second = within(screen.getByRole('group', { name: 'Volume 2' }));
    expect(second.getByRole<HTMLInputElement>('checkbox', { name: 'Read-only' }).checked).toBe(true);
    await type(folder, '/srv/c', 'Volume 1');
    expect(within(screen.getByRole('group', { name: 'Volume 1' })).getByDisplayValue('/srv/c')).toBeTruthy();
    expect(rows()).toHaveLength(2);
  });

  it('get a folder of the host by looking for it', async () => {
    render(<CreateDialog />);
    await openSection('Volumes');
    await press('Add volume');
    await press('Choose…');
    await userEvent.click(await screen.findByRole('button', { name: /^\/srv/ }));
    await userEvent.click(await screen.findByRole('button', { name: /^pages/ }));
    await press('Choose');
    await expect.poll(() => valueOf(folder)).toBe('/srv/pages');
  });
});

describe('a press on Create', () => {
  it('answers while the images are on their way, and works when they are there (window 13)', async () => {
    let answer: () => void = () => undefined;
    answering = new Promise((resolve) => (answer = resolve));
    render(<CreateDialog />);
    await press('Create');
    expect((await screen.findByRole('tooltip')).textContent).toBe('The images of this host are still being read.');
    // Said without a press, too (window M6).
    const said = screen.getAllByRole('status').filter(({ className }) => className === 'form-problem');
    expect(said.map(({ textContent }) => textContent)).toEqual(['The images of this host are still being read.']);
    answer();
    await screen.findByText('debian-13');
    await press('Create');
    await screen.findByText(/You can close this dialog/);
  });

  it('never begins by Enter, which goes on to the next field and the next section; Ctrl+Enter creates (window M6)', async () => {
    render(<CreateDialog />);
    await screen.findByText('debian-13');
    await userEvent.click(screen.getByRole('textbox', { name: 'CPU limit' }));
    await userEvent.keyboard('{Enter}');
    expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'Memory limit' }));
    await openSection('Other limits');
    await userEvent.click(screen.getByRole('textbox', { name: 'Disk I/O weight' }));
    await userEvent.keyboard('{Enter}');
    expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'Host name' }));
    expect([changes(), useOperations.getState().operations]).toEqual([[], []]);
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    await screen.findByText(/You can close this dialog/);
  });

  it('names the sections that have a wrong field, and opens the first of them (window 13, M6)', async () => {
    render(<CreateDialog />);
    await screen.findByText('debian-13');
    await type('Name', '-x');
    await openSection('Other limits');
    await type('Process limit', 'many');
    await openSection('Environment');
    await press('Create');
    expect(screen.getByRole('alert').textContent).toBe('Correct the marked fields: Basics, Other limits.');
    expect(screen.getByRole('tab', { selected: true }).textContent).toMatch(/^Basics/);
    expect(screen.getByRole('textbox', { name: 'Name' }).getAttribute('aria-invalid')).toBe('true');
    expect(changes()).toEqual([]);
  });

  it('leaves no doubt which sections were changed, and which have something wrong (window M6)', async () => {
    render(<CreateDialog />);
    await screen.findByText('debian-13');
    const marked = () =>
      screen.getAllByRole('tab', { name: /changed|corrected/ }).map(({ textContent }) => textContent);
    expect(screen.queryAllByRole('tab', { name: /changed|corrected/ })).toEqual([]);
    await openSection('Description and tags');
    await type('Tags', 'prod');
    expect(marked()).toEqual(['Description and tags•changed']);
    await type('Tags', 'prod ü');
    expect(marked()).toEqual(['Description and tags!to be corrected']);
  });

  it('answers without a connection; after the reconnect the images are read, and it works (window 13)', async () => {
    await leaveHosts();
    render(<CreateDialog />);
    await press('Create');
    expect((await screen.findByRole('tooltip')).textContent).toBe(
      'There is no connection to the host. Create it after the reconnect.',
    );
    await connected();
    await screen.findByText('debian-13');
    await press('Create');
    await screen.findByText(/You can close this dialog/);
  });

  it('cut off by the end of the connection says what becomes of the half', async () => {
    render(<CreateDialog />);
    await screen.findByText('debian-13');
    await press('Create');
    await screen.findByText(/You can close this dialog/);
    service.close();
    await screen.findByText(/Creating "web" was interrupted: the connection to the helper ended/);
  });
});
