// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readBridgeAddress } from './bridge-address.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bulkhead-routes-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const routes = `Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT
enp1s0\t00000000\t0202000A\t0003\t0\t0\t0\t00000000\t0\t0\t0
enp1s0\t0002000A\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0
lxcbr0\t0003000A\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0
`;
const trie = ['10.0.2.15', '10.0.3.1', '127.0.0.1'].map((address) => `|-- ${address}\n    /32 host LOCAL\n`).join('');

it('is the one in the net of the bridge, with the length of that net', () => {
  writeFileSync(join(folder, 'route'), routes);
  writeFileSync(join(folder, 'fib_trie'), trie);
  expect(['lxcbr0', 'enp1s0', 'br0'].map((bridge) => readBridgeAddress(bridge, folder))).toEqual([
    '10.0.3.1/24',
    '10.0.2.15/24',
    undefined,
  ]);
});

it('is none where there are no tables', () => {
  expect(readBridgeAddress('lxcbr0', folder)).toBeUndefined();
});
