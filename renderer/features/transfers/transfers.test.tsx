// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BulkheadBridge } from '../../../contract/bridge.ts';
import { Failure } from '../../../contract/errors.ts';
import type { Cluster } from '../../../contract/model/host/cluster.ts';
import type { Input } from '../../../contract/operations/index.ts';
import type { Client } from '../../../rpc/client.ts';
import { clusterOf, someMember } from '../../../testing/models/cluster.ts';
import { useConnection } from '../../host/connection.ts';
import { clearHostStores } from '../../host/host-stores.ts';
import { startWindow } from '../../host/main-process.ts';
import { useOperations } from '../../host/operations.ts';
import { createFakeBridge } from '../../testing/fake/fake-bridge.ts';
import { recordCalls } from '../../testing/record-calls.ts';
import { someContainer } from '../../testing/some-containers.ts';
import { closeDialog, openDialog, useDialog } from '../../window/dialogs.ts';
import { useNotifications } from '../../window/notifications.ts';
import { useContainers } from '../containers/containers.ts';
import { ImportContainerDialog } from './import-container-dialog.tsx';
import { exportContainer } from './transfers.ts';

const web = someContainer('web');
/** What was done with the file of this machine. */
let written: unknown[] = [];
let chosen: string | undefined;

async function startWith(files: BulkheadBridge['files']): Promise<void> {
  const fake = createFakeBridge();
  await startWindow({ ...fake, hosts: { ...fake.hosts, list: async () => [] }, files });
}

beforeEach(async () => {
  written = [];
  chosen = '/home/operator/web.tar.gz';
  await startWith({
    async begin(name) {
      if (chosen === undefined) return undefined;
      written.push(`begin ${name}`);
      return { id: '1', path: chosen };
    },
    write: async (_id, data) => void written.push(data),
    end: async () => void written.push('end'),
    discard: async () => void written.push('discard'),
  });
});
afterEach(() => {
  cleanup();
  closeDialog();
  clearHostStores();
  useOperations.setState({ operations: [] });
  useNotifications.setState({ notifications: [] });
});

const said = (): readonly string[] => useNotifications.getState().notifications.map(({ text }) => text);

describe('an export', () => {
  const items = [
    { type: 'step', step: 'copy', bytes: null },
    { type: 'data', data: 'AAAA' },
    { type: 'data', data: 'BBBB' },
  ];

  it('is written to the file that was chosen, and says its size', async () => {
    recordCalls({ 'container.export': () => ({ bytes: 2048, sha256: 'ab' }) }, { 'container.export': () => items });
    await exportContainer('web');
    expect(written).toEqual(['begin web', 'AAAA', 'BBBB', 'end']);
    expect(said()).toEqual(['web was exported as /home/operator/web.tar.gz (2 KiB).']);
  });

  it('asks no host when no file is chosen', async () => {
    chosen = undefined;
    const calls = recordCalls();
    await exportContainer('web');
    expect([calls, said()]).toEqual([[], []]);
  });

  it('leaves no file when it fails', async () => {
    recordCalls(
      {
        'container.export': () => {
          throw new Failure('container-failed', { name: 'web', reason: 'its files cannot be packed: no' });
        },
      },
      { 'container.export': () => items },
    );
    await exportContainer('web');
    expect([written.at(-1), said()]).toEqual(['discard', [expect.stringContaining('its files cannot be packed')]]);
  });
});

describe('an import', () => {
  /** A host that takes a file; what it got, in order. */
  function takeImports(cluster: Cluster | null = null): unknown[] {
    const got: unknown[] = [];
    const channel = (_name: string, params: unknown): unknown => {
      got.push(params);
      let finish: (value: unknown) => void = () => undefined;
      const result = new Promise((resolve) => (finish = resolve));
      const steps = (async function* () {
        yield { step: 'receive', receivedBytes: 5, files: 1, bytes: 5 };
        await result;
      })();
      return Object.assign(steps, {
        result,
        async send(input: Input<'container.import'>) {
          got.push(input);
          if (input.type === 'end') finish(someContainer('web', { name: 'web-2' }));
        },
      });
    };
    const request = async (): Promise<unknown> => ({ cluster });
    useConnection.setState({
      connection: { status: 'connected', hostId: 'lab', client: { channel, request } as unknown as Client },
    });
    return got;
  }

  const choose = () =>
    userEvent.upload(screen.getByLabelText('File of the container'), new File(['bytes'], 'web.tar.gz'));

  it('sends the file that was chosen, under the name that was typed', async () => {
    const got = takeImports();
    useContainers.setState({ byName: new Map([['web', web]]) });
    openDialog({ kind: 'import-container' });
    render(<ImportContainerDialog />);
    await choose();
    await userEvent.type(screen.getByRole('textbox', { name: 'Name' }), 'web-2{Enter}');
    expect(useDialog.getState().dialog.kind).toBe('none');
    expect(useOperations.getState().operations.map(({ title }) => title)).toEqual(['Importing web-2']);
    await expect.poll(said).toEqual(['The container web-2 was imported.']);
    expect(got).toEqual([
      { name: 'web-2' },
      { type: 'data', data: new TextEncoder().encode('bytes') },
      { type: 'end' },
    ]);
  });

  it('is one of LXC where nothing else is chosen, and none of Incus is offered where the host has none', async () => {
    takeImports();
    render(<ImportContainerDialog />);
    await choose();
    expect(screen.queryByRole('radio', { name: 'Incus' })).toBeNull();
    cleanup();
    const got = takeImports(clusterOf(someMember('one')));
    render(<ImportContainerDialog />);
    expect((await screen.findByRole<HTMLInputElement>('radio', { name: 'LXC' })).checked).toBe(true);
    await choose();
    await userEvent.click(screen.getByRole('button', { name: 'Import' }));
    expect(useOperations.getState().operations.map(({ title }) => title)).toEqual(['Importing web.tar.gz']);
    await expect.poll(() => got[0]).toEqual({});
  });

  it('goes to Incus, on a pool and a member that are chosen', async () => {
    const away = someMember('three', { state: 'offline', message: 'no heartbeat' });
    const got = takeImports(clusterOf(someMember('one'), someMember('two'), away));
    render(<ImportContainerDialog />);
    await choose();
    await userEvent.click(await screen.findByRole('radio', { name: 'Incus' }));
    await userEvent.click(screen.getByRole('combobox', { name: 'Place' }));
    expect(screen.getByRole('option', { name: /three/ }).getAttribute('aria-disabled')).toBe('true');
    await userEvent.click(screen.getByRole('option', { name: /two/ }));
    await userEvent.click(screen.getByRole('button', { name: 'Import' }));
    await expect.poll(() => got[0]).toEqual({ incus: { pool: 'fast', member: 'two' } });
  });

  it('into Incus needs a pool, and a name that Incus takes', async () => {
    const got = takeImports({ ...clusterOf(), member: null });
    render(<ImportContainerDialog />);
    await choose();
    await userEvent.click(await screen.findByRole('radio', { name: 'Incus' }));
    expect(screen.getByText('Choose a pool.')).toBeTruthy();
    await userEvent.type(screen.getByRole('textbox', { name: 'Storage pool' }), 'fast');
    await userEvent.type(screen.getByRole('textbox', { name: 'Name' }), 'web.2');
    await userEvent.click(screen.getByRole('button', { name: 'Import' }));
    expect([(await screen.findByRole('tooltip')).textContent, got]).toEqual([
      expect.stringContaining('Incus takes only letters'),
      [],
    ]);
    await userEvent.type(screen.getByRole('textbox', { name: 'Name' }), '{Backspace}{Backspace}-2{Enter}');
    await expect.poll(() => got[0]).toEqual({ name: 'web-2', incus: { pool: 'fast' } });
  });

  it.each([
    ['', 'Choose the file first.'],
    ['web', 'There is a container web already.'],
    ['../x', 'The name must begin with a letter or digit'],
  ])('under the name %j is not begun, and says why', async (name, reason) => {
    const got = takeImports();
    useContainers.setState({ byName: new Map([['web', web]]) });
    render(<ImportContainerDialog />);
    if (name !== '') {
      await choose();
      await userEvent.type(screen.getByRole('textbox', { name: 'Name' }), name);
    }
    await userEvent.click(screen.getByRole('button', { name: 'Import' }));
    expect([(await screen.findByRole('tooltip')).textContent, got]).toEqual([expect.stringContaining(reason), []]);
  });
});
