// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Sample, sampleSchema } from '../../../contract/model/containers/sample.ts';
import type { Item, Params } from '../../../contract/operations/index.ts';
import { vethNameOf } from '../../lxc/network/veth-name.ts';
import { createSamples, type Samples } from './samples.ts';

const hostFiles = {
  'proc/stat': 'cpu  100 0 100 700 100 0 0 0 0 0\ncpu0 1 1 1\nintr 5\n',
  'proc/meminfo': 'MemTotal:        1000 kB\nMemFree:          100 kB\nMemAvailable:     400 kB\n',
  'proc/loadavg': '0.52 0.40 0.30 1/100 200\n',
  'proc/diskstats':
    ' 254       0 vda 5 1 100 8 2 1 30 1 0 1 3 0\n 254       1 vda1 5 1 90 8 2 1 20 1 0 1 3 0\n   8      16 ' +
    'vdab 5 1 1000 8 2 1 3000 1 0 1 3 0\n   7       0 loop0 1 0 7 0 0 0 7 0 0 0 0 0\n   8       0 sda 1 0 2 ' +
    '0 0 0 4 0 0 0 0 0\n',
  'proc/pressure/cpu':
    'some avg10=1.50 avg60=0.00 avg300=0.00 total=9\nfull avg10=9.00 avg60=0.00 avg300=0.00 total=9\n',
  'proc/pressure/memory': 'some avg10=0.00 avg60=1.00 avg300=0.00 total=9\n',
  'proc/pressure/io': 'some avg10=100.00 avg60=1.00 avg300=0.00 total=9\n',
  'block/vda/device': '',
  'block/sda/device': '',
  'block/loop0/size': '',
};

const containerFiles = {
  'pids.current': '12\n',
  'cpu.stat': 'usage_usec 1000000\nuser_usec 5\nsystem_usec 6\n',
  'memory.current': '4096\n',
  'memory.max': '8192\n',
  'memory.events': 'low 0\nhigh 0\nmax 4\noom 5\noom_kill 2\noom_group_kill 1\n',
  'io.stat':
    '254:0 rbytes=10 wbytes=20 rios=1 wios=1 dbytes=0 dios=0\n8:0 rbytes=1 wbytes=2 rios=1 wios=1 dbytes=0 dios=0\n',
  'cpu.pressure': 'some avg10=0.25 avg60=0.03 avg300=0.24 total=5\n',
  'memory.pressure': 'some avg10=0.00 avg60=0.03 avg300=0.24 total=5\n',
  'io.pressure': 'some avg10=3.00 avg60=0.03 avg300=0.24 total=5\n',
};

describe('samples', () => {
  let root: string;
  let samples: Samples;
  let uptime: number;
  let offset: number;
  let abort: AbortController;
  const logged: string[] = [];

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    root = mkdtempSync(join(tmpdir(), 'bulkhead-samples-'));
    mkdirSync(join(root, 'cgroup'));
    put(hostFiles);
    uptime = 0;
    offset = 1000;
    logged.length = 0;
    abort = new AbortController();
    samples = open();
  });
  afterEach(() => {
    abort.abort();
    samples.close();
    rmSync(root, { recursive: true });
    vi.useRealTimers();
  });

  function open(): Samples {
    const roots = {
      cgroup: join(root, 'cgroup'),
      proc: join(root, 'proc'),
      network: join(root, 'net'),
      block: join(root, 'block'),
    };
    return createSamples({
      roots,
      log: (_level, event) => logged.push(event),
      layerUsage: (name) => (name === 'web' ? { bytes: 50, maxBytes: 90, inodes: 3, maxInodes: 7 } : undefined),
      clock: { time: () => uptime + offset, uptime: () => uptime },
      historySeconds: 120,
    });
  }

  /** Written in place, as the kernel changes its files: descriptors stay valid. */
  function put(files: Readonly<Record<string, string>>, folder = '.'): void {
    for (const [path, text] of Object.entries(files)) {
      const whole = join(root, folder, path);
      mkdirSync(dirname(whole), { recursive: true });
      writeFileSync(whole, text);
    }
  }
  const putContainer = (name: string, files: Readonly<Record<string, string>> = containerFiles): void =>
    put(files, `cgroup/lxc.payload.${name}`);
  const removeContainer = (name: string): void => rmSync(join(root, `cgroup/lxc.payload.${name}`), { recursive: true });

  async function pass(milliseconds: number): Promise<void> {
    for (let passed = 0; passed < milliseconds; passed += 100) {
      uptime = Math.round(uptime * 10 + 1) / 10;
      await vi.advanceTimersByTimeAsync(100);
    }
  }

  function watch(params: Partial<Params<'sample.watch'>> = {}): AsyncGenerator<Item<'sample.watch'>, void, undefined> {
    return samples.watch({ intervalMs: 1000, historySeconds: 0, ...params }, abort.signal);
  }

  /** What a watcher gets while so many seconds pass. */
  async function collect(seconds: number, params: Partial<Params<'sample.watch'>> = {}): Promise<Sample[]> {
    const seen: Sample[] = [];
    const leave = new AbortController();
    const done = (async () => {
      for await (const item of samples.watch({ intervalMs: 1000, historySeconds: 0, ...params }, leave.signal))
        seen.push(...item.samples);
    })();
    await pass(seconds * 1000);
    leave.abort();
    await done;
    return seen;
  }

  const times = (list: readonly Sample[]): number[] => list.map(({ time }) => time - 1000);

  it('say what the kernel says', async () => {
    putContainer('web');
    put({ tx_bytes: '111\n', rx_bytes: '222\n' }, `net/${vethNameOf('web')}/statistics`);
    await pass(1000);
    put({ 'proc/stat': 'cpu  130 0 120 740 110 0 0 0 9 9\n' });
    putContainer('web', { 'cpu.stat': 'usage_usec 1250000\n' });
    const [sample] = await collect(1);
    expect(sampleSchema.parse(sample)).toEqual({
      time: 1002,
      host: {
        cpuPercent: 50,
        memoryBytes: 600 * 1024,
        memoryTotal: 1000 * 1024,
        load: 0.52,
        ioReadBytes: 102 * 512,
        ioWriteBytes: 34 * 512,
        pressure: { cpu: 1.5, memory: 0, io: 100 },
      },
      containers: [
        {
          name: 'web',
          cpuUsec: 1250000,
          cpuPercent: 25,
          memoryBytes: 4096,
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
          oomKills: 2,
          pressure: { cpu: 0.25, memory: 0, io: 3 },
        },
      ],
    });
  });

  it('have null, never 0, for what the kernel does not give', async () => {
    rmSync(join(root, 'proc'), { recursive: true });
    putContainer('bare', { 'cpu.stat': 'usage_usec 7\n', 'memory.max': 'max\n' });
    const nothing = { cpu: null, memory: null, io: null };
    const [sample] = await collect(1);
    expect(sample).toEqual({
      time: 1001,
      host: {
        cpuPercent: null,
        memoryBytes: null,
        memoryTotal: null,
        load: null,
        ioReadBytes: null,
        ioWriteBytes: null,
        pressure: nothing,
      },
      containers: [
        {
          name: 'bare',
          cpuUsec: 7,
          cpuPercent: null,
          memoryBytes: null,
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
          oomKills: null,
          pressure: nothing,
        },
      ],
    });
  });

  it('count 0 bytes where no device was used yet', async () => {
    putContainer('web', { ...containerFiles, 'io.stat': '' });
    const [sample] = await collect(1);
    expect([sample?.containers[0]?.ioReadBytes, sample?.containers[0]?.ioWriteBytes]).toEqual([0, 0]);
  });

  it('leave out what does not run, and what is no container', async () => {
    putContainer('leftover', { ...containerFiles, 'pids.current': '0\n' });
    putContainer('..');
    put(containerFiles, 'cgroup/system.slice');
    expect((await collect(1))[0]?.containers).toEqual([]);
  });

  it('are of the wanted containers only', async () => {
    for (const name of ['a', 'b', 'c']) putContainer(name);
    const seen = await collect(1, { names: ['c', 'a', 'absent'] });
    expect(seen[0]?.containers.map(({ name }) => name).sort()).toEqual(['a', 'c']);
  });

  it('come from the history first, without a gap or a repetition where it ends', async () => {
    await pass(5000);
    expect(times(await collect(3, { historySeconds: 3 }))).toEqual([3, 4, 5, 6, 7, 8]);
  });

  it('go back as far as the history does', async () => {
    await pass(400_000);
    const seen = times(await collect(1, { historySeconds: 3600 }));
    expect(seen.length).toBeGreaterThanOrEqual(121);
    expect(seen.length).toBeLessThanOrEqual(181);
    expect([seen[0], seen.at(-1)]).toEqual([401 - seen.length + 1, 401]);
  });

  it('have a history in pieces far below the largest frame', async () => {
    for (let index = 0; index < 100; index += 1) putContainer(`web-${index}`);
    await pass(20_000);
    const sizes: number[] = [];
    const done = (async () => {
      for await (const { samples: some } of watch({ historySeconds: 3600 })) sizes.push(some.length);
    })();
    await pass(0);
    await vi.advanceTimersByTimeAsync(0);
    abort.abort();
    await done;
    expect([Math.max(...sizes), sizes.reduce((sum, size) => sum + size, 0)]).toEqual([3, 20]);
  });

  it('have the share of the CPU since the sample that the same watcher had before', async () => {
    putContainer('web');
    await pass(1000);
    const usages = [1_000_000, 1_500_000, 2_500_000, 2_500_000, 3_500_000];
    const slow: Sample[] = [];
    const done = (async () => {
      for await (const item of watch({ intervalMs: 2000, historySeconds: 10 })) slow.push(...item.samples);
    })();
    for (const usage of usages) {
      putContainer('web', { 'cpu.stat': `usage_usec ${usage}\n` });
      await pass(1000);
    }
    abort.abort();
    await done;
    expect(slow.map(({ time, containers }) => [time - 1000, containers[0]?.cpuPercent])).toEqual([
      [1, null],
      [3, 25],
      [5, 50],
    ]);
  });

  it('are thinned for a slow watcher, and read faster only while there is a fast one', async () => {
    const before = times(await collect(4));
    const fast = times(await collect(2, { intervalMs: 500 }));
    const slow = times(await collect(3, { intervalMs: 1500 }));
    expect({ before, fast, slow }).toEqual({ before: [1, 2, 3, 4], fast: [4.5, 5, 5.5, 6], slow: [7, 9] });
    // The history keeps one a second all the time.
    expect(times(await collect(1, { intervalMs: 500, historySeconds: 60 }))).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9, 9.5, 10,
    ]);
  });

  it('wait for a watcher that does not read, instead of piling up', async () => {
    const slow = watch();
    const first = slow.next();
    await pass(1000);
    await first;
    await pass(5000);
    const second = slow.next();
    await pass(1000);
    expect([times((await first).value?.samples ?? []), times((await second).value?.samples ?? [])]).toEqual([[1], [7]]);
  });

  it('find a container that is started, and let go of one that is gone', async () => {
    putContainer('old');
    await pass(1000);
    removeContainer('old');
    putContainer('new');
    await pass(10_000);
    const [sample] = await collect(1);
    expect([
      sample?.containers.map(({ name }) => name),
      descriptorsBelow(join(root, 'cgroup/lxc.payload.old')),
    ]).toEqual([['new'], 0]);
  });

  it('compare no counters across a restart', async () => {
    putContainer('web');
    await pass(1000);
    removeContainer('web');
    await pass(11_000);
    putContainer('web', { ...containerFiles, 'cpu.stat': 'usage_usec 9000000\n' });
    const seen = await collect(12, { intervalMs: 12_000, historySeconds: 3600 });
    expect(seen.map(({ containers }) => containers[0]?.cpuPercent)).toEqual([null, null]);
  });

  it('find the network of a container though it comes after the cgroup', async () => {
    putContainer('web');
    await pass(2000);
    put({ tx_bytes: '5\n', rx_bytes: '6\n' }, `net/${vethNameOf('web')}/statistics`);
    const seen = await collect(4);
    expect(seen.at(-1)?.containers[0]?.netRxBytes).toBe(5);
  });

  it('have times that grow, also after the host set its clock back', async () => {
    await pass(5000);
    offset = 500;
    await pass(2000);
    expect((await collect(1, { historySeconds: 3600 })).map(({ time }) => time)).toEqual([506, 507, 508]);
  });

  it('end with the signal, and with the sampler, which leaves nothing open', async () => {
    putContainer('web');
    const aborted = watch().next();
    abort.abort();
    const closed = samples.watch({ intervalMs: 1000, historySeconds: 0 }, new AbortController().signal).next();
    await pass(1000);
    expect(descriptorsBelow(root)).toBeGreaterThan(10);
    const late = samples.watch({ intervalMs: 1000, historySeconds: 0 }, new AbortController().signal).next();
    samples.close();
    expect([
      (await aborted).done,
      (await closed).value?.samples.length,
      (await late).done,
      descriptorsBelow(root),
      vi.getTimerCount(),
    ]).toEqual([true, 1, true, 0, 0]);
  });

  it('go on without cgroups, and say so once', async () => {
    samples.close();
    rmSync(join(root, 'cgroup'), { recursive: true });
    samples = open();
    expect((await collect(5)).map(({ containers }) => containers.length)).toEqual([0, 0, 0, 0, 0]);
    expect(logged).toEqual(['cgroup-watch-failed', 'cgroup-unreadable']);
  });
});

function descriptorsBelow(folder: string): number {
  return readdirSync('/proc/self/fd').filter((descriptor) => {
    try {
      return readlinkSync(join('/proc/self/fd', descriptor)).startsWith(folder);
    } catch {
      return false;
    }
  }).length;
}
