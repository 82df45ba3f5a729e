// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import 'vscode-jsonrpc/node';
import { cleanup, configure, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactElement } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Failure } from '../../../contract/errors.ts';
import type { Input, Params } from '../../../contract/operations/index.ts';
import { connect } from '../../../rpc/connect.ts';
import type { Handlers } from '../../../rpc/handlers.ts';
import { createMemoryTransports } from '../../../rpc/memory-transport.ts';
import type { OpenHost } from '../../host/transport/open-client.ts';
import { startWindow } from '../../host/main-process.ts';
import { leaveHosts, switchHost, useConnection } from '../../host/connection.ts';
import { useOperations } from '../../host/operations.ts';
import { createFakeBridge } from '../../testing/fake/fake-bridge.ts';
import { createFakeHost, type FakeHost } from '../../testing/fake/fake-host.ts';
import { serveFake } from '../../testing/fake/serve-fake.ts';
import { closeDialog, useDialog } from '../../window/dialogs.ts';
import { replaceRoute } from '../../window/location.ts';
import { useNotifications } from '../../window/notifications.ts';
import { ImageDialog } from './image-dialog.tsx';
import { ImagesPage } from './images-page.tsx';
import { ImportDialog } from './import-dialog.tsx';
import { MakeImageDialog } from './make-image-dialog.tsx';
import { RemoveImageDialog } from './remove-image-dialog.tsx';

configure({ asyncUtilTimeout: 10_000 });
vi.setConfig({ testTimeout: 60_000 });

let host: FakeHost;
let handlers: Partial<Handlers<string>>;

const openHost: OpenHost = async () => {
  const [near, far] = createMemoryTransports();
  serveFake(host, far, { handlers });
  const client = await connect(near);
  return { client, info: await client.request('host.info', {}) };
};

beforeEach(() => {
  host = createFakeHost({ hostname: 'test', containers: 3 });
  handlers = {};
  replaceRoute({ page: 'images', filter: '' });
});
afterEach(async () => {
  cleanup();
  closeDialog();
  await leaveHosts();
  host.stop();
  useOperations.setState({ operations: [] });
  useNotifications.setState({ notifications: [] });
});

async function show(part: ReactElement): Promise<void> {
  await switchHost('test', openHost);
  await expect.poll(() => useConnection.getState().connection.status).toBe('connected');
  render(part);
}

const press = (name: string | RegExp) => userEvent.click(screen.getByRole('button', { name }));
const said = (): readonly string[] => useNotifications.getState().notifications.map(({ text }) => text);
const field = (name: string) => screen.getByRole('textbox', { name });

async function type(label: string, text: string): Promise<void> {
  await userEvent.clear(field(label));
  await userEvent.click(field(label));
  await userEvent.paste(text);
}

describe('the page of the images', () => {
  it('lists them with their users, and leads to what can be done with each', async () => {
    await show(<ImagesPage />);
    const table = await screen.findByRole('table', { name: 'Images' });
    expect(within(table).getAllByRole('row')).toHaveLength(6);
    expect(within(table).getByRole('cell', { name: '312 MiB' })).toBeTruthy();
    for (const [item, dialog] of [
      [/^New container/, { kind: 'create', image: 'drill-web' }],
      [/^Details/, { kind: 'image', name: 'drill-web' }],
      [/^Remove/, { kind: 'remove-image', name: 'drill-web' }],
    ] as const) {
      await press('Actions for drill-web');
      await userEvent.click(screen.getByRole('menuitem', { name: item }));
      expect(useDialog.getState().dialog).toEqual(dialog);
    }
  });

  it('says which packages of an image have security updates, and by whose lists', async () => {
    await show(
      <>
        <ImagesPage />
        <ImageDialog name="debian-13" />
      </>,
    );
    expect(await screen.findByText('3 updates, 2 of them for security', { exact: false })).toBeTruthy();
    expect(screen.getByText(/the host's lists of/)).toBeTruthy();
    const rows = within(screen.getByRole('table', { name: 'Packages with updates', hidden: true }));
    expect(rows.getByText('libssl3t64')).toBeTruthy();
  });

  it('says why an image that a container needs cannot be removed', async () => {
    await show(<ImagesPage />);
    await screen.findByRole('table', { name: 'Images' });
    await press('Actions for debian-13');
    const item = screen.getByRole('menuitem', { name: /^Remove/ });
    expect([item.getAttribute('aria-disabled'), item.textContent]).toEqual([
      'true',
      expect.stringMatching(/Needed by \d+ container/),
    ]);
  });

  it('finds an image by any of its words', async () => {
    await show(<ImagesPage />);
    await screen.findByRole('table', { name: 'Images' });
    await userEvent.type(screen.getByRole('searchbox', { name: 'Filter images' }), 'apache debian');
    expect(screen.getAllByRole('row')).toHaveLength(2);
    await userEvent.type(screen.getByRole('searchbox', { name: 'Filter images' }), ' none');
    expect(screen.queryByRole('table')).toBeNull();
  });

  it('asks the servers of images for newer ones, and leads to them', async () => {
    const fake = createFakeBridge();
    await startWindow({ ...fake, hosts: { ...fake.hosts, list: async () => [] } });
    await show(<ImagesPage />);
    await screen.findByRole('table', { name: 'Images' });
    await press('Check for updates');
    await press(/^newer one of 2026-11-27$/);
    expect(useDialog.getState().dialog).toEqual({ kind: 'find-images', newerOf: 'fedora-43' });
    expect(said()).toEqual(['There is a newer one of 1 image.']);
  });

  it('says which server could not be asked', async () => {
    const fake = createFakeBridge();
    const find = async (): Promise<never> => Promise.reject(new Error('cannot read it: the server answers 500'));
    await startWindow({ ...fake, hosts: { ...fake.hosts, list: async () => [] }, images: { ...fake.images, find } });
    await show(<ImagesPage />);
    await screen.findByRole('table', { name: 'Images' });
    await press('Check for updates');
    await expect.poll(() => said().join(' ')).toContain('the server answers 500');
    expect(screen.queryByRole('button', { name: /^newer one/ })).toBeNull();
  });

  it('says what an image is where there is none, and leads to an import', async () => {
    host.images.clear();
    await show(<ImagesPage />);
    expect(await screen.findByText('This host has no images yet')).toBeTruthy();
    await press('Import image');
    expect(useDialog.getState().dialog).toEqual({ kind: 'import-image' });
  });
});

it('leads to a pull from a registry (window M10)', async () => {
  await show(<ImagesPage />);
  await press('Pull from registry');
  expect(useDialog.getState().dialog).toEqual({ kind: 'pull-image' });
});

describe('an import', () => {
  const bytes = new Uint8Array(1_000_000).map((_, at) => at % 251);
  const archive = new File([bytes], 'alpine 3.tar.gz');

  it('sends the whole file, and says what came of it', async () => {
    const received: Input<'image.import'>[] = [];
    let asked: Params<'image.import'> | undefined;
    let finish: () => void = () => undefined;
    const finished = new Promise<void>((resolve) => (finish = resolve));
    handlers = {
      async *'image.import'(params, { input }) {
        asked = params;
        for await (const message of input) {
          received.push(message);
          if (message.type === 'end') break;
        }
        yield { step: 'unpack', receivedBytes: 1_000_000, files: 20, bytes: 2_000_000 };
        await finished;
        return {
          image: {
            name: 'alpine-3',
            description: '',
            architecture: 'amd64',
            sizeBytes: 1,
            createdAt: 1,
            sha256: null,
            origin: null,
            hasInit: false,
            application: null,
            usedBy: [],
          },
          files: 20,
          setId: 0,
          leftOut: { devices: 2, attributes: 0 },
        };
      },
    };
    await show(<ImportDialog />);
    await userEvent.upload(screen.getByLabelText('File of the archive'), archive);
    expect((field('Name') as HTMLInputElement).value).toBe('alpine-3');
    await type('SHA-256', 'AB'.repeat(32));
    await press('Import');
    expect(await screen.findByText(/Unpacking: 977 KiB of 977 KiB.* \(20 files\)/)).toBeTruthy();
    finish();
    expect(await screen.findByText('The image was made.')).toBeTruthy();
    expect(asked).toEqual({ image: 'alpine-3', origin: 'alpine 3.tar.gz', sha256: 'ab'.repeat(32) });
    const sent = received.flatMap((message) => (message.type === 'data' ? [message.data] : []));
    expect(Buffer.concat(sent).equals(bytes)).toBe(true);
    expect(received.map((message) => message.type)).toEqual(['data', 'data', 'data', 'end']);
    expect(said()).toEqual([
      'The image alpine-3 was made. It has no init (/sbin/init), so a container that is created from it starts only ' +
        'with a program that you choose for it. 2 devices were left out; a container gets devices of its own.',
    ]);
  });

  it('says why it failed, and leads back to the form', async () => {
    handlers = {
      async *'image.import'() {
        throw new Failure('archive-unusable', { reason: 'it is cut off' });
      },
    };
    await show(<ImportDialog />);
    await userEvent.upload(screen.getByLabelText('File of the archive'), archive);
    await press('Import');
    await screen.findByText(/it is cut off\. Nothing was left behind\.$/);
    await press('Back to the form');
    expect(screen.getByRole('button', { name: 'Import' })).toBeTruthy();
  });

  it('is cancelled, and then the host has no such image', async () => {
    handlers = {
      async *'image.import'(_params, { signal }) {
        yield { step: 'unpack', receivedBytes: 1, files: 0, bytes: 0 };
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        throw new Failure('cancelled', {});
      },
    };
    await show(<ImportDialog />);
    await userEvent.upload(screen.getByLabelText('File of the archive'), archive);
    await press('Import');
    await screen.findByText(/^Unpacking/);
    await press('Cancel import');
    expect(await screen.findByText('Cancelled. Nothing was left behind.')).toBeTruthy();
    expect(host.images.has('alpine-3')).toBe(false);
  });

  it('does not begin without a file, with a taken name, or a digest that is none', async () => {
    await show(
      <>
        <ImagesPage />
        <ImportDialog />
      </>,
    );
    await screen.findByRole('table', { name: 'Images', hidden: true });
    await press('Import');
    expect((await screen.findByRole('tooltip')).textContent).toContain('Choose the file first.');
    await userEvent.upload(screen.getByLabelText('File of the archive'), archive);
    await type('Name', 'debian-13');
    expect(screen.getByText('There is an image of this name. Choose another.')).toBeTruthy();
    await type('Name', 'alpine');
    await type('SHA-256', 'abc');
    expect(screen.getByText('A SHA-256 has 64 hexadecimal digits.')).toBeTruthy();
    await press('Import');
    expect(screen.getByRole('tooltip').textContent).toContain('A SHA-256 has 64 hexadecimal digits.');
    expect(useOperations.getState().operations).toEqual([]);
  });
});

describe('what is done with an image', () => {
  it('a container becomes one', async () => {
    await show(<MakeImageDialog name="web" />);
    await type('Name of the image', 'golden');
    await press('Make image');
    await expect.poll(() => host.images.get('golden')?.origin).toBe('container web');
  });

  it('its details are shown, and its description is changed', async () => {
    await show(
      <>
        <ImagesPage />
        <ImageDialog name="debian-13" />
      </>,
    );
    expect(await screen.findByText('mmdebstrap trixie')).toBeTruthy();
    await type('Description', 'for all shops');
    await press('Save description');
    await expect.poll(() => host.images.get('debian-13')?.description).toBe('for all shops');
  });

  it('it is removed once that was confirmed', async () => {
    await show(<RemoveImageDialog name="drill-web" />);
    await press('Remove');
    await expect.poll(() => said()).toEqual(['The image drill-web was removed.']);
    expect(host.images.has('drill-web')).toBe(false);
  });
});
