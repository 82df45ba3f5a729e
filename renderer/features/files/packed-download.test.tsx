// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Failure } from '../../../contract/errors.ts';
import type { ContainerFile } from '../../../contract/model/containers/container-file.ts';
import { clearHostStores } from '../../host/host-stores.ts';
import { startWindow } from '../../host/main-process.ts';
import { useOperations } from '../../host/operations.ts';
import { createFakeBridge } from '../../testing/fake/fake-bridge.ts';
import { type Answers, recordCalls, type RecordedCall } from '../../testing/record-calls.ts';
import { someContainer } from '../../testing/some-containers.ts';
import { useNotifications } from '../../window/notifications.ts';
import { FilesTab } from './files-tab.tsx';
import { downloadPacked } from './packed-download.ts';

/** What was done with the file of this machine. */
let written: unknown[] = [];
let isChosen = true;

function someFile(name: string, kind: ContainerFile['kind'] = 'file'): ContainerFile {
  return {
    name,
    kind,
    bytes: 2048,
    mode: 0o644,
    modifiedAt: 1_795_532_000,
    target: null,
    version: name,
    user: { inside: 0, host: 165_536 },
    group: { inside: 33, host: 165_569 },
    label: null,
  };
}
const packed = {
  bytes: 2048,
  files: 3,
  leftOut: [{ path: '/srv/\u202epipe', reason: 'it is a pipe' }],
  leftOutCount: 2,
};
const files = [someFile('www', 'folder'), someFile('notes')];

function host(answers: Answers = {}): readonly RecordedCall[] {
  return recordCalls(
    {
      'file.list': () => ({ folder: someFile('srv', 'folder'), path: '/', isTruncated: false }),
      'file.pack': () => packed,
      ...answers,
    },
    { 'file.list': () => [{ files }], 'file.pack': () => [{ data: 'AAAA' }, { data: 'BBBB' }] },
  );
}
const packings = (calls: readonly RecordedCall[]): readonly unknown[] =>
  calls.flatMap(({ name, params }) => (name === 'file.pack' ? [params] : []));
const notified = () => useNotifications.getState().notifications.at(-1);

beforeEach(async () => {
  [written, isChosen] = [[], true];
  const fake = createFakeBridge();
  await startWindow({
    ...fake,
    hosts: { ...fake.hosts, list: async () => [] },
    files: {
      async begin(name, kind) {
        if (!isChosen) return undefined;
        written.push(`begin ${kind} ${name}`);
        return { id: '1', path: '/home/operator/x.tar' };
      },
      write: async (_id, data) => void written.push(data),
      end: async () => void written.push('end'),
      discard: async () => void written.push('discard'),
    },
  });
  // happy-dom lays nothing out: without a height no row would be in sight.
  let one: unknown = document.createElement('div');
  while (one !== null && !Object.hasOwn(one as object, 'offsetHeight')) one = Object.getPrototypeOf(one);
  for (const property of ['offsetHeight', 'offsetWidth'] as const)
    vi.spyOn(one as HTMLElement, property, 'get').mockReturnValue(900);
});
afterEach(() => {
  vi.restoreAllMocks();
  cleanup();
  clearHostStores();
  useOperations.setState({ operations: [] });
  useNotifications.setState({ notifications: [] });
});

it('several chosen files become one archive, and what it lacks is said', async () => {
  const calls = host();
  render(<FilesTab container={someContainer('web')} />);
  (await screen.findByRole('grid', { name: 'Files in /' })).focus();
  await userEvent.keyboard('{Control>}a{/Control}');
  await userEvent.click(screen.getByRole('button', { name: 'Download…' }));
  await expect.poll(() => notified()?.text).toBe('Copied 2 files of web to /home/operator/x.tar (2 KiB).');
  expect(packings(calls)).toEqual([{ name: 'web', paths: ['/www', '/notes'] }]);
  expect(written).toEqual(['begin file web.tar', 'AAAA', 'BBBB', 'end']);
  expect(notified()?.details).toBe('2 were left out:\n/srv/\\u{202e}pipe: it is a pipe\n…');
});

it('a folder becomes an archive of its name', async () => {
  const calls = host();
  await downloadPacked({ name: 'web', folder: '/srv', files: [someFile('www', 'folder')] });
  expect([packings(calls), written[0]]).toEqual([[{ name: 'web', paths: ['/srv/www'] }], 'begin file www.tar']);
});

it('what fails leaves no file, and nothing is asked of the host when none is chosen', async () => {
  isChosen = false;
  const calls = host();
  await downloadPacked({ name: 'web', folder: '/srv', files });
  expect([packings(calls), notified()]).toEqual([[], undefined]);
  isChosen = true;
  host({
    'file.pack': () => {
      throw new Failure('file-not-found', { name: 'web', path: '/srv/www' });
    },
  });
  await downloadPacked({ name: 'web', folder: '/srv', files });
  expect([written.at(-1), notified()?.text]).toEqual(['discard', expect.stringMatching(/^Cannot find .srv.www in/)]);
});
