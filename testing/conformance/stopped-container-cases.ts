// SPDX-License-Identifier: Apache-2.0
/** Tests what is promised of a container that is stopped: its configuration, its files, its name. */

import { expect, it } from 'vitest';
import { readResult } from '../../rpc/read-result.ts';
import { type ContainerSubject, findContainer } from './container-subject.ts';
import { codeOf, readStream } from './read-stream.ts';

const requestsOfRunning = [
  'container.processes',
  'container.stop',
  'container.restart',
  'container.freeze',
  'container.unfreeze',
  'isolation.kill',
] as const;

/** Tests the changes of its configuration, and that each is undone. */
export function describeConfiguration(subject: () => ContainerSubject): void {
  it('has its limits changed from the next start while it is stopped', async () => {
    const { client, name } = subject();
    const limits = { pids: 300, memoryBytes: 256 * 1024 ** 2 };
    const { container, applied } = await client.request('container.configure', { name, limits });
    expect(container.limits).toMatchObject(limits);
    expect(applied).toEqual([
      { key: 'memoryBytes', applies: 'next-start', note: null },
      { key: 'pids', applies: 'next-start', note: null },
    ]);
    expect((await findContainer(client, name))?.limits).toEqual(container.limits);
  });

  it('is given tags and loses some, in order, and another client sees them; undone, they are as before', async () => {
    const { client, name } = subject();
    const tagged = await client.request('container.tag', { name, add: ['web', 'prod', 'web'] });
    expect(tagged.tags).toEqual(['prod', 'web']);
    expect(
      (await client.request('container.tag', { name, add: ['web', 'old'], remove: ['prod', 'none'] })).tags,
    ).toEqual(['old', 'web']);
    expect((await findContainer(client, name))?.tags).toEqual(['old', 'web']);
    const { changes } = await client.request('change.list', {});
    const { id, summary, before, change } = changes.at(-1) ?? { id: 0 };
    expect({ summary, before, change }).toEqual({
      summary: `Tags of ${name}: +old -prod`,
      before: ['tags prod, web'],
      change: ['tags old, web'],
    });
    await readResult(client.stream('activity.undo', { id }));
    expect((await findContainer(client, name))?.tags).toEqual(['prod', 'web']);
    const many = Array.from({ length: 15 }, (_, index) => `tag-${index}`);
    expect(await codeOf(client.request('container.tag', { name, add: many }))).toBe('too-many-tags');
    expect((await findContainer(client, name))?.tags).toEqual(['prod', 'web']);
  });

  it('has its settings changed, those that are named, and undone they are as before', async () => {
    const { client, name } = subject();
    const was = (await findContainer(client, name))?.settings;
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
    expect((await findContainer(client, name))?.settings).toEqual(was);
  });

  it('is put on another network while it does not run, and undone it is on the former one', async () => {
    const { client, name } = subject();
    const before = (await findContainer(client, name))?.network;
    const { network } = await client.request('network.change', { name, network: { kind: 'none' } });
    expect(network).toEqual({ kind: 'none' });
    const { changes } = await client.request('change.list', {});
    const { id, kind, change: made } = changes.at(-1) ?? { id: 0 };
    expect({ kind, made }).toEqual({ kind: 'network', made: ['network none'] });
    await readResult(client.stream('activity.undo', { id }));
    expect((await findContainer(client, name))?.network).toEqual(before);
  });
}

export function describeStopped(subject: () => ContainerSubject): void {
  it('has a schedule of snapshots until that is ended', async () => {
    const { client, name } = subject();
    const plan = { times: { every: 'day', at: '03:00' }, keep: 3 } as const;
    const { schedule } = await client.request('snapshot.schedule', { name, plan });
    expect(schedule).toMatchObject({ ...plan, last: null });
    expect((await client.request('snapshot.list', { name })).schedule).toEqual(schedule);
    await client.request('snapshot.unschedule', { name });
    expect((await client.request('snapshot.list', { name })).schedule).toBeNull();
  });

  it('gives a folder of its files as one archive, and none that is not there', async () => {
    const { client, name } = subject();
    const { items, result } = await readStream(client.stream('file.pack', { name, paths: ['/etc'] }));
    const bytes = items.reduce((sum, { data }) => sum + data.length, 0);
    expect(result).toMatchObject({ bytes, leftOut: expect.any(Array) as unknown });
    expect(result.files).toBeGreaterThan(1);
    expect(await codeOf(readResult(client.stream('file.pack', { name, paths: ['/etc', '/gone'] })))).toBe(
      'file-not-found',
    );
  });

  it('has another name for a while, under which nobody else can be called', async () => {
    const { client, name, newName } = subject();
    const to = newName();
    expect((await client.request('container.rename', { name, to })).name).toBe(to);
    expect([await findContainer(client, name), (await findContainer(client, to))?.state]).toEqual([
      undefined,
      'stopped',
    ]);
    expect(await codeOf(client.request('container.rename', { name: to, to }))).toBe('container-exists');
    await client.request('container.rename', { name: to, to: name });
    expect((await findContainer(client, name))?.name).toBe(name);
  });

  it('is adopted by nobody, since it is managed already, and has no original', async () => {
    const { client, name } = subject();
    const { problems } = await client.request('container.preview-adoption', { name });
    expect(problems).toContain('Bulkhead manages it already');
    expect(await codeOf(readResult(client.stream('container.adopt', { name })))).toBe('container-not-adoptable');
    expect(await codeOf(client.request('container.restore-original', { name }))).toBe('original-not-found');
    expect(await codeOf(client.request('container.remove-original', { name }))).toBe('original-not-found');
  });

  it('does not do what only a running one can do', async () => {
    const { client, name } = subject();
    expect(await codeOf(client.channel('console.open', { name }).result)).toBe('container-not-running');
    for (const operation of requestsOfRunning)
      expect([operation, await codeOf(client.request(operation, { name }))]).toEqual([
        operation,
        'container-not-running',
      ]);
  });
}
