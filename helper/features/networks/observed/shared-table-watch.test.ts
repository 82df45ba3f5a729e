// SPDX-License-Identifier: Apache-2.0
import { rmSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Container } from '../../../../contract/model/containers/container.ts';
import { fakeContainer } from '../../../../testing/models/container.ts';
import { createKernelTables, type KernelTables } from './fixtures/kernel-tables.ts';
import { createSharedTableWatch, isNeighbourTableFull, type SharedTableWatch } from './shared-table-watch.ts';

let kernel: KernelTables;
let watch: SharedTableWatch;
let containers: readonly Container[];
let lists: number;
let uptime: number;
let tracked: number;
let troubles: number;

beforeEach(() => {
  kernel = createKernelTables();
  [lists, uptime, tracked, troubles] = [0, 1000, 0, 0];
  containers = [fakeContainer({ name: 'web', addresses: ['10.0.3.7'] })];
  kernel.writeNamespace('self', 1, 2);
  kernel.writeNamespace(7, 2, 90);
  kernel.writeProcesses('web', [7]);
  kernel.setEntries(92, 3);
  watch = createSharedTableWatch({
    containers: {
      list: async () => {
        lists += 1;
        return containers;
      },
    },
    cgroupRoot: kernel.cgroupRoot,
    onConnections: () => void (tracked += 1),
    onTrouble: () => void (troubles += 1),
    uptime: () => uptime,
    proc: kernel.proc,
  });
});
afterEach(() => {
  watch.close();
  kernel.remove();
});

function track(count: number): void {
  kernel.write('sys/net/netfilter/nf_conntrack_count', String(count));
  kernel.write('sys/net/netfilter/nf_conntrack_max', '1000');
}

const web = { of: 'container', name: 'web' } as const;
const { signal } = new AbortController();

describe('the watch of shared tables', () => {
  it('measures the fuller family, and connections where the kernel tracks them', () => {
    expect([watch.use.percent('neighbours'), watch.use.percent('connections')]).toEqual([9.2, null]);
    kernel.setEntries(92, 930);
    track(520);
    expect([watch.use.percent('neighbours'), watch.use.percent('connections')]).toEqual([93, 52]);
  });

  it('finds in the background who holds most once a table is notably used, and forgets it afterwards (N1)', async () => {
    watch.use.percent('neighbours');
    expect([watch.use.holder('neighbours'), lists]).toEqual([undefined, 0]);
    kernel.setEntries(150, 3);
    kernel.writeNamespace(8, 3, 60);
    kernel.writeProcesses('web', [7, 8]);
    watch.use.percent('neighbours');
    await expect.poll(() => watch.use.holder('neighbours')).toEqual(web);
    kernel.setEntries(10, 3);
    watch.use.percent('neighbours');
    expect(watch.use.holder('neighbours')).toBeUndefined();
  });

  it('does not search again before a while has passed', async () => {
    kernel.setEntries(150, 3);
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
    kernel.write('net/nf_conntrack', 'ipv4 2 tcp 6 9 ESTABLISHED src=10.0.3.7 dst=203.0.113.3 src=203.0.113.3\n');
    expect((await watch.use.read(signal)).holders).toEqual({ connections: web });
  });

  it('says nothing of who holds entries of IPv6, which the kernel does not show', async () => {
    kernel.setEntries(92, 900);
    expect((await watch.use.read(signal)).holders).toEqual({});
  });

  it('says once that the kernel tracks connections from now on', () => {
    watch.use.percent('connections');
    track(1);
    for (let look = 0; look < 3; look += 1) watch.use.percent('connections');
    expect(tracked).toBe(1);
  });

  it('says that no more neighbours can be made when there are as many as fit (N1)', () => {
    kernel.setEntries(999, 1000);
    expect(isNeighbourTableFull(kernel.proc)).toBe(false);
    kernel.setEntries(1001, 3);
    expect(isNeighbourTableFull(kernel.proc)).toBe(true);
  });

  it('goes on when nobody can be found', async () => {
    kernel.setEntries(150, 3);
    containers = [fakeContainer({ name: 'web' })];
    rmSync(kernel.cgroupRoot, { recursive: true });
    writeFileSync(kernel.cgroupRoot, '');
    watch.use.percent('neighbours');
    await expect.poll(() => troubles).toBe(1);
    expect(watch.use.holder('neighbours')).toBeUndefined();
  });
});
