// SPDX-License-Identifier: Apache-2.0
/** What Incus has stands beside what LXC has, and nothing of the features for LXC touches it. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { answerSync, type ServedIncus, serveIncus } from '../../../incus/fixtures/serve-incus.ts';
import { confinedInstance, someInstance, someServer } from '../../../incus/fixtures/some-instance.ts';
import type { IncusInstance } from '../../../incus/incus-instances.ts';
import { containerPlaces, type HostPlaces } from '../../../lxc/places.ts';
import { neverAborts } from '../../../system/work/never-aborts.ts';
import type { ContainersHost } from '../containers-host.ts';
import { createContainers, type RecoveringContainers } from '../containers.ts';
import type { JudgeAddress } from '../ports/networks.ts';
import { createIncusContainers, type IncusContainers } from './incus-containers.ts';

let folder = '';
let places: HostPlaces;
let served: ServedIncus;
let incus: IncusContainers;
let containers: RecoveringContainers;
const instances: IncusInstance[] = [];
const logged: string[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'engines-'));
  places = { lxc: join(folder, 'lxc'), state: folder, cgroup: join(folder, 'cgroup') };
  mkdirSync(containerPlaces(places, 'web').folder, { recursive: true });
  writeFileSync(containerPlaces(places, 'web').configuration, 'lxc.net.0.type = empty\n');
  instances.splice(0, Infinity, confinedInstance('db', 's0:c1,c2'), someInstance('web'));
  logged.length = 0;
  served = await serveIncus(({ path }, response) => answerSync(response, path === '/1.0' ? someServer : instances));
  incus = createIncusContainers({
    socketPath: served.socketPath,
    cgroupRoot: places.cgroup,
    log: (_level, event) => void logged.push(event),
  });
  containers = createContainers({ places, incus } as ContainersHost);
});

afterEach(async () => {
  incus.close();
  await served.close();
  rmSync(folder, { recursive: true });
});

it('both are listed; a name that both have stays with LXC', async () => {
  const all = await containers.list(neverAborts);
  expect(all.map(({ name, engine }) => [name, engine])).toEqual([
    ['db', 'incus'],
    ['web', 'lxc'],
    ['web@incus', 'incus'],
  ]);
});

it('those that run here are judged by their addresses, with one judge for a list (N3)', async () => {
  let judges = 0;
  const judgeAddresses = (): JudgeAddress => {
    judges += 1;
    return () => 'unknown';
  };
  const judged = createContainers({ places, incus, judgeAddresses } as ContainersHost);
  const problems = (await judged.list(neverAborts)).map(({ name, addressProblem }) => [name, addressProblem]);
  expect(problems).toEqual([
    ['db', undefined],
    ['web', 'unknown'],
    ['web@incus', undefined],
  ]);
  expect(judges).toBe(1);
});

it('a watch hears of what others do with incus', async () => {
  const end = new AbortController();
  const changes = containers.watch(end.signal);
  await changes.next();
  await served.followed();
  instances.push(someInstance('new'));
  served.sendEvent({ type: 'lifecycle', metadata: { action: 'profile-updated', source: '/1.0/profiles/default' } });
  expect((await changes.next()).value).toMatchObject({ type: 'changed', container: { name: 'new', engine: 'incus' } });
  end.abort();
  await changes.next();
});

it.each([
  ['start', () => containers.start('db', neverAborts)],
  ['stop', () => containers.stop('db', { force: true }, neverAborts)],
  ['remove', () => containers.remove('db', { force: true }, neverAborts)],
  ['a tag', () => containers.tag('db', { add: ['prod'], remove: [] })],
  ['what another feature wants of it', () => containers.require('db', { can: 'files', isManaged: true })],
  ['its description', async () => containers.described('db')],
  ['a terminal', () => containers.attachTarget('db', neverAborts)],
])('%s of one of Incus is denied before anything is touched', async (_, act) => {
  await containers.list(neverAborts);
  await expect(act()).rejects.toMatchObject({ code: 'container-of-incus', data: { name: 'db' } });
});

it('a name that Incus has is taken', async () => {
  await containers.list(neverAborts);
  await expect(containers.rename('web', 'db', neverAborts)).rejects.toMatchObject({ code: 'container-exists' });
});

it('its configuration and its context are there for the audit and for the choice of categories', async () => {
  await containers.list(neverAborts);
  expect([...containers.contextsOfIncus()]).toEqual([['db', 'system_u:system_r:bulkhead_t:s0:c1,c2']]);
  expect(containers.linesOf('db').map(({ key }) => key)).toContain('lxc.selinux.context');
  expect(containers.linesOf('web')).toMatchObject([{ key: 'lxc.net.0.type' }]);
});

it('a pair of categories is taken while a container has it, and one that is announced too', async () => {
  await containers.list(neverAborts);
  expect([incus.takenPairs().size, incus.takenPairs().has([1, 2])]).toEqual([1, true]);
  const end = incus.announce({
    name: 'new',
    context: 'system_u:system_r:bulkhead_t:s0:c3,c4',
    ids: { base: 1, count: 1 },
  });
  expect(incus.takenPairs().has([3, 4])).toBe(true);
  end();
  expect(incus.takenPairs().has([3, 4])).toBe(false);
  instances.splice(0, Infinity, confinedInstance('db', 's0:c7,c8'));
  await served.followed();
  const changed = new Promise<void>((resolve) => incus.onChange(resolve));
  served.sendEvent({ type: 'lifecycle', metadata: { action: 'profile-updated', source: '/1.0/profiles/default' } });
  await changed;
  expect([incus.takenPairs().has([1, 2]), incus.takenPairs().has([7, 8])]).toEqual([false, true]);
  expect([...containers.contextsOfIncus().keys()]).toEqual(['db']);
});

it('what did not change on another member is the same object in the next list', async () => {
  const clustered = { ...someServer, environment: { ...someServer.environment, server_clustered: true } };
  await served.close();
  instances.splice(0, Infinity, confinedInstance('far', 's0:c5,c6', { location: 'two', status_code: 103 }));
  const other = await serveIncus(({ path }, response) => answerSync(response, path === '/1.0' ? clustered : instances));
  const far = createIncusContainers({ socketPath: other.socketPath, cgroupRoot: places.cgroup, log: () => undefined });
  const both = createContainers({ places, incus: far } as ContainersHost);
  const find = async () => (await both.list(neverAborts)).find(({ name }) => name === 'far');
  const first = await find();
  expect(first).toMatchObject({ member: 'two', state: 'running', confinementMode: 'unknown' });
  expect(await find()).toBe(first);
  far.close();
  await other.close();
});

it('a host without Incus lists what LXC has, and logs nothing', async () => {
  const none = createIncusContainers({
    socketPath: join(folder, 'none'),
    cgroupRoot: places.cgroup,
    log: (_level, event) => void logged.push(event),
  });
  const without = createContainers({ places, incus: none } as ContainersHost);
  expect((await without.list(neverAborts)).map(({ name }) => name)).toEqual(['web']);
  expect(logged).toEqual([]);
});
