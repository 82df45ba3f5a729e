// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Sample } from '../../../contract/model/containers/sample.ts';
import { descriptorsBelow, openSampledHost, type SampledHost, times } from './fixtures/sampled-host.ts';

describe('samples', () => {
  let host: SampledHost;
  beforeEach(() => {
    host = openSampledHost();
  });
  afterEach(() => host.close());

  it('come from the history first, without a gap or a repetition where it ends', async () => {
    await host.pass(5000);
    expect(times(await host.collect(3, { historySeconds: 3 }))).toEqual([3, 4, 5, 6, 7, 8]);
  });

  it('go back as far as the history does', async () => {
    await host.pass(400_000);
    const seen = times(await host.collect(1, { historySeconds: 3600 }));
    expect(seen.length).toBeGreaterThanOrEqual(121);
    expect(seen.length).toBeLessThanOrEqual(181);
    expect([seen[0], seen.at(-1)]).toEqual([401 - seen.length + 1, 401]);
  });

  it('have a history in pieces far below the largest frame', async () => {
    for (let index = 0; index < 100; index += 1) host.putContainer(`web-${index}`);
    await host.pass(20_000);
    const sizes: number[] = [];
    const done = (async () => {
      for await (const { samples: some } of host.watch({ historySeconds: 3600 })) sizes.push(some.length);
    })();
    await host.pass(0);
    await vi.advanceTimersByTimeAsync(0);
    host.abort.abort();
    await done;
    expect([Math.max(...sizes), sizes.reduce((sum, size) => sum + size, 0)]).toEqual([3, 20]);
  });

  it('have the share of the CPU since the sample that the same watcher had before', async () => {
    host.putContainer('web');
    await host.pass(1000);
    const usages = [1_000_000, 1_500_000, 2_500_000, 2_500_000, 3_500_000];
    const slow: Sample[] = [];
    const done = (async () => {
      for await (const item of host.watch({ intervalMs: 2000, historySeconds: 10 })) slow.push(...item.samples);
    })();
    for (const usage of usages) {
      host.putContainer('web', { 'cpu.stat': `usage_usec ${usage}\n` });
      await host.pass(1000);
    }
    host.abort.abort();
    await done;
    expect(slow.map(({ time, containers }) => [time - 1000, containers[0]?.cpuPercent])).toEqual([
      [1, null],
      [3, 25],
      [5, 50],
    ]);
  });

  it('are thinned for a slow watcher, and read faster only while there is a fast one', async () => {
    const before = times(await host.collect(4));
    const fast = times(await host.collect(2, { intervalMs: 500 }));
    const slow = times(await host.collect(3, { intervalMs: 1500 }));
    expect({ before, fast, slow }).toEqual({ before: [1, 2, 3, 4], fast: [4.5, 5, 5.5, 6], slow: [7, 9] });
    // The history keeps one a second all the time.
    expect(times(await host.collect(1, { intervalMs: 500, historySeconds: 60 }))).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9, 9.5, 10,
    ]);
  });

  it('wait for a watcher that does not read, instead of piling up', async () => {
    const slow = host.watch();
    const first = slow.next();
    await host.pass(1000);
    await first;
    await host.pass(5000);
    const second = slow.next();
    await host.pass(1000);
    expect([times((await first).value?.samples ?? []), times((await second).value?.samples ?? [])]).toEqual([[1], [7]]);
  });

  it('have times that grow, also after the host set its clock back', async () => {
    await host.pass(5000);
    host.setClock(500);
    await host.pass(2000);
    expect((await host.collect(1, { historySeconds: 3600 })).map(({ time }) => time)).toEqual([506, 507, 508]);
  });

  it('end with the signal, and with the sampler, which leaves nothing open', async () => {
    host.putContainer('web');
    const aborted = host.watch().next();
    host.abort.abort();
    const closed = host.samples.watch({ intervalMs: 1000, historySeconds: 0 }, new AbortController().signal).next();
    await host.pass(1000);
    expect(descriptorsBelow(host.root)).toBeGreaterThan(10);
    const late = host.samples.watch({ intervalMs: 1000, historySeconds: 0 }, new AbortController().signal).next();
    host.samples.close();
    expect([
      (await aborted).done,
      (await closed).value?.samples.length,
      (await late).done,
      descriptorsBelow(host.root),
      vi.getTimerCount(),
    ]).toEqual([true, 1, true, 0, 0]);
  });
});
