// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Container } from '../../../../contract/model/containers/container.ts';
import { fakeContainer } from '../../../../testing/models/container.ts';
import { createSharedTableWatch, type SharedTableWatch } from './shared-table-watch.ts';

let root: string;
let watch: SharedTableWatch;
let containers: readonly Container[];
let lists: number;
let uptime: number;
let tracked: number;
let troubles: number;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'bulkhead-watch-'));
  [lists, uptime, tracked, troubles] = [0, 1000, 0, 0];
  containers = [fakeContainer({ name: 'web', addresses: ['10.0.3.7'] })];
  for (const family of ['ipv4', 'ipv6']) write(`sys/net/${family}/neigh/default/gc_thresh3`, '1000');
  writeNamespace('self', 1, 2);
  writeNamespace(7, 2, 90);
  mkdirSync(join(root, 'cgroup/lxc.payload.web'), { recursive: true });
  writeFileSync(join(root, 'cgroup/lxc.payload.web/cgroup.procs'), '7\n');
  setEntries(92, 3);
  watch = createSharedTableWatch({
    containers: {
      list: async () => {
        lists += 1;
        return containers;
      },
    },
    cgroupRoot: join(root, 'cgroup'),
    onConnections: () => void (tracked += 1),
    onTrouble: () => void (troubles += 1),
    uptime: () => uptime,
    proc: join(root, 'proc'),
  });
});
afterEach(() => {
  watch.close();
  rmSync(root, { recursive: true });
});

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, 'proc', path)), { recursive: true });
  writeFileSync(join(root, 'proc', path), text);
}

function writeNamespace(pid: number | 'self', namespace: number, entries: number): void {
  write(`${pid}/net/arp`, `IP address\n${'10.9.0.1\n'.repeat(entries)}`);
  mkdirSync(join(root, 'proc', String(pid), 'ns'), { recursive: true });
  symlinkSync(`net:[${namespace}]`, join(root, 'proc', String(pid), 'ns/net'));
}

function setEntries(ipv4: number, ipv6: number): void {
  for (const [file, entries] of [
    ['arp_cache', ipv4],
    ['ndisc_cache', ipv6],
  ] as const)
    write(`net/stat/${file}`, `entries  table_fulls\n${entries.toString(16).padStart(8, '0')} 00000000\n`);
}

function track(count: number): void {
  write('sys/net/netfilter/nf_conntrack_count', String(count));
  write('sys/net/netfilter/nf_conntrack_max', '1000');
}

const web = { of: 'container', name: 'web' } as const;
const { signal } = new AbortController();

describe('the watch of shared tables', () => {
  it('measures the fuller family, and connections where the kernel tracks them', () => {
    expect([watch.use.percent('neighbours'), watch.use.percent('connections')]).toEqual([9.2, null]);
    setEntries(92, 930);
    track(520);
    expect([watch.use.percent('neighbours'), watch.use.percent('connections')]).toEqual([93, 52]);
  });

  it('finds in the background who holds most once a table is notably used, and forgets it afterwards (N1)', async () => {
    watch.use.percent('neighbours');
    expect([watch.use.holder('neighbours'), lists]).toEqual([undefined, 0]);
    setEntries(150, 3);
    writeNamespace(8, 3, 60);
    writeFileSync(join(root, 'cgroup/lxc.payload.web/cgroup.procs'), '7\n8\n');
    watch.use.percent('neighbours');
    await expect.poll(() => watch.use.holder('neighbours')).toEqual(web);
    setEntries(10, 3);
    watch.use.percent('neighbours');
    expect(watch.use.holder('neighbours')).toBeUndefined();
  });

  it('does not search again before a while has passed', async () => {
    setEntries(150, 3);
    for (let look = 0; look < 3; look += 1) watch.use.percent('neighbours');
    uptime += 14;
    watch.use.percent('connections');
    expect(lists).toBe(1);
    uptime += 1;
    watch.use.percent('neighbours');
    expect(lists).toBe(2);
  });

  it('says who holds most connections, by their addresses (N7)', async () => {
    track(600);
    write('net/nf_conntrack', 'ipv4 2 tcp 6 9 ESTABLISHED src=10.0.3.7 dst=203.0.113.3 src=203.0.113.3\n');
    expect((await watch.use.read(signal)).holders).toEqual({ connections: web });
  });

  it('says nothing of who holds entries of IPv6, which the kernel does not show', async () => {
    setEntries(92, 900);
    expect((await watch.use.read(signal)).holders).toEqual({});
  });

  it('says once that the kernel tracks connections from now on', () => {
    watch.use.percent('connections');
    track(1);
    for (let look = 0; look < 3; look += 1) watch.use.percent('connections');
    expect(tracked).toBe(1);
  });

  it('says that no more neighbours can be made when there are as many as fit (N1)', () => {
    setEntries(999, 1000);
    expect(watch.use.isFull()).toBe(false);
    setEntries(1001, 3);
    expect(watch.use.isFull()).toBe(true);
  });

  it('goes on when nobody can be found', async () => {
    setEntries(150, 3);
    containers = [fakeContainer({ name: 'web' })];
    rmSync(join(root, 'cgroup'), { recursive: true });
    writeFileSync(join(root, 'cgroup'), '');
    watch.use.percent('neighbours');
    await expect.poll(() => troubles).toBe(1);
    expect(watch.use.holder('neighbours')).toBeUndefined();
  });
});
