// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { placeLines, withPlaceLines } from './place-lines.ts';

const name = { key: 'lxc.uts.name', value: 'web' };
const places = { consoleLog: '/x/console.log', rootMount: '/x/root' };
const own = placeLines(places);

test('are added where they are missing, and nothing changes where they are there', () => {
  expect(withPlaceLines([name], places)).toEqual([name, ...own]);
  const lines = [...own, name];
  expect(withPlaceLines(lines, places)).toBe(lines);
});

test.each([
  ['another file', { key: 'lxc.console.logfile', value: '/srv/console' }],
  ['one without a limit', { key: 'lxc.console.size', value: '0' }],
  ['another folder for the root', { key: 'lxc.rootfs.mount', value: '/usr/lib/lxc/rootfs' }],
])('%s is replaced', (_, other) => {
  expect(withPlaceLines([...own, other, name], places)).toEqual([name, ...own]);
});
