// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readServerState } from './server-state.ts';

const now = 2000;
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'bulkhead-server-'));
});
afterEach(() => rmSync(root, { recursive: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

/** Writes what is there when lxc-net has started the server. */
function runOfLxc(range: string, max: number): void {
  write('run/lxc/dnsmasq.pid', '77\n');
  const words = ['dnsmasq', '--conf-file=', '-u', 'dnsmasq', '--listen-address', '10.0.3.1', '--dhcp-range', range];
  write('proc/77/cmdline', `${[...words, `--dhcp-lease-max=${max}`, '--interface=lxcbr0'].join('\0')}\0`);
}

/** Writes what is there when Bulkhead's own unit has. */
function runOwn(range: string): void {
  write('run/lxc/bulkhead-mine.pid', '78\n');
  write('proc/78/cmdline', 'dnsmasq\0--keep-in-foreground\0--conf-file=/var/lib/bulkhead/dhcp/mine.conf\0');
  write('var/lib/bulkhead/dhcp/mine.conf', `interface=mine\nlisten-address=10.0.4.1\ndhcp-range=${range},1h\n`);
}

function give(bridge: string, last: readonly number[], ends = 3000): void {
  const net = bridge === 'mine' ? '10.0.4' : '10.0.3';
  const lines = last.map((byte) => `${ends} 10:66:6a:00:00:${byte.toString(16).padStart(2, '0')} ${net}.${byte} * *\n`);
  write(`var/lib/misc/dnsmasq.${bridge}.leases`, lines.join(''));
}

const stateOf = (bridge: string) => readServerState(bridge, now, root);

describe('the state of a DHCP server', () => {
  it('is that it does not run without its process, or with another in its place', () => {
    expect(stateOf('lxcbr0').isRunning()).toBe(false);
    runOfLxc('10.0.3.2,10.0.3.254', 253);
    expect(stateOf('lxcbr0').isRunning()).toBe(true);
    write('proc/77/cmdline', 'cat\0');
    expect([stateOf('lxcbr0').isRunning(), stateOf('mine').isRunning()]).toEqual([false, false]);
  });

  it('has what it has given, and of an address what it gave until its lease ended', () => {
    give('lxcbr0', [7, 8], 1000);
    expect([stateOf('lxcbr0').leases(), stateOf('lxcbr0').givenTo('10:66:6a:00:00:07')]).toEqual([[], ['10.0.3.7']]);
    expect([stateOf('mine').leases(), stateOf('mine').givenTo('10:66:6a:00:00:07')]).toEqual([undefined, undefined]);
  });

  it('is that all is given when each address of the range has a lease (N3)', () => {
    runOfLxc('10.0.3.2,10.0.3.4', 253);
    give('lxcbr0', [2, 3, 9]);
    expect(stateOf('lxcbr0').isAllGiven()).toBe(false);
    give('lxcbr0', [2, 3, 4]);
    expect(stateOf('lxcbr0').isAllGiven()).toBe(true);
    give('lxcbr0', [2, 3, 4], 1000);
    expect(stateOf('lxcbr0').isAllGiven()).toBe(false);
  });

  it('is the same at its own upper bound of leases', () => {
    runOfLxc('10.0.3.2,10.0.3.254', 2);
    give('lxcbr0', [2, 3]);
    expect(stateOf('lxcbr0').isAllGiven()).toBe(true);
  });

  it("counts of a network of ours without the host's own address, by its configuration", () => {
    runOwn('10.0.4.1,10.0.4.3');
    give('mine', [2]);
    expect(stateOf('mine').isAllGiven()).toBe(false);
    give('mine', [2, 3]);
    expect(stateOf('mine').isAllGiven()).toBe(true);
  });

  it('is never that all is given where the range is not known', () => {
    runOwn('10.0.4.2,static');
    give('mine', [2, 3]);
    expect(stateOf('mine').isAllGiven()).toBe(false);
  });
});
