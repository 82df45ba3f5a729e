// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readTextStart } from '../../../system/files/text-start.ts';
import { findConnectionHolder } from './connection-holder.ts';
import { findNeighbourHolder } from './neighbour-holder.ts';
import { fullestOf, percentUsed, readSharedTables } from './shared-tables.ts';

let root: string;
let proc: string;
let cgroupRoot: string;
let lastPid: number;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'bulkhead-tables-'));
  [proc, cgroupRoot] = [join(root, 'proc'), join(root, 'cgroup')];
  lastPid = 100;
});
afterEach(() => rmSync(root, { recursive: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(proc, path)), { recursive: true });
  writeFileSync(join(proc, path), text);
}

/** Writes the file as the kernel does: a line for each processor. */
function writeStatistics(name: string, entries: number, overflows: readonly number[]): void {
  const hex = (value: number) => value.toString(16).padStart(8, '0');
  const lines = overflows.map((count) => `${hex(entries)}  ${hex(7)} ${hex(count)}\n`);
  write(`net/stat/${name}`, `entries  allocs   table_fulls\n${lines.join('')}`);
}

describe('the tables that containers share', () => {
  it('are read with the entries of all namespaces, once, and the overflows of all processors (N1)', () => {
    writeStatistics('arp_cache', 1025, [66_000, 101]);
    writeStatistics('ndisc_cache', 16, [0, 0]);
    write('sys/net/ipv4/neigh/default/gc_thresh3', '1024\n');
    write('sys/net/ipv6/neigh/default/gc_thresh3', '32768\n');
    expect(readSharedTables(proc).neighbours).toEqual([
      { family: 'ipv4', entries: 1025, maxEntries: 1024, overflows: 66_101 },
      { family: 'ipv6', entries: 16, maxEntries: 32_768, overflows: 0 },
    ]);
  });

  it('are left out where the kernel has no such family, and tracks no connections', () => {
    writeStatistics('arp_cache', 1, [0]);
    write('sys/net/ipv4/neigh/default/gc_thresh3', '1024\n');
    const { neighbours, connections } = readSharedTables(proc);
    expect([neighbours.map(({ family }) => family), connections]).toEqual([['ipv4'], undefined]);
  });

  it('have the connections of the host and their largest number (N7)', () => {
    write('sys/net/netfilter/nf_conntrack_count', '34080\n');
    write('sys/net/netfilter/nf_conntrack_max', '65536\n');
    const { connections } = readSharedTables(proc);
    expect(connections).toEqual({ entries: 34_080, maxEntries: 65_536 });
    expect(connections && percentUsed(connections)).toBeCloseTo(52, 0);
  });

  it('are judged by the fuller family, whichever is larger', () => {
    const ipv4 = { family: 'ipv4', entries: 900, maxEntries: 32_768, overflows: 0 } as const;
    const ipv6 = { family: 'ipv6', entries: 800, maxEntries: 1024, overflows: 0 } as const;
    expect([fullestOf([ipv4, ipv6]), fullestOf([])]).toEqual([ipv6, undefined]);
  });

  it('are those of this machine without a fixture', () => {
    const { neighbours } = readSharedTables();
    for (const { entries, maxEntries } of neighbours) expect([entries >= 0, maxEntries > 0]).toEqual([true, true]);
  });
});

function writeNamespace(pid: number | 'self', namespace: number, entries: number): void {
  write(`${pid}/net/arp`, `IP address  HW type\n${'10.9.0.1  0x1\n'.repeat(entries)}`);
  mkdirSync(join(proc, String(pid), 'ns'), { recursive: true });
  symlinkSync(`net:[${namespace}]`, join(proc, String(pid), 'ns/net'));
}

/** A running container, each of whose processes is in a namespace with so many entries. */
function writeContainer(name: string, namespaces: readonly (readonly [namespace: number, entries: number])[]): void {
  const pids = namespaces.map(([namespace, entries]) => {
    lastPid += 1;
    writeNamespace(lastPid, namespace, entries);
    return lastPid;
  });
  mkdirSync(join(cgroupRoot, `lxc.payload.${name}/below`), { recursive: true });
  writeFileSync(join(cgroupRoot, `lxc.payload.${name}/cgroup.procs`), '');
  writeFileSync(join(cgroupRoot, `lxc.payload.${name}/below/cgroup.procs`), `${pids.join('\n')}\n`);
}

function neighbourHolder(entries: number, ...containers: readonly string[]) {
  return findNeighbourHolder({ entries, containers, cgroupRoot, signal: new AbortController().signal, proc });
}

describe('who holds most neighbours', () => {
  beforeEach(() => writeNamespace('self', 1, 10));

  it('is the container whose namespaces have most together, each counted once (N1)', async () => {
    writeContainer('web', [
      [2, 5],
      [2, 5],
      [2, 5],
    ]);
    writeContainer('db', [
      [3, 1],
      [4, 6],
      [5, 5],
    ]);
    expect(await neighbourHolder(27, 'web', 'db')).toEqual({ of: 'container', name: 'db' });
  });

  it('is the host where it has most, also for a container in its namespace', async () => {
    writeContainer('web', [
      [1, 10],
      [2, 3],
    ]);
    expect(await neighbourHolder(13, 'web')).toEqual({ of: 'host' });
  });

  it('is none of them when the entries are of a namespace that no process is in (N1)', async () => {
    writeContainer('web', [[2, 5]]);
    expect(await neighbourHolder(1024, 'web')).toEqual({ of: 'others' });
  });

  it('is nobody in an empty table', async () => {
    rmSync(join(proc, 'self'), { recursive: true });
    expect(await neighbourHolder(0)).toBeUndefined();
  });
});

function connection(from: string): string {
  return `ipv4 2 tcp 6 431876 ESTABLISHED src=${from} dst=203.0.113.3 sport=1 dport=80 src=203.0.113.3 dst=10.0.2.15\n`;
}

describe('who holds most connections', () => {
  const web = { name: 'web', addresses: ['10.0.3.66'] };
  const db = { name: 'db', addresses: ['10.0.3.34', 'fd00::2'] };

  beforeEach(() => write('net/fib_trie', '     |-- 10.0.2.15\n        /32 host LOCAL\n'));

  it('is the container from whose address they come (N7)', async () => {
    write('net/nf_conntrack', connection('10.0.3.66').repeat(3) + connection('10.0.2.15').repeat(2));
    expect(await findConnectionHolder([db, web], proc)).toEqual({ of: 'container', name: 'web' });
  });

  it('is the host for its own address, and nobody here for one that no running container has (N7)', async () => {
    write('net/nf_conntrack', connection('10.0.2.15'));
    expect(await findConnectionHolder([web], proc)).toEqual({ of: 'host' });
    write('net/nf_conntrack', connection('10.0.3.99'));
    expect(await findConnectionHolder([web], proc)).toEqual({ of: 'others' });
  });

  it('is none of two that use the same address', async () => {
    write('net/nf_conntrack', connection('10.0.3.66'));
    expect(await findConnectionHolder([web, { ...db, addresses: ['10.0.3.66'] }], proc)).toEqual({ of: 'others' });
  });

  it('is unknown where the kernel has no file of them', async () => {
    expect(await findConnectionHolder([web], proc)).toBeUndefined();
  });
});

it('no more of a long file is read than was asked for', async () => {
  write('long', 'x'.repeat(200_000));
  const parts = await Promise.all([70_000, 300_000].map((max) => readTextStart(join(proc, 'long'), max)));
  expect([...parts.map((part) => part?.length), await readTextStart(join(proc, 'none'), 10)]).toEqual([
    70_000,
    200_000,
    undefined,
  ]);
});
