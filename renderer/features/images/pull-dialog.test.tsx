// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import 'vscode-jsonrpc/node';
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ImageServers } from '../../../contract/bridge.ts';
import type { Params } from '../../../contract/operations/index.ts';
import type { RegistryImage } from '../../../contract/rules/registry-image.ts';
import { connect } from '../../../rpc/connect.ts';
import type { Handlers } from '../../../rpc/handlers.ts';
import { createMemoryTransports } from '../../../rpc/memory-transport.ts';
import { leaveHosts, switchHost, useConnection } from '../../host/connection.ts';
import { startWindow } from '../../host/main-process.ts';
import { createFakeBridge } from '../../testing/fake/fake-bridge.ts';
import { createFakeHost, type FakeHost } from '../../testing/fake/fake-host.ts';
import { serveFake } from '../../testing/fake/serve-fake.ts';
import { closeDialog } from '../../window/dialogs.ts';
import { loadImages } from './images.ts';
import { PullDialog } from './pull-dialog.tsx';

let host: FakeHost;
let images: ImageServers;
/** What was asked of the main process and of the host. */
let pulled: RegistryImage[];
let imported: Params<'image.import'>[];
let bytes: number;
let ended: string[];

const handlers: Partial<Handlers<string>> = {
  async *'image.import'(params, { input }) {
    imported.push(params);
    for await (const message of input) {
      if (message.type === 'end') break;
      bytes += message.data.length;
    }
    yield { step: 'unpack', receivedBytes: bytes, files: 1, bytes };
    const image = {
      name: params.image,
      description: '',
      architecture: 'amd64',
      sizeBytes: 1,
      createdAt: 1,
      sha256: null,
      origin: null,
      hasInit: true,
      application: null,
      usedBy: [],
    };
    return { image, files: 1, setId: 0, leftOut: { devices: 0, attributes: 0 } };
  },
};

beforeEach(() => {
  host = createFakeHost({ hostname: 'test', containers: 1 });
  [pulled, imported, bytes, ended] = [[], [], 0, []];
  const fake = createFakeBridge().images;
  images = {
    ...fake,
    async beginRegistry(image) {
      pulled.push(image);
      return fake.beginRegistry(image);
    },
    async end(id) {
      ended.push(id);
    },
  };
});
afterEach(async () => {
  cleanup();
  closeDialog();
  await leaveHosts();
  host.stop();
});

async function show(): Promise<void> {
  const fake = createFakeBridge();
  await startWindow({ ...fake, hosts: { ...fake.hosts, list: async () => [] }, images });
  await switchHost('test', async () => {
    const [near, far] = createMemoryTransports();
    serveFake(host, far, { handlers });
    const client = await connect(near);
    return { client, info: await client.request('host.info', {}) };
  });
  await expect.poll(() => useConnection.getState().connection.status).toBe('connected');
  await loadImages();
  render(<PullDialog />);
}

const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));
async function type(label: string, text: string): Promise<void> {
  await userEvent.click(screen.getByLabelText(label));
  await userEvent.paste(text);
}

it('pulls an image with its tag under a name that follows it, and says when it is there (window M10)', async () => {
  await show();
  await type('Image', 'docker.io/library/nginx:1.27');
  expect(screen.getByLabelText<HTMLInputElement>('Name').value).toBe('nginx-1.27');
  await press('Pull');
  expect(await screen.findByText('The image was made.')).toBeTruthy();
  expect(pulled).toEqual([{ reference: 'docker.io/library/nginx:1.27', login: null }]);
  expect(imported).toEqual([{ image: 'nginx-1.27', origin: 'docker.io/library/nginx:1.27' }]);
  expect(bytes).toBe(9);
});

it('pulls under another name and with a login, which the host does not get', async () => {
  await show();
  await type('Image', 'localhost:5000/shop/web');
  await userEvent.clear(screen.getByLabelText('Name'));
  await type('Name', 'shop');
  await type('User of the registry', 'ops');
  await press('Pull');
  expect((await screen.findByRole('tooltip')).textContent).toBe('Give both user and password, or neither.');
  await type('Password or token', 'a secret');
  await press('Pull');
  await screen.findByText('The image was made.');
  expect(pulled).toEqual([{ reference: 'localhost:5000/shop/web', login: { user: 'ops', password: 'a secret' } }]);
  expect(imported).toEqual([{ image: 'shop', origin: 'localhost:5000/shop/web' }]);
});

it.each(['', 'nginx', '--policy=x/y', 'docker.io/../x'])(
  'pulls nothing for %j, and says what is wanted',
  async (text) => {
    await show();
    if (text !== '') await type('Image', text);
    await press('Pull');
    expect((await screen.findByRole('tooltip')).textContent).toBe(
      'Name a registry and an image, as docker.io/library/nginx:1.27.',
    );
    expect(pulled).toEqual([]);
  },
);

it('says what the registry says, and goes back to what was typed', async () => {
  images = { ...images, read: () => Promise.reject(new Error('cannot read docker.io/a/b: skopeo says: unauthorized')) };
  await show();
  await type('Image', 'docker.io/a/b');
  await press('Pull');
  expect((await screen.findByRole('status')).textContent).toContain('skopeo says: unauthorized');
  await press('Back to the form');
  expect(screen.getByLabelText<HTMLInputElement>('Image').value).toBe('docker.io/a/b');
});

it('ends when it is cancelled, and leaves nothing behind', async () => {
  images = { ...images, read: () => new Promise(() => undefined) };
  await show();
  await type('Image', 'docker.io/a/b');
  await press('Pull');
  await press('Cancel import');
  expect(await screen.findByText('Cancelled. Nothing was left behind.')).toBeTruthy();
  expect(ended).toEqual(['docker.io/a/b']);
});
