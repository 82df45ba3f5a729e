// SPDX-License-Identifier: Apache-2.0
/** Tests the samples of a host: as they come, as they are kept, and as they are ranked. */

import { describe, expect, it } from 'vitest';
import type { ConformanceSubject } from './subject.ts';

export function describeSamples(subject: () => ConformanceSubject): void {
  describe('samples', () => {
    it('come in order of time, of the host and its running containers', async () => {
      const { client } = subject();
      let read = 0;
      let last = 0;
      for await (const { samples } of client.stream('sample.watch', { historySeconds: 60 })) {
        for (const { time } of samples) {
          expect(time).toBeGreaterThan(last);
          last = time;
        }
        read += 1;
        if (read === 2) break;
      }
      expect(read).toBe(2);
    });

    it('are kept: points at equal distances up to now, with the least, the mean and the greatest', async () => {
      const { client } = subject();
      let now = 0;
      for await (const { samples } of client.stream('sample.watch', {})) {
        now = samples.at(-1)?.time ?? 0;
        if (now > 0) break;
      }
      const history = await client.request('sample.history', { to: now + 60, seconds: 660, points: 700 });
      expect(history).toMatchObject({ step: 1, length: expect.closeTo(600, -1) as number });
      expect(history.from % history.step).toBe(0);
      for (const { min, mean, max } of history.series) {
        expect([min, mean, max].map(({ length }) => length)).toEqual([history.length, history.length, history.length]);
        for (const [at, value] of mean.entries()) {
          if (value === null) expect([min[at], max[at]]).toEqual([null, null]);
          else expect([(min[at] ?? 0) <= value * 1.0001, (max[at] ?? 0) >= value * 0.9999]).toEqual([true, true]);
        }
      }
      const memory = history.series.find(({ column }) => column === 'memory')?.mean ?? [];
      expect(memory.slice(-10).filter((value) => value !== null).length).toBeGreaterThan(0);
    });

    it('are ranked: the container that used most first, and no more than asked for', async () => {
      const asked = { column: 'memory' as const, to: Date.now() / 1000, seconds: 600 };
      const { containers } = await subject().client.request('sample.rank', asked);
      const means = containers.map(({ mean }) => mean);
      expect(means).toEqual(means.toSorted((left, right) => right - left));
      for (const { mean, max } of containers) expect(max).toBeGreaterThanOrEqual(mean * 0.9999);
      const first = await subject().client.request('sample.rank', { ...asked, count: 1 });
      expect(first.containers.length).toBe(Math.min(1, containers.length));
    });

    it('are kept of what is asked for, in at most as many points, and not of what never ran', async () => {
      const { client, newName } = subject();
      const asked = { to: Date.now() / 1000, seconds: 30 * 86_400, points: 100, columns: ['memory' as const] };
      const { series, length } = await client.request('sample.history', asked);
      expect(length).toBeLessThanOrEqual(100);
      expect(series.map(({ column }) => column)).toEqual(['memory']);
      expect((await client.request('sample.history', { ...asked, container: newName() })).series).toEqual([]);
    });
  });
}
