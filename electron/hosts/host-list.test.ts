// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { HostEntry } from '../../contract/bridge.ts';
import { createHostList, type HostList } from './host-list.ts';

let folder: string;
let seen: (readonly HostEntry[])[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bulkhead-hosts-'));
  seen = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

function open(
  options: { readonly hasLocalSocket?: boolean; readonly hasLab?: boolean; readonly wanted?: string } = {},
): HostList {
  const { hasLocalSocket = false, hasLab = false, wanted } = options;
  return createHostList({
    path: join(folder, 'hosts.json'),
    hasLocalSocket,
    hasLab,
    wanted,
    onChange: (hosts) => seen.push(hosts),
  });
}

function ids(list: HostList): readonly string[] {
  return list.list().map((host) => host.id);
}

test('offers what this machine has, and shows the first of it', () => {
  const list = open({ hasLocalSocket: true, hasLab: true });
  expect([ids(list), list.initial]).toEqual([['local', 'lab'], 'local']);
});

test('shows the host that the command line names, in the list from then on', () => {
  const list = open({ hasLocalSocket: true, wanted: 'ssh://admin@web1:22' });
  expect([ids(list), list.initial]).toEqual([['local', 'ssh://admin@web1'], 'ssh://admin@web1']);
});

test('is never empty', () => {
  expect(ids(open())).toEqual(['local']);
});

test('keeps an added host for the next time, and forgets a removed one', () => {
  open().add('ssh://admin@web1');
  const next = open();
  expect(ids(next)).toContain('ssh://admin@web1');
  next.remove('ssh://admin@web1');
  expect(ids(open())).toEqual(['local']);
});

test.each(['web1', 'http://web1', 'ssh://-oProxyCommand=x@h', 'ssh://h -x', 'lab'])('does not add %s', (address) => {
  expect(() => open().add(address)).toThrow(/^cannot /);
});

test('does not add a host twice, and does not remove one that it put there itself', () => {
  const list = open();
  list.add('ssh://web1');
  expect(() => list.add('ssh://WEB1:22/')).toThrow('cannot add the host web1: it is in the list already');
  expect(() => list.remove('local')).toThrow('cannot remove');
});

test('tells each change of a state', () => {
  open().setState('local', { status: 'connecting' });
  expect(seen.at(-1)?.[0]?.state).toEqual({ status: 'connecting' });
});

test('leaves out what a file edited by hand names wrongly', () => {
  writeFileSync(join(folder, 'hosts.json'), JSON.stringify({ hosts: ['ssh://ok', 'nonsense'] }));
  expect(ids(open())).toEqual(['local', 'ssh://ok']);
});
