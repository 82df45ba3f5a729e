// SPDX-License-Identifier: Apache-2.0
import { rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sampleSchema } from '../../../contract/model/containers/sample.ts';
import { vethNameOf } from '../../lxc/network/veth-name.ts';
import { containerFiles, descriptorsBelow, openSampledHost, type SampledHost } from './fixtures/sampled-host.ts';

describe('samples', () => {
  let host: SampledHost;
  beforeEach(() => {
    host = openSampledHost();
  });
  afterEach(() => host.close());

  it('say what the kernel says', async () => {
    host.putContainer('web');
    host.putInterfaces({ lo: [7, 7], [vethNameOf('web')]: [222, 111] });
    await host.pass(1000);
    host.put({ 'proc/stat': 'cpu  130 0 120 740 110 0 0 0 9 9\n' });
    host.putContainer('web', { 'cpu.stat': 'usage_usec 1250000\nnr_periods 60\nnr_throttled 9\n' });
    const [sample] = await host.collect(1);
    expect(sampleSchema().parse(sample)).toEqual({
      time: 1002,
      host: {
        cpuPercent: 50,
        memoryBytes: 600 * 1024,
        memoryTotal: 1000 * 1024,
        load: 0.52,
        ioReadBytes: 102 * 512,
        ioWriteBytes: 34 * 512,
        netRxBytes: null,
        netTxBytes: null,
        interfaces: [],
        diskBytes: null,
        diskTotal: null,
        pressure: { cpu: 1.5, memory: 0, io: 100 },
      },
      containers: [
        {
          name: 'web',
          cpuUsec: 1250000,
          cpuPercent: 25,
          throttledPercent: 25,
          memoryBytes: 4096,
          memoryAnon: 1000,
          memoryFile: 2000,
          memoryKernel: 500,
          memoryMax: 8192,
          pids: 12,
          diskBytes: 50,
          diskMax: 90,
          diskInodes: 3,
          diskInodesMax: 7,
          ioReadBytes: 11,
          ioWriteBytes: 22,
          netRxBytes: 111,
          netTxBytes: 222,
          interfaces: [],
          oomKills: 2,
          pressure: { cpu: 0.25, memory: 0, io: 3 },
        },
      ],
    });
  });

  it('count what goes through network hardware, once, and hardware that comes and goes (window 35)', async () => {
    const others = { lo: [9000, 9000], lxcbr0: [9000, 9000], [vethNameOf('web')]: [9000, 9000] } as const;
    const traffic = async (): Promise<unknown> => {
      const [sample] = await host.collect(1);
      const { netRxBytes, netTxBytes, interfaces } = sample?.host ?? {};
      return [netRxBytes, netTxBytes, interfaces?.map(({ name, rxBytes, txBytes }) => [name, rxBytes, txBytes])];
    };
    for (const name of ['eth0', 'eth1', '0odd']) host.put({ device: '' }, `net/${name}`);
    host.putInterfaces({ ...others, eth0: [100, 10], eth1: [20, 2], '0odd': [1000, 1000] });
    await host.pass(12_000);
    const both = [
      ['eth0', 100, 10],
      ['eth1', 20, 2],
    ];
    expect(await traffic()).toEqual([1120, 1012, both]);
    rmSync(join(host.root, 'net/eth1'), { recursive: true });
    host.putInterfaces({ ...others, eth0: [150, 15] });
    await host.pass(12_000);
    expect(await traffic()).toEqual([150, 15, [['eth0', 150, 15]]]);
  });

  it('say what is taken of the file system that holds the layers, and its size (window 35)', async () => {
    host.put({ file: 'x' }, 'storage');
    const [sample] = await host.collect(1);
    const { blocks, bsize } = statfsSync(host.root);
    expect(sample?.host.diskTotal).toBe(blocks * bsize);
    expect(sample?.host.diskBytes).toBeGreaterThan(0);
    expect(sample?.host.diskBytes).toBeLessThanOrEqual(blocks * bsize);
  });

  it('have null, never 0, for what the kernel does not give', async () => {
    rmSync(join(host.root, 'proc'), { recursive: true });
    host.putContainer('bare', { 'cpu.stat': 'usage_usec 7\n', 'memory.max': 'max\n' });
    const nothing = { cpu: null, memory: null, io: null };
    const [sample] = await host.collect(1);
    expect(sample).toEqual({
      time: 1001,
      host: {
        cpuPercent: null,
        memoryBytes: null,
        memoryTotal: null,
        load: null,
        ioReadBytes: null,
        ioWriteBytes: null,
        netRxBytes: null,
        netTxBytes: null,
        interfaces: [],
        diskBytes: null,
        diskTotal: null,
        pressure: nothing,
      },
      containers: [
        {
          name: 'bare',
          cpuUsec: 7,
          cpuPercent: null,
          throttledPercent: null,
          memoryBytes: null,
          memoryAnon: null,
          memoryFile: null,
          memoryKernel: null,
          memoryMax: null,
          pids: null,
          diskBytes: null,
          diskMax: null,
          diskInodes: null,
          diskInodesMax: null,
          ioReadBytes: null,
          ioWriteBytes: null,
          netRxBytes: null,
          netTxBytes: null,
          interfaces: [],
          oomKills: null,
          pressure: nothing,
        },
      ],
    });
  });

  it('count 0 bytes where no device was used yet', async () => {
    host.putContainer('web', { ...containerFiles, 'io.stat': '' });
    const [sample] = await host.collect(1);
    expect([sample?.containers[0]?.ioReadBytes, sample?.containers[0]?.ioWriteBytes]).toEqual([0, 0]);
  });

  it('leave out what does not run, and what is no container', async () => {
    host.putContainer('leftover', { ...containerFiles, 'pids.current': '0\n' });
    host.putContainer('..');
    host.put(containerFiles, 'cgroup/system.slice');
    expect((await host.collect(1))[0]?.containers).toEqual([]);
  });

  it('are of the wanted containers only', async () => {
    for (const name of ['a', 'b', 'c']) host.putContainer(name);
    const seen = await host.collect(1, { names: ['c', 'a', 'absent'] });
    expect(seen[0]?.containers.map(({ name }) => name).sort()).toEqual(['a', 'c']);
  });

  it('find a container that is started, and let go of one that is gone', async () => {
    host.putContainer('old');
    await host.pass(1000);
    host.removeContainer('old');
    host.putContainer('new');
    await host.pass(10_000);
    const [sample] = await host.collect(1);
    expect([
      sample?.containers.map(({ name }) => name),
      descriptorsBelow(join(host.root, 'cgroup/lxc.payload.old')),
    ]).toEqual([['new'], 0]);
  });

  it('compare no counters across a restart', async () => {
    host.putContainer('web');
    await host.pass(1000);
    host.removeContainer('web');
    await host.pass(11_000);
    host.putContainer('web', { ...containerFiles, 'cpu.stat': 'usage_usec 9000000\n' });
    const seen = await host.collect(12, { intervalMs: 12_000, historySeconds: 3600 });
    expect(seen.map(({ containers }) => containers[0]?.cpuPercent)).toEqual([null, null]);
  });

  it('find the network of a container though it comes after the cgroup', async () => {
    host.putContainer('web');
    await host.pass(2000);
    host.putInterfaces({ [vethNameOf('web')]: [6, 5] });
    const seen = await host.collect(4);
    expect(seen.at(-1)?.containers[0]?.netRxBytes).toBe(5);
  });

  it('go on without cgroups, and say so once', async () => {
    host.restart(() => rmSync(join(host.root, 'cgroup'), { recursive: true }));
    expect((await host.collect(5)).map(({ containers }) => containers.length)).toEqual([0, 0, 0, 0, 0]);
    expect(host.logged).toEqual(['cgroup-watch-failed', 'cgroup-unreadable']);
  });
});
