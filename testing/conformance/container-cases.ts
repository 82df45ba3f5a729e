// SPDX-License-Identifier: Apache-2.0
/** Tests the life of a container: what is promised of creation, states, limits and removal. */

import { beforeAll, describe, expect, it } from 'vitest';
import { creationSteps } from '../../contract/wording/creation-steps.ts';
import type { ContainerChange } from '../../contract/operations/containers/container.ts';
import { readResult } from '../../rpc/read-result.ts';
import { type ContainerSubject, findContainer } from './container-subject.ts';
import { codeOf, readStream } from './read-stream.ts';
import { describeRunning } from './running-container-cases.ts';
import { describeConfiguration, describeStopped } from './stopped-container-cases.ts';
import type { ConformanceSubject } from './subject.ts';

export function describeContainers(subject: () => ConformanceSubject): void {
  describe('a container', () => {
    let name: string;

    beforeAll(() => {
      name = subject().newName();
    });

    const named = (): ContainerSubject => ({ ...subject(), name });
    describeCreation(named);
    describeConfiguration(named);
    describeStopped(named);
    describeRunning(named);
    describeRemoval(named);
  });
  describeCancelledCreation(subject);
  describeWatch(subject);
}

function describeCreation(subject: () => ContainerSubject): void {
  it('is shown as LXC configuration before it is created, and is not created by that', async () => {
    const { client, image, name } = subject();
    const { lines } = await client.request('container.preview-creation', { name, image });
    expect(lines).toContainEqual({ key: 'lxc.uts.name', value: name });
    expect(lines.find(({ key }) => key === 'lxc.selinux.context')?.value).toMatch(/:bulkhead_t:s0:c\d+,c\d+$/);
    expect(await findContainer(client, name)).toBeUndefined();
  });

  it('is created step by step, confined, and listed as it was answered', async () => {
    const { client, image, name } = subject();
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
    expect(await findContainer(client, name)).toEqual(result);
  });

  it('keeps its name from another, and needs an image that is there', async () => {
    const { client, image, name, newName } = subject();
    expect(await codeOf(readResult(client.stream('container.create', { name, image })))).toBe('container-exists');
    const missing = readResult(client.stream('container.create', { name: newName(), image: 'no-such-image' }));
    expect(await codeOf(missing)).toBe('image-not-found');
  });
}

function describeRemoval(subject: () => ContainerSubject): void {
  it('gets another pair of categories, with its context', async () => {
    const { client, name } = subject();
    const before = await findContainer(client, name);
    const after = await client.request('isolation.reassign-categories', { name });
    expect(after.categories).toHaveLength(2);
    expect(after.categories).not.toEqual(before?.categories);
    expect(after.context?.endsWith(`:s0:${after.categories.join(',')}`)).toBe(true);
  });

  it('is removed, and then unknown to every operation', async () => {
    const { client, name } = subject();
    await client.request('container.remove', { name });
    expect(await findContainer(client, name)).toBeUndefined();
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
}

function describeCancelledCreation(subject: () => ConformanceSubject): void {
  describe('a creation that is cancelled', () => {
    it('ends as cancelled, and leaves nothing behind', async () => {
      const { client, image, newName } = subject();
      const name = newName();
      const cancel = new AbortController();
      // The creation includes a start, which takes longer than the cancellation takes to arrive.
      const stream = client.stream('container.create', { name, image, start: true }, { signal: cancel.signal });
      const code = codeOf(readStream(stream, ({ step }) => step === 'reserve' && cancel.abort()));
      expect(await code).toBe('cancelled');
      expect(await findContainer(client, name)).toBeUndefined();
    });
  });
}

function describeWatch(subject: () => ConformanceSubject): void {
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
