// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createProgramRoot, type ProgramRoot } from '../fixtures/run-program.ts';

const program = 'programs/mount-containers.sh';
let root: ProgramRoot;

beforeEach(() => {
  root = createProgramRoot();
  root.tool('mount');
});
afterEach(() => root.remove());

const tableOf = (name: string): string => `/var/lib/bulkhead/containers/${name}/fstab`;

test('each table is mounted, and a folder without one is left out', () => {
  for (const name of ['db', 'web']) root.write(tableOf(name), '');
  root.write('/var/lib/bulkhead/containers/unfinished/start.log', '');
  expect(root.run(program)).toEqual({ code: 0, stderr: '' });
  expect(root.calls()).toEqual(['db', 'web'].map((name) => `mount --all --fstab ${tableOf(name)}`));
});

test('one that cannot be mounted keeps no other from it, and is named', () => {
  root.tool('mount', 'case "$*" in */db/*) exit 64 ;; esac');
  for (const name of ['db', 'web']) root.write(tableOf(name), '');
  const { code, stderr } = root.run(program);
  expect([code, root.calls().length]).toEqual([1, 2]);
  expect(stderr).toMatch(/^cannot mount all of the container db; /);
});

test('a host without containers has nothing to mount', () => {
  expect(root.run(program)).toEqual({ code: 0, stderr: '' });
  expect(root.calls()).toEqual([]);
});
