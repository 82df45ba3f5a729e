// SPDX-License-Identifier: Apache-2.0
import { existsSync, mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { UsageColumn, UsageHistory } from '../../../../contract/model/containers/usage-history.ts';
import type { RankedColumn } from '../../../../contract/model/containers/usage-ranking.ts';
import {
  containerColumns,
  containerWidth,
  hostColumns,
  hostWidth,
  interfaceColumns,
  interfaceSubject,
  interfaceWidth,
  type Reading,
} from '../columns.ts';
import { type KeptUsage, type KeptUsageOptions, openKeptUsage } from './kept-usage.ts';

/** A whole number of days after the epoch. */
const begin = 20_000 * 86_400;
const minFreeBytes = 0;

/** Numbers of 13 bits are kept exactly. */
const memoryAt = (second: number): number => second % 8192;

/** Each second of processor time is used; the memory follows the seconds since `begin`. */
function reading(time: number, names: readonly string[], generation = 1): Reading {
  const host = new Float64Array(hostWidth).fill(Number.NaN);
  host[hostColumns.memoryBytes] = memoryAt(time - begin);
  const containers = names.map((name): [string, Float64Array] => {
    const row = new Float64Array(containerWidth).fill(Number.NaN);
    row[containerColumns.generation] = generation;
    row[containerColumns.cpuUsec] = (time - begin) * 1e6;
    row[containerColumns.memoryBytes] = memoryAt(time - begin);
    return [name, row];
  });
  return { time, uptime: time - begin + 5, host, containers: new Map(containers), interfaces: new Map() };
}

/** Each of these interfaces receives 100 bytes in each second, and sends 7. */
function withInterfaces(one: Reading, owner: string, names: readonly string[], generation = 1): Reading {
  const rows = names.map((name): [string, Float64Array] => {
    const row = new Float64Array(interfaceWidth);
    row[interfaceColumns.generation] = generation;
    row[interfaceColumns.rxBytes] = one.uptime * 100;
    row[interfaceColumns.txBytes] = one.uptime * 7;
    return [interfaceSubject(owner, name), row];
  });
  return { ...one, interfaces: new Map([...one.interfaces, ...rows]) };
}

describe('what is kept of the usage', () => {
  let folder: string;
  let kept: KeptUsage;
  let present: Set<string>;
  const logged: string[] = [];

  function open(options: Partial<KeptUsageOptions> = {}): void {
    kept = openKeptUsage({
      path: join(folder, 'history.db'),
      log: (_level, event) => logged.push(event),
      isThere: (name) => present.has(name),
      minFreeBytes,
      ...options,
    });
  }

  function feed(from: number, seconds: number, names: readonly string[] = ['web'], shift = 0): void {
    for (let second = from; second < from + seconds; second += 1) {
      const one = reading(begin + second, names);
      kept.add({ ...one, time: one.time + shift });
    }
  }

  async function ask(
    from: number,
    to: number,
    {
      points = 1000,
      container = 'web',
      now = to,
    }: { points?: number; container?: string | undefined; now?: number } = {},
  ): Promise<UsageHistory> {
    const params = { to: begin + to, seconds: to - from, points, ...(container !== '' && { container }) };
    return kept.history(params, begin + now);
  }

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'bulkhead-history-'));
    present = new Set(['web', 'db']);
    logged.length = 0;
    open();
  });
  afterEach(() => {
    kept.close();
    rmSync(folder, { recursive: true });
  });

  it('has each second of the last hour, also of what is not written yet', async () => {
    feed(0, 700);
    const { from, step, length, series } = await ask(0, 700);
    expect([from - begin, step, length]).toEqual([0, 1, 700]);
    expect(valuesOf(series, 'memory')).toEqual(Array.from({ length: 700 }, (_, second) => second));
    expect(valuesOf(series, 'cpu')).toEqual([null, ...Array.from({ length: 699 }, () => 100)]);
  });

  it('ranks containers by what they used, also those of which nothing is written yet', async () => {
    present.add('new');
    feed(0, 600, ['web', 'db']);
    feed(600, 30, ['web', 'new']);
    const rank = (column: RankedColumn, from: number, to: number, count = 10) =>
      kept.rank({ column, to: begin + to, seconds: to - from, count }, begin + 630);
    const { from, to, containers } = await rank('memory', 0, 700);
    expect([from - begin, to - begin]).toEqual([0, 630]);
    expect(containers.map(({ name }) => name)).toEqual(['web', 'db', 'new']);
    expect(containers.map(({ max }) => max)).toEqual([629, 599, 629]);
    expect((await rank('memory', 600, 630, 1)).containers.map(({ name }) => name)).toEqual(['new']);
    // Each used nothing where it was not measured: db ran for a part of this range alone.
    expect((await rank('cpu', 570, 630)).containers.map(({ name }) => name)).toEqual(['web', 'db', 'new']);
    expect((await rank('disk', 0, 700)).containers).toEqual([]);
    kept.forget('web');
    expect((await rank('memory', 0, 630)).containers.map(({ name }) => name)).toEqual(['db', 'new']);
  });

  it('is there after a restart, with a gap where the helper did not run', async () => {
    feed(0, 95);
    kept.close();
    open();
    feed(105, 100);
    const memory = valuesOf((await ask(0, 205)).series, 'memory');
    const gap = Array.from({ length: 205 }, (_, second) => (second >= 95 && second < 105 ? null : second));
    expect(memory).toEqual(gap);
    expect(valuesOf((await ask(0, 205)).series, 'cpu')?.slice(104, 107)).toEqual([null, null, 100]);
  });

  it('lacks the last two minutes at most after a kill', async () => {
    feed(0, 1200);
    const killed = kept;
    open();
    const memory = valuesOf((await ask(300, 1200)).series, 'memory') ?? [];
    killed.close();
    expect(memory.slice(0, 780)).toEqual(Array.from({ length: 780 }, (_, second) => 300 + second));
  });

  it('becomes fewer points by least, mean and greatest where only those are kept', async () => {
    feed(0, 9000);
    const { from, step, series } = await ask(0, 600, { now: 9000 });
    const memory = series.find(({ column }) => column === 'memory');
    expect([from - begin, step]).toEqual([0, 10]);
    expect([memory?.min[3], memory?.mean[3], memory?.max[3]]).toEqual([30, 34.5, 39]);
    const whole = await ask(0, 9000, { points: 16 });
    const all = whole.series.find(({ column }) => column === 'memory');
    expect([whole.step, all?.min.at(-1), all?.max.at(-1)]).toEqual([600, memoryAt(8400), memoryAt(8999)]);
  });

  it('is of the host where no container is named, and nothing of one that never ran', async () => {
    feed(0, 130);
    expect(valuesOf((await ask(0, 130, { container: '' })).series, 'memory')?.[100]).toBe(100);
    expect((await ask(0, 130, { container: 'other' })).series).toEqual([]);
  });

  it('has nothing of the time after now', async () => {
    feed(0, 300);
    const { length, series } = await ask(0, 300, { now: 200 });
    expect([length, valuesOf(series, 'memory')?.length]).toEqual([200, 200]);
  });

  it('compares no counters of two generations, and counts OOM kills', async () => {
    for (const [second, generation, kills] of [
      [1, 1, 0],
      [2, 1, 2],
      [3, 2, 0],
      [4, 2, 0],
    ] as const) {
      const one = reading(begin + second, ['web'], generation);
      const row = one.containers.get('web');
      if (row !== undefined) row[containerColumns.oomKills] = kills;
      kept.add(one);
    }
    const { series } = await ask(0, 10, { now: 5 });
    expect(valuesOf(series, 'cpu')).toEqual([null, null, 100, null, 100]);
    expect(valuesOf(series, 'oomKills')).toEqual([null, null, 2, null, 0]);
  });

  it('is removed with its container, also with one that something else removed', async () => {
    feed(0, 4000, ['web', 'db']);
    kept.forget('web');
    expect((await ask(0, 4000)).series).toEqual([]);
    expect((await ask(0, 4000, { container: 'db' })).series).not.toEqual([]);
    kept.close();
    present.delete('db');
    open();
    feed(4000, 1, []);
    expect((await ask(0, 4000, { container: 'db' })).series).toEqual([]);
    expect((await ask(0, 4000, { container: '' })).series).not.toEqual([]);
  });

  it('goes with its container to another name, in the place of what was kept under that', async () => {
    feed(0, 4000, ['web', 'db']);
    const before = (await ask(0, 4000)).series;
    kept.rename('web', 'shop');
    expect((await ask(0, 4000)).series).toEqual([]);
    expect((await ask(0, 3900, { container: 'shop' })).series.length).toBe(before.length);
    kept.rename('gone', 'db');
    expect((await ask(0, 4000, { container: 'db' })).series).not.toEqual([]);
  });

  it('goes on when the clock is set back, and shows what was measured since', async () => {
    feed(0, 4000);
    // The clock says 1000 again, and the memory of the readings goes on from 4000.
    feed(4000, 300, ['web'], -3000);
    const memory = valuesOf((await ask(900, 1300)).series, 'memory') ?? [];
    expect(memory.slice(0, 100)).toEqual(Array.from({ length: 100 }, (_, second) => 900 + second));
    expect(memory.slice(100)).toEqual(Array.from({ length: 300 }, (_, second) => 4000 + second));
  });

  it('ignores a clock beyond all times', async () => {
    feed(0, 10);
    kept.add({ ...reading(begin + 10, ['web']), time: 1e12 });
    kept.add({ ...reading(begin + 10, ['web']), time: Number.NaN });
    feed(10, 10);
    expect(valuesOf((await ask(0, 20)).series, 'memory')).toEqual(Array.from({ length: 20 }, (_, second) => second));
  });

  describe('of network interfaces', () => {
    const asked = (container: string | undefined, name?: string, to = 4000): Promise<UsageHistory> =>
      kept.history(
        {
          to: begin + to,
          seconds: 600,
          points: 700,
          ...(container !== undefined && { container }),
          ...(name !== undefined && { interface: name }),
        },
        begin + to,
      );
    function feedInterfaces(from: number, seconds: number, names: readonly string[]): void {
      for (let second = from; second < from + seconds; second += 1) {
        const one = withInterfaces(reading(begin + second, ['web', 'db']), 'web', names);
        kept.add(withInterfaces(one, '', ['enp1s0']));
      }
    }

    it('is their traffic, of the host and of containers, over restarts too', async () => {
      feedInterfaces(0, 2000, ['eth0', 'wg0']);
      kept.close();
      open();
      feedInterfaces(2000, 2000, ['eth0', 'wg0']);
      const { series, interfaces } = await asked('web', 'wg0');
      expect([series.map(({ column }) => column), interfaces]).toEqual([['netRx', 'netTx'], []]);
      expect([valuesOf(series, 'netRx')?.[300], valuesOf(series, 'netTx')?.[300]]).toEqual([100, 7]);
      expect(valuesOf((await asked(undefined, 'enp1s0')).series, 'netTx')?.[300]).toBe(7);
      expect((await asked('web')).interfaces).toEqual(['eth0', 'wg0']);
      expect([(await asked(undefined)).interfaces, (await asked('db')).interfaces]).toEqual([['enp1s0'], []]);
    });

    it('is named only for the time in which there were any', async () => {
      feedInterfaces(0, 200, ['eth0', 'wg0']);
      feedInterfaces(90_000, 200, ['eth0', 'eth1']);
      expect((await asked('web', undefined, 90_200)).interfaces).toEqual(['eth0', 'eth1']);
      expect((await asked('web', undefined, 200)).interfaces).toEqual(['eth0', 'wg0']);
    });

    it('goes with the container, to another name and away', async () => {
      feedInterfaces(0, 3000, ['eth0', 'wg0']);
      kept.rename('web', 'shop');
      expect([(await asked('web', 'wg0', 3000)).series, (await asked('web', undefined, 3000)).interfaces]).toEqual([
        [],
        [],
      ]);
      expect((await asked('shop', undefined, 2900)).interfaces).toEqual(['eth0', 'wg0']);
      expect((await asked('shop', 'wg0', 2800)).series).not.toEqual([]);
      kept.forget('shop');
      expect((await asked('shop', 'wg0', 2800)).series).toEqual([]);
      expect((await asked(undefined, 'enp1s0', 2800)).series).not.toEqual([]);
      kept.close();
      open();
      present.delete('web');
      feedInterfaces(3000, 1, []);
      expect((await asked('web', 'wg0', 2800)).series).toEqual([]);
    });

    it('is of sixteen names of a container at most, of which one that was long not there makes room', async () => {
      const names = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `veth${index}`);
      feedInterfaces(0, 130, names(17));
      expect((await asked('web', undefined, 130)).interfaces).toEqual(names(16));
      feedInterfaces(130, 3700, ['eth0', ...names(15)]);
      expect((await asked('web', undefined, 3830)).interfaces).toContain('eth0');
      expect((await asked('web', 'veth15', 130)).series).toEqual([]);
      expect((await asked('web', 'veth14', 3830)).series).not.toEqual([]);
    });
  });

  describe('when its file', () => {
    it('is no database, sets it aside, says so, and goes on', async () => {
      kept.close();
      writeFileSync(join(folder, 'history.db'), 'this is no database at all, whatever its name says'.repeat(200));
      open();
      feed(0, 200);
      expect(logged).toEqual(['history-set-aside']);
      expect(valuesOf((await ask(0, 200)).series, 'memory')?.[150]).toBe(150);
      expect(existsSync(join(folder, 'history.db.damaged'))).toBe(true);
    });

    it('is damaged within, loses what was damaged, and never the readings to come', async () => {
      feed(0, 7000);
      kept.close();
      const path = join(folder, 'history.db');
      const bytes = statSync(path).size;
      truncateSync(path, Math.floor(bytes / 2 / 4096) * 4096);
      open();
      feed(7000, 200);
      const { series } = await ask(7000, 7200);
      expect(valuesOf(series, 'memory')?.[150]).toBe(memoryAt(7150));
      expect(logged).toContain('history-set-aside');
      kept.close();
      open();
      expect(valuesOf((await ask(7000, 7200)).series, 'memory')?.[199]).toBe(memoryAt(7199));
    });

    it('would take more than it may, loses the oldest points of all containers first', async () => {
      const names = Array.from({ length: 12 }, (_, index) => `web-${index}`);
      present = new Set(names);
      kept.close();
      open({ maxBytes: 100_000 });
      feed(0, 7200, names);
      kept.close();
      open();
      expect(statSync(join(folder, 'history.db')).size).toBeLessThan(200_000);
      const { series } = await ask(6900, 7200, { container: 'web-3' });
      expect(valuesOf(series, 'memory')?.at(-1)).toBe(7199);
      expect((await ask(0, 600, { container: 'web-3', now: 7200 })).series).toEqual([]);
    });

    it('has no room on its disk, lets the helper go on, and is written again once there is room', async () => {
      kept.close();
      open({ minFreeBytes: 2 ** 62 });
      feed(0, 400);
      expect(logged).toEqual(['history-not-kept']);
      expect(valuesOf((await ask(200, 400)).series, 'memory')?.[190]).toBe(390);
    });
  });

  describe.skipIf(process.getuid?.() !== 0)('on a disk that is full', () => {
    it('goes on in memory, and is written once there is room', async () => {
      kept.close();
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'test', folder]);
      try {
        open();
        feed(0, 100);
        expect(() => {
          for (;;) writeFileSync(join(folder, 'fill'), Buffer.alloc(4096), { flag: 'a' });
        }).toThrow('ENOSPC');
        feed(100, 200);
        expect(logged).toEqual(['history-not-kept']);
        rmSync(join(folder, 'fill'));
        feed(300, 60);
        expect(logged).toEqual(['history-not-kept', 'history-kept-again']);
        kept.close();
        open();
        expect(valuesOf((await ask(200, 360)).series, 'memory')).toEqual(
          Array.from({ length: 160 }, (_, second) => 200 + second),
        );
      } finally {
        kept.close();
        // Lazily, since libsql closes its files a moment after it says so.
        execFileSync('umount', ['--lazy', folder]);
      }
    });
  });
});

function valuesOf(series: UsageHistory['series'], column: UsageColumn): readonly (number | null)[] | undefined {
  return series.find((one) => one.column === column)?.mean;
}
