// SPDX-License-Identifier: Apache-2.0
/** Tests what is promised of a container from its start to its stop. */

import { expect, it } from 'vitest';
import { type ContainerSubject, findContainer } from './container-subject.ts';
import { codeOf } from './read-stream.ts';

export function describeRunning(subject: () => ContainerSubject): void {
  it('starts, once, and gets live limits', async () => {
    const { client, name } = subject();
    const started = await client.request('container.start', { name });
    expect(started.state).toBe('running');
    expect(started.initPid).toBeGreaterThan(1);
    expect(started.startedAt).toBeGreaterThan(started.createdAt ?? Number.NaN);
    expect(await codeOf(client.request('container.start', { name }))).toBe('container-running');
    const { applied } = await client.request('container.configure', { name, limits: { pids: 400 } });
    expect(applied).toEqual([{ key: 'pids', applies: 'live', note: null }]);
  });

  it('has processes, below its init, in its context', async () => {
    const { client, name } = subject();
    const { context, initPid } = (await findContainer(client, name)) ?? { initPid: null };
    const { processes, omitted } = await client.request('container.processes', { name });
    expect(omitted).toBe(0);
    const init = processes.find(({ pid }) => pid === initPid);
    expect(init).toMatchObject({ innerPid: 1, user: { inside: 0 }, context, isStray: false });
    expect(init?.rssBytes).toBeGreaterThan(0);
    expect(processes.filter(({ isStray }) => isStray)).toEqual([]);
    expect(processes.map(({ pid }) => pid)).toEqual(processes.map(({ pid }) => pid).toSorted((a, b) => a - b));
  });

  it('does not do while it runs what needs it stopped', async () => {
    const { client, name } = subject();
    expect(await codeOf(client.request('container.remove', { name }))).toBe('container-running');
    for (const operation of ['isolation.reassign-categories', 'isolation.remount-root'] as const)
      expect([operation, await codeOf(client.request(operation, { name }))]).toEqual([operation, 'container-running']);
  });

  it('says by an empty item that a command runs in it', async () => {
    const { client, name } = subject();
    const items = client.channel('console.open', { name, command: ['cat'] })[Symbol.asyncIterator]();
    expect((await items.next()).value).toEqual({ data: new Uint8Array() });
    await items.return?.(undefined);
  });

  it('freezes, unfreezes and stops', async () => {
    const { client, name } = subject();
    expect((await client.request('container.freeze', { name })).state).toBe('frozen');
    expect((await findContainer(client, name))?.state).toBe('frozen');
    expect((await client.request('container.unfreeze', { name })).state).toBe('running');
    expect(await client.request('container.stop', { name, force: true })).toMatchObject({
      state: 'stopped',
      initPid: null,
      startedAt: null,
    });
  });
}
