// SPDX-License-Identifier: Apache-2.0
import { expect, it, vi } from 'vitest';
import type { ContainerFile } from '../../../contract/model/containers/container-file.ts';
import { someContainer } from '../../testing/some-containers.ts';
import { closeDialog, useDialog } from '../../window/dialogs.ts';
import { fileActions } from './file-actions.ts';
import { openFile } from './open-file.ts';

const volume = { source: '/srv/shop', target: '/srv', readOnly: false, category: null };
const web = someContainer('web', { volumes: [volume] });

function someFile(kind: ContainerFile['kind']): ContainerFile {
  return {
    name: 'it',
    kind,
    bytes: 1,
    mode: 0o644,
    modifiedAt: 1_795_532_000,
    target: null,
    version: '1',
    user: { inside: 0, host: 165_536 },
    group: { inside: 0, host: 165_536 },
    label: null,
  };
}

/** Gives what is not possible with the file, and why. */
function problemsOf(kind: ContainerFile['kind'], { folder = '/srv', reason }: { folder?: string; reason?: string }) {
  const actions = fileActions({ container: web, folder, reason, onOpen: vi.fn() }, someFile(kind));
  expect(actions).toHaveLength(6);
  return actions.flatMap((action) => (action.reason === undefined ? [] : [[action.label, action.reason]]));
}

it('a file on a volume can have everything done to it, and one of the root has no label of its own', () => {
  expect(problemsOf('file', {})).toEqual([]);
  expect(problemsOf('file', { folder: '/etc' })).toEqual([
    ['Check labels…', 'All files of the root have one label, that of its mount.'],
  ]);
});

it('what has no content is not downloaded, and nothing is done without a connection', () => {
  expect(problemsOf('pipe', {})).toEqual([['Download…', 'A pipe has no content.']]);
  const problems = problemsOf('folder', { reason: 'There is no connection to the host.' });
  expect(problems.map(([, reason]) => reason)).toEqual(Array(6).fill('There is no connection to the host.'));
});

it('a folder is listed, a file edited, and of anything else the properties are shown', async () => {
  const goTo = vi.fn();
  async function open(kind: ContainerFile['kind']) {
    closeDialog();
    await openFile({ name: 'web', folder: '/srv' }, someFile(kind), goTo);
    return useDialog.getState().dialog;
  }
  expect(await open('folder')).toEqual({ kind: 'none' });
  expect(goTo.mock.calls).toEqual([['/srv/it']]);
  expect(await open('file')).toEqual({ kind: 'edit-file', name: 'web', path: '/srv/it' });
  const socket = { kind: 'file-properties', name: 'web', folder: '/srv', file: someFile('socket') };
  expect(await open('socket')).toEqual(socket);
  expect(goTo).toHaveBeenCalledTimes(1);
});
