// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HostEntry } from '../../../../contract/bridge.ts';
import { Failure } from '../../../../contract/errors.ts';
import type { OperationName } from '../../../../contract/operations/index.ts';
import { type Client, ConnectionClosedError } from '../../../../rpc/client.ts';
import { clusterOf, someMember } from '../../../../testing/models/cluster.ts';
import { useConnection } from '../../../host/connection.ts';
import { clearHostStores } from '../../../host/host-stores.ts';
import { useWindow } from '../../../host/main-process.ts';
import { cancelOperation, useOperations } from '../../../host/operations.ts';
import { someContainer } from '../../../testing/some-containers.ts';
import { closeDialog, useDialog } from '../../../window/dialogs.ts';
import { useNotifications } from '../../../window/notifications.ts';
import { useContainers } from '../../containers/containers.ts';
import { CopyDialog } from './copy-dialog.tsx';
import { fittingImages, networksFor } from './target-host.ts';

const web = someContainer('web', { image: 'debian-13', network: { kind: 'nat' } });
const image = { name: 'debian-13', sha256: 'aa' };
/** What the two hosts were asked, in order. */
let asked: unknown[] = [];
/** What becomes of the export after its pieces, and of the import when it has all. */
let exportEnds: () => Promise<unknown>;
let importEnds: () => Promise<unknown>;
let importBegins: () => void;

const host = (id: string): HostEntry => ({
  id,
  kind: 'ssh',
  label: id,
  isRemovable: true,
  state: { status: 'idle' },
  reachedAt: null,
});

const answers: Partial<Record<OperationName, unknown>> = {
  'host.info': { disk: { freeBytes: 3e9, reserveBytes: 1e9 }, selinux: { status: 'permissive' } },
  'container.list': { containers: [someContainer('db')] },
  'image.list': { images: [image] },
  'network.list': {
    bridges: [{ name: 'lxcbr0', isNat: true, addresses: [] }],
    addresses: [],
    uplinks: [],
    forwards: [],
  },
  'cluster.members': { cluster: null },
};

function clientOf(side: string, changed: Partial<Record<OperationName, unknown>> = {}): Client {
  const client = {
    async request(name: OperationName, params: unknown) {
      if (changed[name] === undefined && answers[name] === undefined) asked.push([side, name, params]);
      return changed[name] ?? answers[name] ?? {};
    },
    stream(name: OperationName, params: unknown, { signal }: { readonly signal: AbortSignal }) {
      asked.push([side, name, params]);
      const result = until(signal, async () => exportEnds());
      const items = (async function* () {
        yield { type: 'step', step: 'freeze', bytes: null };
        yield { type: 'step', step: 'send', bytes: 8192 };
        yield { type: 'data', data: 'AAAA' };
        yield { type: 'data', data: 'BBBB' };
        await result;
      })();
      return Object.assign(items, { result });
    },
    channel(name: OperationName, params: unknown, { signal }: { readonly signal: AbortSignal }) {
      asked.push([side, name, params]);
      let finish: () => void = () => undefined;
      const all = new Promise<void>((resolve) => (finish = resolve));
      const begun = (async () => importBegins())();
      const result = until(signal, async () => {
        await begun;
        await all;
        return importEnds();
      });
      result.catch(() => asked.push([side, 'import ended']));
      const items = (async function* () {
        await begun;
        yield { step: 'check', receivedBytes: 0, files: 0, bytes: 0 };
        await result;
      })();
      return Object.assign(items, {
        result,
        async send(input: { readonly type: string; readonly data?: string }) {
          signal.throwIfAborted();
          asked.push(input.data ?? input.type);
          if (input.type === 'end') finish();
        },
      });
    },
  };
  return client as unknown as Client;
}

/** Does the work as a call that the signal cancels. */
function until<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  const cancelled = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(new Failure('cancelled', {})));
  });
  cancelled.catch(() => undefined);
  const result = Promise.race([work(), cancelled]);
  result.catch(() => undefined);
  return result;
}

function connect(target: Client, container = web): void {
  const near = { status: 'connected', hostId: 'near', client: clientOf('near') } as const;
  useWindow.setState({ hosts: [host('near'), host('far'), host('gone')], hostId: 'near' });
  useConnection.setState({
    connection: near,
    byHost: new Map([
      ['near', near],
      ['far', { status: 'connected', hostId: 'far', client: target }],
    ]),
  });
  useContainers.setState({ byName: new Map([['web', container]]) });
}

beforeEach(() => {
  asked = [];
  exportEnds = async () => ({ bytes: 6, sha256: 'ab' });
  importEnds = async () => web;
  importBegins = () => undefined;
  connect(clientOf('far'));
});
afterEach(() => {
  cleanup();
  closeDialog();
  clearHostStores();
  useWindow.setState({ hosts: [], hostId: undefined });
  useConnection.setState({ connection: { status: 'none' }, byHost: new Map() });
  useOperations.setState({ operations: [] });
  useNotifications.setState({ notifications: [] });
});

const said = (): readonly string[] => useNotifications.getState().notifications.map(({ text }) => text);
const button = (name: string) => screen.getByRole('button', { name });

/** Opens the dialog, and waits until the other host has answered. */
async function open(): Promise<void> {
  render(<CopyDialog name="web" />);
  await screen.findByText(/are free on far for containers/);
}

/** The button of the action, and not the choice of the same name. */
async function begin(action: 'Copy' | 'Move'): Promise<void> {
  await userEvent.click(screen.getAllByRole('button', { name: action }).at(-1) as HTMLElement);
}

describe('a copy to another host', () => {
  it('sends what the one exports to the import of the other, and says the end when the export has said so', async () => {
    await open();
    await begin('Copy');
    await expect.poll(said).toEqual(['web was copied to far (6 B), and its checksum compared there.']);
    expect(asked).toEqual([
      ['far', 'container.import', { name: 'web' }],
      ['near', 'container.export', { name: 'web' }],
      'AAAA',
      'BBBB',
      'end',
    ]);
  });

  it('gets another name, and is started there when that is wanted', async () => {
    await open();
    await userEvent.clear(screen.getByRole('textbox', { name: 'Name there' }));
    await userEvent.type(screen.getByRole('textbox', { name: 'Name there' }), 'shop');
    await userEvent.click(screen.getByRole('checkbox', { name: /^Start it there/ }));
    await begin('Copy');
    await expect.poll(() => asked.at(-1)).toEqual(['far', 'container.start', { name: 'shop' }]);
  });

  it('is proposed another name where its own is taken there', async () => {
    connect(
      clientOf('far', {
        'container.list': { containers: [someContainer('web'), { ...someContainer('db'), name: 'web-2' }] },
      }),
    );
    await open();
    await begin('Copy');
    await expect.poll(() => asked[0]).toEqual(['far', 'container.import', { name: 'web-3' }]);
  });

  it('is not begun under a name that is taken there, and warns where SELinux does not enforce', async () => {
    await open();
    expect(screen.getByText(/^SELinux does not enforce on far/)).toBeTruthy();
    await userEvent.clear(screen.getByRole('textbox', { name: 'Name there' }));
    await userEvent.type(screen.getByRole('textbox', { name: 'Name there' }), 'db{Enter}');
    expect([screen.getByText('There is a container db already.'), asked]).toMatchObject([{}, []]);
  });

  it.each([
    ['not there', [], 'The image debian-13 is not on that host. Import it there first.'],
    ['made of another archive', [{ ...image, sha256: 'bb' }], /^The image debian-13 of that host was made of another/],
  ])('is not begun where the image is %s, and says so', async (_, images, text) => {
    connect(clientOf('far', { 'image.list': { images } }));
    await open();
    expect(screen.getAllByText(text)[0]).toBeTruthy();
    await begin('Copy');
    expect(asked).toEqual([]);
  });

  it('takes the image of the same archive under its name there, and another network where its own is not there', async () => {
    connect(clientOf('far', { 'image.list': { images: [{ ...image, name: 'trixie' }] } }), {
      ...web,
      network: { kind: 'bridge', bridge: 'br0' },
    });
    await open();
    await begin('Copy');
    await expect
      .poll(() => asked[0])
      .toEqual(['far', 'container.import', { name: 'web', image: 'trixie', network: { kind: 'nat' } }]);
  });

  it('goes to Incus where the other host has it and it is chosen, with a pool and without a network', async () => {
    connect(clientOf('far', { 'cluster.members': { cluster: clusterOf(someMember('one'), someMember('two')) } }), {
      ...web,
      network: { kind: 'bridge', bridge: 'br0' },
    });
    await open();
    expect(screen.getByRole<HTMLInputElement>('radio', { name: 'LXC' }).checked).toBe(true);
    await userEvent.click(screen.getByRole('radio', { name: 'Incus' }));
    expect(screen.queryByRole('combobox', { name: 'Network there' })).toBeNull();
    await begin('Copy');
    await expect.poll(() => asked[0]).toEqual(['far', 'container.import', { name: 'web', incus: { pool: 'fast' } }]);
  });

  it('that the other host does not authorise freezes nothing here', async () => {
    importBegins = () => {
      throw new Failure('not-authorised', { action: 'import-containers' });
    };
    connect(clientOf('far'));
    await open();
    await begin('Copy');
    await expect.poll(said).toEqual([expect.stringMatching(/^Cannot copy web to far: far says: cannot/)]);
    expect(asked).toEqual([
      ['far', 'container.import', { name: 'web' }],
      ['far', 'import ended'],
    ]);
  });

  it.each([
    ['near', 'near was lost'],
    ['far', 'far was lost after all had been sent'],
  ])('whose connection to %s is lost says which side, and ends the other', async (side, text) => {
    const lost = (): Promise<never> => Promise.reject(new ConnectionClosedError(undefined));
    if (side === 'near') exportEnds = lost;
    else importEnds = lost;
    await open();
    await begin('Copy');
    await expect.poll(said).toEqual([expect.stringContaining(`the connection to ${text}`)]);
    expect(asked.at(-1)).toEqual(['far', 'import ended']);
    expect(asked.includes('end')).toBe(side === 'far');
  });

  it('that is cancelled ends both sides', async () => {
    exportEnds = () => new Promise(() => undefined);
    await open();
    await begin('Copy');
    await expect.poll(() => asked.includes('BBBB')).toBe(true);
    cancelOperation(useOperations.getState().operations[0]?.id ?? 0);
    await expect.poll(said).toEqual(['Cancelled.']);
    expect(asked.at(-1)).toEqual(['far', 'import ended']);
  });
});

describe('a move to another host', () => {
  it('stops it first, starts the copy, and removes nothing before a question', async () => {
    await open();
    await userEvent.click(button('Move'));
    await begin('Move');
    await expect.poll(() => said().length).toBe(2);
    expect(asked.map((one) => (Array.isArray(one) ? one.slice(0, 2).join(' ') : one))).toEqual([
      'near container.stop',
      'far container.import',
      'near container.export',
      ...['AAAA', 'BBBB', 'end'],
      'far container.start',
    ]);
    useNotifications
      .getState()
      .notifications.find(({ tone }) => tone === 'info')
      ?.action?.run();
    await expect.poll(() => useDialog.getState().dialog).toEqual({ kind: 'remove', names: ['web'] });
  });

  it('that fails starts the original again, and offers no removal', async () => {
    importEnds = () => Promise.reject(new Failure('disk-full', { path: '/var/lib/bulkhead' }));
    await open();
    await userEvent.click(button('Move'));
    await begin('Move');
    await expect.poll(said).toEqual([expect.stringMatching(/^Cannot move web to far: far says: cannot /)]);
    expect(asked.at(-1)).toEqual(['near', 'container.start', { name: 'web' }]);
  });
});

it('an image fits by its name or by its archive, and only where no digest says otherwise', () => {
  const images = [
    { ...image, name: 'other' },
    { ...image, sha256: 'bb' },
  ] as never;
  expect([fittingImages('debian-13', 'aa', images), fittingImages('debian-13', null, images)]).toEqual([
    ['other'],
    ['debian-13'],
  ]);
});

it('networks begin with the one that it has, and with a macvlan that only its import can judge', () => {
  const networks = [{ kind: 'nat' }, { kind: 'none' }] as const;
  expect(networksFor({ kind: 'none' }, { networks })).toEqual([{ kind: 'none' }, { kind: 'nat' }]);
  expect(networksFor({ kind: 'macvlan', parent: 'eth0' }, { networks })[0]).toEqual({
    kind: 'macvlan',
    parent: 'eth0',
  });
});
