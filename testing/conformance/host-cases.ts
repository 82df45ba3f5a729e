// SPDX-License-Identifier: Apache-2.0
/** Tests the host as a whole: params, activity, volumes, policy, audit and samples. */

import { describe, expect, it } from 'vitest';
import { codeOf, readStream } from './read-stream.ts';
import type { ConformanceSubject } from './subject.ts';
import { readResult } from '../../rpc/read-result.ts';

export function describeHost(subject: () => ConformanceSubject): void {
  describe('params', () => {
    it('that do not fit are answered with the field and its problem', async () => {
      const answer = subject().client.request('container.start', { name: '../etc' });
      await expect(answer).rejects.toMatchObject({
        code: 'params-invalid',
        data: { issues: [{ field: 'name' }, { field: 'name' }] },
      });
    });
  });

  describe('the control groups', () => {
    it('are a tree from the root on, each below one that is there, with those of containers', async () => {
      const { client } = subject();
      const { groups, omitted } = await client.request('cgroup.list', {});
      const paths = groups.map(({ path }) => path);
      expect([paths[0], paths.includes('/system.slice'), omitted]).toEqual(['/', true, 0]);
      const known = new Set(paths);
      const parentOf = (path: string): string => path.slice(0, Math.max(1, path.lastIndexOf('/')));
      expect(paths.filter((path) => !known.has(parentOf(path)))).toEqual([]);
      const { containers } = await client.request('container.list', {});
      const running = containers.filter(({ initPid }) => initPid !== null).map(({ name }) => name);
      expect(groups.flatMap(({ container }) => container ?? []).sort()).toEqual(running.sort());
    });
  });

  describe('the activity log', () => {
    it('has a call that failed, with the words of its failure', async () => {
      const { client, newName } = subject();
      const name = newName();
      await expect(client.request('container.start', { name })).rejects.toThrow(name);
      for await (const item of client.stream('activity.watch', { latest: 20 })) {
        const entries = item.type === 'snapshot' ? item.entries : [];
        const ids = entries.map(({ id }) => id);
        expect(ids).toEqual([...ids].sort((a, b) => a - b));
        expect(entries.findLast(({ subject: about }) => about === name)).toMatchObject({
          operation: 'container.start',
          outcome: 'failed',
          detail: `cannot find the container ${name}: no such container on this host`,
          change: null,
        });
        break;
      }
    });

    it('has no entry of what only reads', async () => {
      const { client } = subject();
      await client.request('container.list', {});
      for await (const item of client.stream('activity.watch', { latest: 1000 })) {
        const entries = item.type === 'snapshot' ? item.entries : [];
        expect(entries.length).toBeGreaterThan(0);
        expect(entries.filter(({ operation }) => operation === 'container.list')).toEqual([]);
        break;
      }
    });

    it('undoes no entry that changed nothing', async () => {
      const { client } = subject();
      expect(await codeOf(readResult(client.stream('activity.undo', { id: 999_999 })))).toBe('change-not-found');
    });
  });

  describe('volumes', () => {
    it('may be rejected while they are typed', async () => {
      const { client } = subject();
      expect((await client.request('volume.check', { source: '/etc' })).problem).not.toBeNull();
    });

    it('of a plan are denied before it is done, as are its ports and networks', async () => {
      const { client, newName } = subject();
      const name = newName();
      const plan = await client.request('plan.check', {
        networks: [{ name: 'everything', address: '0.0.0.0/0' }],
        published: [{ name, network: { kind: 'none' }, hostPort: 8081, port: 80 }],
        volumes: ['/etc', '/srv/new'],
      });
      expect(plan).toEqual({
        networks: [expect.stringContaining('0.0.0.0/0 is no net')],
        published: [expect.stringContaining(`${name} is not behind the host's address`)],
        volumes: [expect.stringContaining('belongs to the system'), null],
        ownDomain: null,
      });
    });

    it('are attached to a stopped container, one for each target, and detached', async () => {
      const { client, image, newName, newFolder } = subject();
      const [name, source] = [newName(), await newFolder()];
      await readResult(client.stream('container.create', { name, image }));
      const unknown = readResult(client.stream('volume.detach', { name, target: '/srv/data' }));
      expect(await codeOf(unknown)).toBe('volume-not-found');
      const attach = client.stream('volume.attach', { name, source, target: '/srv/data' });
      const { container } = (await readStream(attach)).result;
      expect(container.volumes).toEqual([{ source, target: '/srv/data', readOnly: false, category: null }]);
      const again = readResult(
        client.stream('volume.attach', { name, source: await newFolder(), target: '/srv/data' }),
      );
      expect(await codeOf(again)).toBe('volume-not-allowed');
      const detached = await readStream(client.stream('volume.detach', { name, target: '/srv/data' }));
      expect(detached.result.container.volumes).toEqual([]);
      await client.request('container.remove', { name });
    });
  });

  describe('policy modules', () => {
    it('of a container without one cannot be shown', async () => {
      const { client, newName } = subject();
      expect(await codeOf(client.request('policy.show', { name: newName() }))).toBe('module-not-found');
    });
  });

  describe('the audit of isolation', () => {
    it('reports its steps, a map of all containers, and as many findings as it answers', async () => {
      const { items, result } = await readStream(subject().client.stream('isolation.audit', {}));
      const fractions = items.flatMap((item) => (item.type === 'progress' ? [item.fraction] : []));
      const maps = items.flatMap((item) => (item.type === 'map' ? [item.map] : []));
      expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
      expect(items.filter(({ type }) => type === 'finding')).toHaveLength(result.findings);
      expect(maps).toHaveLength(1);
      expect(maps[0]?.rows.map((row) => row.length)).toEqual(maps[0]?.containers.map(() => maps[0]?.containers.length));
      expect(result.labels).toBe(false);
    });
  });

  describe('the drill', () => {
    it('gives no report that it does not have', async () => {
      const report = '20200101T000000Z-012345';
      expect(await codeOf(subject().client.request('drill.report', { report }))).toBe('drill-report-not-found');
    });

    it('is scheduled, and unscheduled', async () => {
      const { client } = subject();
      const { schedule } = await client.request('drill.schedule', { at: '04:30' });
      expect(schedule.at).toBe('04:30');
      expect((await client.request('drill.list', {})).schedule).toEqual(schedule);
      await client.request('drill.unschedule', {});
      expect((await client.request('drill.list', {})).schedule).toBeUndefined();
    });
  });

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
