// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ContainerFacts } from '../facts/facts.ts';
import { containerFacts } from '../fixtures/some-facts.ts';
import { judgePorts } from './judge-ports.ts';

let network: string;

beforeAll(() => {
  network = mkdtempSync(join(tmpdir(), 'bulkhead-ports-'));
  for (const [port, isolated] of [
    ['bhone', '1'],
    ['bhtwo', '0'],
  ] as const) {
    mkdirSync(join(network, port, 'brport'), { recursive: true });
    writeFileSync(join(network, port, 'brport/isolated'), `${isolated}\n`);
  }
});
afterAll(() => rmSync(network, { recursive: true }));

function onBridge(name: string, link = 'lxcbr0', initPid: number | null = 100): ContainerFacts {
  const lines = `lxc.net.0.type = veth\nlxc.net.0.link = ${link}\nlxc.net.0.veth.pair = bh${name}\nlxc.net.0.hwaddr = 10:66:6a:01:02:03\n`;
  return containerFacts(name, { lines, container: { initPid } });
}

const found = (
  containers: readonly ContainerFacts[],
  filtered: ReadonlySet<string> | undefined,
  routed?: string,
): unknown =>
  judgePorts(containers, { filtered, routed }, network).map((finding) => [
    finding.containers,
    'state' in finding && finding.state,
  ]);

it('finds a port that other containers reach, and one whose frames nobody checks (net-spoof)', () => {
  const both = [onBridge('one'), onBridge('two')];
  expect(found(both, new Set(['bhone', 'bhtwo']))).toEqual([[['two'], 'not-isolated']]);
  expect(found([onBridge('one')], new Set())).toEqual([[['one'], 'not-filtered']]);
  expect(found([onBridge('one')], undefined)).toEqual([[['one'], 'cannot-filter']]);
});

it('finds containers between which the host routes (net-detour)', () => {
  expect(found([onBridge('one')], new Set(['bhone']), 'no rule of routing')).toEqual([[['one'], 'routed']]);
});

it('says nothing of what does not run, and of a bridge of the administrator', () => {
  expect(found([onBridge('two', 'lxcbr0', null), onBridge('two', 'br0')], new Set())).toEqual([]);
  expect(found([containerFacts('without', { lines: 'lxc.net.0.type = empty' })], new Set())).toEqual([]);
});
