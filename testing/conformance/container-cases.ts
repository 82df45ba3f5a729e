// SPDX-License-Identifier: Apache-2.0
/** Tests the life of a container: what is promised of creation, states, limits and removal. */

import { beforeAll, describe, expect, it } from 'vitest';
import type { Container } from '../../contract/model/containers/container.ts';
import { creationSteps } from '../../contract/wording/creation-steps.ts';
import type { ContainerChange } from '../../contract/operations/container.ts';
import { readResult } from '../../rpc/read-result.ts';
import { codeOf, readStream } from './read-stream.ts';
import type { ConformanceSubject } from './subject.ts';

const requestsOfRunning = [
  'container.processes',
  'container.stop',
  'container.restart',
  'container.freeze',
  'container.unfreeze',
  'isolation.kill',
] as const;

export function describeContainers(subject: () => ConformanceSubject): void {
  const find = async (name: string): Promise<Container | undefined> =>
    (await subject().client.request('container.list', {})).containers.find((container) => container.name === name);

  describe('a container', () => {
    let name: string;

    beforeAll(() => {
      name = subject().newName();
    });

    it('is shown as LXC configuration before it is created, and is not created by that', async () => {
      const { client, image } = subject();
      const { lines } = await client.request('container.preview-creation', { name, image });
      expect(lines).toContainEqual({ key: 'lxc.uts.name', value: name });
      expect(lines.find(({ key }) => key === 'lxc.selinux.context')?.value).toMatch(/:bulkhead_t:s0:c\d+,c\d+$/);
      expect(await find(name)).toBeUndefined();
    });

    it('is created step by step, confined, and listed as it was answered', async () => {
      const { client, image } = subject();
      const params = { name, image, confinement: 'shared', volumes: [], start: false } as const;
      const { items, result } = await readStream(client.stream('container.create', { ...params, volumes: [] }));
      const fractions = items.map(({ fraction }) => fraction);
      expect([...new Set(items.map(({ step }) => step))]).toEqual(creationSteps({ ...params, volumes: [] }));
      expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
      expect(result).toMatchObject({
        name,
        image,
        state: 'stopped',
        isManaged: true,
        confinementMode: 'enforced',
        domain: 'bulkhead_t',
        confinement: 'shared',
        initPid: null,
        startedAt: null,
        addresses: [],
        volumes: [],
      });
      expect(result.categories).toHaveLength(2);
      expect(result.context).toBe(`system_u:system_r:bulkhead_t:s0:${result.categories.join(',')}`);
      expect(await find(name)).toEqual(result);
    });

    it('keeps its name from another, and needs an image that is there', async () => {
      const { client, image, newName } = subject();
      expect(await codeOf(readResult(client.stream('container.create', { name, image })))).toBe('container-exists');
      const missing = readResult(client.stream('container.create', { name: newName(), image: 'no-such-image' }));
      expect(await codeOf(missing)).toBe('image-not-found');
    });

    it('has its limits changed from the next start while it is stopped', async () => {
      const limits = { pids: 300, memoryBytes: 256 * 1024 ** 2 };
      const { container, applied } = await subject().client.request('container.configure', { name, limits });
      expect(container.limits).toMatchObject(limits);
      expect(applied).toEqual([
        { key: 'memoryBytes', applies: 'next-start', note: null },
        { key: 'pids', applies: 'next-start', note: null },
      ]);
      expect((await find(name))?.limits).toEqual(container.limits);
    });

    it('is given tags and loses some, in order, and another client sees them; undone, they are as before', async () => {
      const { client } = subject();
      const tagged = await client.request('container.tag', { name, add: ['web', 'prod', 'web'] });
      expect(tagged.tags).toEqual(['prod', 'web']);
      expect(
        (await client.request('container.tag', { name, add: ['web', 'old'], remove: ['prod', 'none'] })).tags,
      ).toEqual(['old', 'web']);
      expect((await find(name))?.tags).toEqual(['old', 'web']);
      const { changes } = await client.request('change.list', {});
      const { id, summary, before, change } = changes.at(-1) ?? { id: 0 };
      expect({ summary, before, change }).toEqual({
        summary: `Tags of ${name}: +old -prod`,
        before: ['tags prod, web'],
        change: ['tags old, web'],
      });
      await readResult(client.stream('activity.undo', { id }));
      expect((await find(name))?.tags).toEqual(['prod', 'web']);
      const many = Array.from({ length: 15 }, (_, index) => `tag-${index}`);
      expect(await codeOf(client.request('container.tag', { name, add: many }))).toBe('too-many-tags');
      expect((await find(name))?.tags).toEqual(['prod', 'web']);
    });

    it('has its settings changed, those that are named, and undone they are as before', async () => {
      const { client } = subject();
      const was = (await find(name))?.settings;
      const change = { description: 'Shop', environment: [{ name: 'LANG', value: 'C.UTF-8' }] };
      const { container, applied } = await client.request('container.change-settings', { name, settings: change });
      expect(container.settings).toEqual({ ...was, ...change });
      expect(applied).toEqual([
        { key: 'description', applies: 'live' },
        { key: 'environment', applies: 'next-start' },
      ]);
      const { changes } = await client.request('change.list', {});
      const { id, kind, change: made } = changes.at(-1) ?? { id: 0 };
      expect({ kind, made }).toEqual({ kind: 'settings', made: ['description Shop', 'variable LANG C.UTF-8'] });
      await readResult(client.stream('activity.undo', { id }));
      expect((await find(name))?.settings).toEqual(was);
    });

    it('is put on another network while it does not run, and undone it is on the former one', async () => {
      const { client } = subject();
      const before = (await find(name))?.network;
      const { network } = await client.request('network.change', { name, network: { kind: 'none' } });
      expect(network).toEqual({ kind: 'none' });
      const { changes } = await client.request('change.list', {});
      const { id, kind, change: made } = changes.at(-1) ?? { id: 0 };
      expect({ kind, made }).toEqual({ kind: 'network', made: ['network none'] });
      await readResult(client.stream('activity.undo', { id }));
      expect((await find(name))?.network).toEqual(before);
    });

    it('has a schedule of snapshots until that is ended', async () => {
      const { client } = subject();
      const plan = { times: { every: 'day', at: '03:00' }, keep: 3 } as const;
      const { schedule } = await client.request('snapshot.schedule', { name, plan });
      expect(schedule).toMatchObject({ ...plan, last: null });
      expect((await client.request('snapshot.list', { name })).schedule).toEqual(schedule);
      await client.request('snapshot.unschedule', { name });
      expect((await client.request('snapshot.list', { name })).schedule).toBeNull();
    });

    it('gives a folder of its files as one archive, and none that is not there', async () => {
      const { client } = subject();
      const { items, result } = await readStream(client.stream('file.pack', { name, paths: ['/etc'] }));
      const bytes = items.reduce((sum, { data }) => sum + data.length, 0);
      expect(result).toMatchObject({ bytes, leftOut: expect.any(Array) as unknown });
      expect(result.files).toBeGreaterThan(1);
      expect(await codeOf(readResult(client.stream('file.pack', { name, paths: ['/etc', '/gone'] })))).toBe(
        'file-not-found',
      );
    });

    it('has another name for a while, under which nobody else can be called', async () => {
      const { client, newName } = subject();
      const to = newName();
      expect((await client.request('container.rename', { name, to })).name).toBe(to);
      expect([await find(name), (await find(to))?.state]).toEqual([undefined, 'stopped']);
      expect(await codeOf(client.request('container.rename', { name: to, to }))).toBe('container-exists');
      await client.request('container.rename', { name: to, to: name });
      expect((await find(name))?.name).toBe(name);
    });

    it('is adopted by nobody, since it is managed already, and has no original', async () => {
      const { client } = subject();
      const { problems } = await client.request('container.preview-adoption', { name });
      expect(problems).toContain('Bulkhead manages it already');
      expect(await codeOf(readResult(client.stream('container.adopt', { name })))).toBe('container-not-adoptable');
      expect(await codeOf(client.request('container.restore-original', { name }))).toBe('original-not-found');
      expect(await codeOf(client.request('container.remove-original', { name }))).toBe('original-not-found');
    });

    it('does not do what only a running one can do', async () => {
      const { client } = subject();
      expect(await codeOf(client.channel('console.open', { name }).result)).toBe('container-not-running');
      for (const operation of requestsOfRunning)
        expect([operation, await codeOf(client.request(operation, { name }))]).toEqual([
          operation,
          'container-not-running',
        ]);
    });

    it('starts, once, and gets live limits', async () => {
      const { client } = subject();
      const started = await client.request('container.start', { name });
      expect(started.state).toBe('running');
      expect(started.initPid).toBeGreaterThan(1);
      expect(started.startedAt).toBeGreaterThan(started.createdAt ?? Number.NaN);
      expect(await codeOf(client.request('container.start', { name }))).toBe('container-running');
      const { applied } = await client.request('container.configure', { name, limits: { pids: 400 } });
      expect(applied).toEqual([{ key: 'pids', applies: 'live', note: null }]);
    });

    it('has processes, below its init, in its context', async () => {
      const { context, initPid } = (await find(name)) ?? { initPid: null };
      const { processes, omitted } = await subject().client.request('container.processes', { name });
      expect(omitted).toBe(0);
      const init = processes.find(({ pid }) => pid === initPid);
      expect(init).toMatchObject({ innerPid: 1, user: { inside: 0 }, context, isStray: false });
      expect(init?.rssBytes).toBeGreaterThan(0);
      expect(processes.filter(({ isStray }) => isStray)).toEqual([]);
      expect(processes.map(({ pid }) => pid)).toEqual(processes.map(({ pid }) => pid).toSorted((a, b) => a - b));
    });

    it('does not do while it runs what needs it stopped', async () => {
      const { client } = subject();
      expect(await codeOf(client.request('container.remove', { name }))).toBe('container-running');
      for (const operation of ['isolation.reassign-categories', 'isolation.remount-root'] as const)
        expect([operation, await codeOf(client.request(operation, { name }))]).toEqual([
          operation,
          'container-running',
        ]);
    });

    it('says by an empty item that a command runs in it', async () => {
      const { client } = subject();
      const items = client.channel('console.open', { name, command: ['cat'] })[Symbol.asyncIterator]();
      expect((await items.next()).value).toEqual({ data: new Uint8Array() });
      await items.return?.(undefined);
    });

    it('freezes, unfreezes and stops', async () => {
      const { client } = subject();
      expect((await client.request('container.freeze', { name })).state).toBe('frozen');
      expect((await find(name))?.state).toBe('frozen');
      expect((await client.request('container.unfreeze', { name })).state).toBe('running');
      expect(await client.request('container.stop', { name, force: true })).toMatchObject({
        state: 'stopped',
        initPid: null,
        startedAt: null,
      });
    });

    it('gets another pair of categories, with its context', async () => {
      const before = await find(name);
      const after = await subject().client.request('isolation.reassign-categories', { name });
      expect(after.categories).toHaveLength(2);
      expect(after.categories).not.toEqual(before?.categories);
      expect(after.context?.endsWith(`:s0:${after.categories.join(',')}`)).toBe(true);
    });

    it('is removed, and then unknown to every operation', async () => {
      const { client } = subject();
      await client.request('container.remove', { name });
      expect(await find(name)).toBeUndefined();
      const requests = ['start', 'stop', 'restart', 'freeze', 'unfreeze', 'remove'] as const;
      const calls = {
        ...Object.fromEntries(requests.map((act) => [act, client.request(`container.${act}`, { name })])),
        configure: client.request('container.configure', { name, limits: { pids: 100 } }),
        separate: client.request('isolation.reassign-categories', { name }),
        remount: client.request('isolation.remount-root', { name }),
        kill: client.request('isolation.kill', { name }),
        processes: client.request('container.processes', { name }),
        confine: readResult(client.stream('container.confine', { name, confinement: 'own' })),
        console: client.channel('console.open', { name }).result,
        attach: readResult(client.stream('volume.attach', { name, source: '/srv/conformance', target: '/srv' })),
        detach: readResult(client.stream('volume.detach', { name, target: '/srv' })),
      };
      const codes = Object.entries(calls).map(async ([call, answer]) => [call, await codeOf(answer)]);
      expect(await Promise.all(codes)).toEqual(Object.keys(calls).map((call) => [call, 'container-not-found']));
    });
  });

  describe('a creation that is cancelled', () => {
    it('ends as cancelled, and leaves nothing behind', async () => {
      const { client, image, newName } = subject();
      const name = newName();
      const cancel = new AbortController();
      // The creation includes a start, which takes longer than the cancellation takes to arrive.
      const stream = client.stream('container.create', { name, image, start: true }, { signal: cancel.signal });
      const code = codeOf(readStream(stream, ({ step }) => step === 'reserve' && cancel.abort()));
      expect(await code).toBe('cancelled');
      expect(await find(name)).toBeUndefined();
    });
  });

  describe('container.watch', () => {
    it('begins with all containers, and reports each that comes, changes and goes', async () => {
      const { client, image, newName } = subject();
      const name = newName();
      const watch = client.stream('container.watch', {});
      const changes = watch[Symbol.asyncIterator]();
      const first = await changes.next();
      const { containers } = await client.request('container.list', {});
      expect(first.value).toEqual({ type: 'snapshot', containers });
      await readResult(client.stream('container.create', { name, image }));
      await untilChanged(changes, (change) => change.type === 'changed' && change.container.name === name);
      await client.request('container.remove', { name });
      await untilChanged(changes, (change) => change.type === 'removed' && change.name === name);
      await changes.return?.();
    });
  });
}

async function untilChanged(
  changes: AsyncIterator<ContainerChange>,
  isMeant: (change: ContainerChange) => boolean,
): Promise<void> {
  for (;;) {
    const next = await changes.next();
    if (next.done === true) throw new Error('the watch ended before it reported the change');
    if (isMeant(next.value)) return;
  }
}
