// SPDX-License-Identifier: Apache-2.0
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readInterfaces } from './interface-table.ts';

const head =
  'Inter-|   Receive                                                |  Transmit\n' +
  ' face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed\n';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bulkhead-interfaces-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function read(path: string, maxBytes = 1_000_000): readonly (readonly [string, number, number])[] {
  const found: [string, number, number][] = [];
  const descriptor = openSync(path, 'r');
  readInterfaces(descriptor, maxBytes, (...one) => found.push(one));
  closeSync(descriptor);
  return found;
}

function readText(text: string, maxBytes?: number): ReturnType<typeof read> {
  const path = join(folder, 'dev');
  writeFileSync(path, text);
  return read(path, maxBytes);
}

const line = (name: string, received: number, sent: number): string =>
  `${name}: ${received}      40    1    2    0     0          0         0  ${sent}      50    0    0    0     0       0          0\n`;

it('has the bytes of each interface, whatever the width of its columns', () => {
  expect(readText(`${head}${line('    lo', 12, 34)}${line('bh0123456789abc', 5_000_000_000, 6)}`)).toEqual([
    ['lo', 12, 34],
    ['bh0123456789abc', 5_000_000_000, 6],
  ]);
});

it('has nothing of an empty table, nor of a line that was cut off', () => {
  const whole = `${head}${line('eth0', 1, 2)}`;
  expect(readText('')).toEqual([]);
  expect(readText(head)).toEqual([]);
  expect(readText(`${whole}${line('eth1', 3, 4)}`, whole.length + 80)).toEqual([['eth0', 1, 2]]);
  expect(readText(`${whole}  eth1: 3 4`)).toEqual([['eth0', 1, 2]]);
});

it('reads the table of this machine, of more than a page too', () => {
  const names = read('/proc/self/net/dev').map(([name]) => name);
  expect(names).toEqual(expect.arrayContaining(Object.keys(networkInterfaces())));
  const many = Array.from({ length: 900 }, (_, index) => line(`veth${index}`, index, 2 * index)).join('');
  expect(readText(`${head}${many}`).at(-1)).toEqual(['veth899', 899, 1798]);
});
