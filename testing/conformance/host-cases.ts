// SPDX-License-Identifier: Apache-2.0
/** Tests the host as a whole: params, activity, volumes, policy, audit and samples. */

import { describe, expect, it } from 'vitest';
import { codeOf, readStream } from './read-stream.ts';
import type { ConformanceSubject } from './subject.ts';
import { readResult } from '../../rpc/read-result.ts';
import { describeSamples } from './sample-cases.ts';

export function describeHost(subject: () => ConformanceSubject): void {
  describeParams(subject);
  describeControlGroups(subject);
  describeActivity(subject);
  describeVolumes(subject);
  describePolicyModules(subject);
  describeAudit(subject);
  describeDrill(subject);
  describeSamples(subject);
}

function describeParams(subject: () => ConformanceSubject): void {
  describe('params', () => {
    it('that do not fit are answered with the field and its problem', async () => {
      const answer = subject().client.request('container.start', { name: '../etc' });
      await expect(answer).rejects.toMatchObject({
        code: 'params-invalid',
        data: { issues: [{ field: 'name' }, { field: 'name' }] },
      });
    });
  });
}

function describeControlGroups(subject: () => ConformanceSubject): void {
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
}

function describeActivity(subject: () => ConformanceSubject): void {
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
}

function describeVolumes(subject: () => ConformanceSubject): void {
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
}

function describePolicyModules(subject: () => ConformanceSubject): void {
  describe('policy modules', () => {
    it('of a container without one cannot be shown', async () => {
      const { client, newName } = subject();
      expect(await codeOf(client.request('policy.show', { name: newName() }))).toBe('module-not-found');
    });
  });
}

function describeAudit(subject: () => ConformanceSubject): void {
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
}

function describeDrill(subject: () => ConformanceSubject): void {
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
}
