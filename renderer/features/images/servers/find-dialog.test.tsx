// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import 'vscode-jsonrpc/node';
import { cleanup, configure, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ImageServers } from '../../../../contract/bridge.ts';
import { Failure } from '../../../../contract/errors.ts';
import type { Params } from '../../../../contract/operations/index.ts';
import { connect } from '../../../../rpc/connect.ts';
import type { Handlers } from '../../../../rpc/handlers.ts';
import { createMemoryTransports } from '../../../../rpc/memory-transport.ts';
import { leaveHosts, switchHost, useConnection } from '../../../host/connection.ts';
import { startWindow } from '../../../host/main-process.ts';
import type { OpenHost } from '../../../host/transport/open-client.ts';
import { useOperations } from '../../../host/operations.ts';
import { createFakeBridge } from '../../../testing/fake/fake-bridge.ts';
import { createFakeHost, type FakeHost } from '../../../testing/fake/fake-host.ts';
import { serveFake } from '../../../testing/fake/serve-fake.ts';
import { closeDialog } from '../../../window/dialogs.ts';
import { useNotifications } from '../../../window/notifications.ts';
import { loadImages } from '../images.ts';
import { FindDialog } from './find-dialog.tsx';
import { useNewerImages } from './newer-images.ts';

configure({ asyncUtilTimeout: 10_000 });
vi.setConfig({ testTimeout: 60_000 });

let host: FakeHost;
let handlers: Partial<Handlers<string>>;
let servers: ImageServers;

const openHost: OpenHost = async () => {
  const [near, far] = createMemoryTransports();
  serveFake(host, far, { handlers });
  const client = await connect(near);
  return { client, info: await client.request('host.info', {}) };
};

beforeEach(() => {
  host = createFakeHost({ hostname: 'test', containers: 1 });
  handlers = {};
  servers = createFakeBridge().images;
});
afterEach(async () => {
  cleanup();
  closeDialog();
  await leaveHosts();
  host.stop();
  useOperations.setState({ operations: [] });
  useNotifications.setState({ notifications: [] });
});

async function show(newerOf?: string): Promise<void> {
  const fake = createFakeBridge();
  await startWindow({ ...fake, hosts: { ...fake.hosts, list: async () => [] }, images: servers });
  await switchHost('test', openHost);
  await expect.poll(() => useConnection.getState().connection.status).toBe('connected');
  await loadImages();
  render(<FindDialog newerOf={newerOf} />);
}

const press = (name: string | RegExp) => userEvent.click(screen.getByRole('button', { name }));
const field = (name: string) => screen.getByRole<HTMLInputElement>('textbox', { name });
const names = () =>
  within(screen.getByRole('table', { name: 'Images of the server' }))
    .getAllByRole('row')
    .slice(1)
    .map((row) => within(row).getAllByRole('cell')[0]?.textContent);

async function filter(label: string, value: string): Promise<void> {
  await userEvent.click(screen.getByRole('combobox', { name: label }));
  await userEvent.click(screen.getByRole('option', { name: value }));
}

describe('the images of a server', () => {
  it('are shown for the processor of the host, and filtered by what they are', async () => {
    await show();
    await press('Show images');
    await screen.findByRole('table', { name: 'Images of the server' });
    expect(names()).toHaveLength(6);
    await filter('Distribution', 'debian');
    expect(names()).toEqual(['debian/trixie', 'debian/trixie/cloud', 'debian/bookworm']);
    await filter('Variant', 'cloud');
    expect(names()).toEqual(['debian/trixie/cloud']);
    await filter('Architecture', 'all');
    expect(names()).toEqual(['debian/trixie/cloud', 'debian/trixie/cloud']);
    await filter('Variant', 'all');
    await userEvent.type(field('Words of the name'), 'BOOK');
    expect(names()).toEqual(['debian/bookworm', 'debian/bookworm']);
  });

  it('say why a server cannot be asked, and what proves its index', async () => {
    await show();
    expect(screen.getByText(/trust rests on HTTPS/)).toBeTruthy();
    await userEvent.clear(field('Server'));
    await userEvent.type(field('Server'), 'http://images.example.org');
    await press('Show images');
    expect((await screen.findByRole('alert')).textContent).toMatch(/without https only a signed index is used/);
    await press('Require a signature…');
    expect(await screen.findByText(/must be signed with a key of \/home\/operator\/keys\.gpg/)).toBeTruthy();
    await press('Without a signature');
    expect(screen.getByText(/trust rests on HTTPS/)).toBeTruthy();
  });

  it('asks with the keys that were chosen', async () => {
    const asked: unknown[] = [];
    const { find } = servers;
    servers = { ...servers, find: (...args) => (asked.push(args), find(...args)) };
    await show();
    await press('Require a signature…');
    await screen.findByText(/must be signed/);
    await press('Show images');
    await screen.findByRole('table', { name: 'Images of the server' });
    expect(asked).toEqual([['https://images.linuxcontainers.org', '/home/operator/keys.gpg']]);
  });
});

describe('the import of one', () => {
  it('sends what the server has, with its digest and its origin', async () => {
    let asked: Params<'image.import'> | undefined;
    let bytes = 0;
    handlers = {
      async *'image.import'(params, { input }) {
        asked = params;
        for await (const message of input) {
          if (message.type === 'end') break;
          bytes += message.data.length;
        }
        yield { step: 'unpack', receivedBytes: 9, files: 1, bytes: 1 };
        return {
          image: {
            name: 'x',
            description: '',
            architecture: 'amd64',
            sizeBytes: 1,
            createdAt: 1,
            sha256: null,
            origin: null,
            hasInit: true,
            application: null,
            usedBy: [],
          },
          files: 1,
          setId: 0,
          leftOut: { devices: 0, attributes: 0 },
        };
      },
    };
    await show();
    await press('Show images');
    await screen.findByRole('table', { name: 'Images of the server' });
    await press('Choose alpine/3.22 for amd64');
    expect(field('Name').value).toBe('alpine-3.22');
    await press('Import');
    expect(await screen.findByText('The image was made.')).toBeTruthy();
    expect(bytes).toBe(9);
    expect(asked).toEqual({
      image: 'alpine-3.22',
      sha256: '5e3a'.repeat(16),
      origin: 'https://images.linuxcontainers.org alpine/3.22 amd64 20261127_05:24',
    });
  });

  it('is cancelled, and ends the download', async () => {
    const ended: string[] = [];
    handlers = {
      async *'image.import'(_params, { signal }) {
        yield { step: 'unpack', receivedBytes: 1, files: 0, bytes: 0 };
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        throw new Failure('cancelled', {});
      },
    };
    servers = {
      ...servers,
      read: () => new Promise(() => undefined),
      end: async (id) => void ended.push(id),
    };
    await show();
    await press('Show images');
    await screen.findByRole('table', { name: 'Images of the server' });
    await press('Choose alpine/3.22 for amd64');
    await press('Import');
    await screen.findByText(/^Unpacking/);
    await press('Cancel import');
    expect(await screen.findByText('Cancelled. Nothing was left behind.')).toBeTruthy();
    await expect.poll(() => ended).toEqual([expect.stringContaining('alpine/3.22/amd64')]);
  });

  it('says why it failed, and leads back', async () => {
    servers = {
      ...servers,
      read: async () => Promise.reject(new Error('cannot read it: the server has another archive by now; begin again')),
    };
    await show();
    await press('Show images');
    await screen.findByRole('table', { name: 'Images of the server' });
    await press('Choose alpine/3.22 for amd64');
    await press('Import');
    expect(await screen.findByText(/the server has another archive by now/)).toBeTruthy();
    await press('Back to the form');
    expect(field('Name').value).toBe('alpine-3.22');
    await press('Back');
    expect(screen.getByRole('button', { name: 'Show images' })).toBeTruthy();
  });

  it('begins with the newer one of an image of the host, under another name', async () => {
    const [image] = (await servers.find('https://images.linuxcontainers.org', undefined)).filter(({ aliases }) =>
      aliases.includes('fedora/43'),
    );
    if (image === undefined) throw new Error('there is no such image');
    await show();
    cleanup();
    useNewerImages.setState({
      byName: new Map([['fedora-43', { server: 'https://images.linuxcontainers.org', image }]]),
    });
    render(<FindDialog newerOf="fedora-43" />);
    expect(field('Name').value).toBe('fedora-43-20261127');
  });
});
