// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { LocalChange } from '../../../contract/model/policy/local-change.ts';
import type { Client } from '../../../rpc/client.ts';
import { fakeChange } from '../../../testing/models/change.ts';
import { localChanges } from '../../../testing/models/local-changes.ts';
import { useConnection } from '../../host/connection.ts';
import { startWindow } from '../../host/main-process.ts';
import { createFakeBridge } from '../../testing/fake/fake-bridge.ts';
import { useDialog } from '../../window/dialogs.ts';
import { useLocation } from '../../window/location.ts';
import { useNotifications } from '../../window/notifications.ts';
import { ExportDialog } from './export-dialog.tsx';
import { LocalChangesPage } from './local-changes-page.tsx';
import { useLocalChanges } from './local-changes.ts';

let sent: unknown[];

function connect(changes: readonly LocalChange[] = localChanges): void {
  const request = async (operation: string, params: object) => {
    sent.push([operation, params]);
    return { changes };
  };
  const stream = (operation: string, params: object) => {
    sent.push([operation, params]);
    return Object.assign((async function* () {})(), { result: Promise.resolve(fakeChange({ state: 'undone' })) });
  };
  useConnection.setState({
    connection: { status: 'connected', hostId: 'lab', client: { request, stream } as unknown as Client },
  });
}

beforeEach(() => {
  sent = [];
  useLocalChanges.setState({ found: { status: 'loading' } });
  useLocation.setState({ route: { page: 'local-changes', filter: '' } });
});
afterEach(cleanup);

const rowOf = (text: RegExp): HTMLElement => screen.getByRole('row', { name: text });

it('lists what weakens the host first, and what packages bring last', async () => {
  connect();
  render(<LocalChangesPage />);
  await screen.findByRole('table', { name: 'Local changes' });
  const kinds = screen.getAllByRole('row').slice(1);
  expect(kinds.at(0)?.textContent).toContain('lamp_t is permissive');
  expect(kinds.at(-1)?.textContent).toContain('comes with Bulkhead');
  expect(screen.queryByText('–')).toBe(null);
  expect(rowOf(/comes with Bulkhead/).textContent).toContain('Comes with Bulkhead, and stays.');
  expect(rowOf(/not understood/).textContent).toContain('Bulkhead does not know its kind.');
  expect(rowOf(/not understood/).textContent).toContain(String.raw`new\n(allow`);
});

it('has no column of times where Bulkhead did nothing (window m18)', async () => {
  connect(localChanges.filter(({ change }) => change === null));
  render(<LocalChangesPage />);
  await screen.findByRole('table');
  expect(screen.queryByRole('columnheader', { name: 'When' })).toBe(null);
  cleanup();
  connect();
  render(<LocalChangesPage />);
  expect(await screen.findByRole('columnheader', { name: 'When' })).toBeTruthy();
});

it('undoes what Bulkhead did, and gives the command for what others did', async () => {
  connect();
  render(<LocalChangesPage />);
  await screen.findByRole('table');
  expect(within(rowOf(/lamp is on/)).getByText('root')).toBeTruthy();
  expect(within(rowOf(/port 8797/)).getByText('semanage port -d -p tcp 8797')).toBeTruthy();
  fireEvent.click(within(rowOf(/lamp is on/)).getByRole('button', { name: 'Undo' }));
  await waitFor(() =>
    expect(sent).toEqual([
      ['policy.local', {}],
      ['activity.undo', { id: 1 }],
      ['policy.local', {}],
    ]),
  );
});

it('filters by kind, by who and by type, and says which fields there are', async () => {
  connect();
  render(<LocalChangesPage />);
  await screen.findByRole('table');
  const filter = screen.getByRole('searchbox', { name: 'Filter local changes' });
  for (const [text, count] of [
    ['kind:port', 1],
    ['by:root', 1],
    ['type:lamp_', 3],
  ] as const) {
    fireEvent.change(filter, { target: { value: text } });
    await waitFor(() =>
      expect([text, screen.getAllByRole('row')]).toEqual([text, expect.objectContaining({ length: count + 1 })]),
    );
  }
  fireEvent.change(filter, { target: { value: 'colour:red' } });
  expect(await screen.findByText(/Known fields: kind, by, type/)).toBeTruthy();
  expect(screen.getByText('No matches')).toBeTruthy();
});

it('says so where nothing was set, and exports nothing then', async () => {
  connect([]);
  render(<LocalChangesPage />);
  expect(await screen.findByText('The policy is as the distribution installed it')).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Export' }).hasAttribute('disabled')).toBe(true);
});

it('exports in the form that is chosen', async () => {
  connect();
  render(<LocalChangesPage />);
  await screen.findByRole('table');
  fireEvent.click(screen.getByRole('button', { name: 'Export' }));
  expect(useDialog.getState().dialog).toEqual({ kind: 'export-changes' });
  render(<ExportDialog />);
  const text = await screen.findByRole('region', { name: 'Text' });
  expect(sent.at(-1)).toEqual(['policy.local', { withSources: true }]);
  expect(text.textContent).toContain('setsebool -P lamp on');
  fireEvent.click(screen.getByRole('button', { name: 'CIL' }));
  expect(text.textContent).toContain('(typepermissive lamp_t)');
  fireEvent.click(screen.getByRole('button', { name: 'Ansible' }));
  expect(text.textContent).toContain('ansible.posix.seboolean');
});

it('saves the text in the form that is chosen to a file, and says where', async () => {
  connect();
  const saved: unknown[] = [];
  const bridge = createFakeBridge();
  await startWindow({
    ...bridge,
    hosts: { ...bridge.hosts, list: async () => [] },
    help: { onOpen: () => () => undefined },
    localChanges: {
      save: async (form, text) => {
        saved.push([form, text.includes('(typepermissive lamp_t)')]);
        return '/home/operator/local-changes.cil';
      },
    },
  });
  render(<ExportDialog />);
  await screen.findByRole('region', { name: 'Text' });
  fireEvent.click(screen.getByRole('button', { name: 'CIL' }));
  fireEvent.click(screen.getByRole('button', { name: 'Save…' }));
  await waitFor(() =>
    expect(useNotifications.getState().notifications.at(-1)?.text).toBe(
      'The local changes were saved as /home/operator/local-changes.cil.',
    ),
  );
  expect(saved).toEqual([['cil', true]]);
});
