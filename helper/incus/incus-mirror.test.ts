// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { neverAborts } from '../system/work/never-aborts.ts';
import { answerError, answerSync, type ServedIncus, serveIncus } from './fixtures/serve-incus.ts';
import { someInstance, someServer } from './fixtures/some-instance.ts';
import { createIncusClient } from './incus-client.ts';
import type { IncusInstance } from './incus-instances.ts';
import { createIncusMirror, type IncusMirrorOptions, type IncusMirror } from './incus-mirror.ts';
import { createIncusTransport } from './transport.ts';

const closing: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** An Incus with these instances, which a test changes. */
async function serveInstances(
  instances: ReadonlyMap<string, unknown>,
  folder = mkdtempSync(join(tmpdir(), 'incus-')),
  server: unknown = someServer,
): Promise<ServedIncus> {
  const served = await serveIncus(({ path }, response) => {
    const [, name] = /^\/1\.0\/instances\/([^/?]+)\?project=/.exec(path) ?? [];
    const one = instances.get(name ?? '');
    if (path === '/1.0') answerSync(response, server);
    else if (path.startsWith('/1.0/instances?')) answerSync(response, [...instances.values()]);
    else if (one === undefined) answerError(response, 404, 'Instance not found');
    else answerSync(response, one);
  }, folder);
  closing.push(() => served.close());
  return served;
}

interface Followed {
  readonly mirror: IncusMirror;
  readonly states: readonly (string | undefined)[];
  /** Names of the notes that were said to be written or removed, with which of these. */
  readonly notes: readonly (string | undefined)[];
  /** Resolves once the names are these. */
  until(...names: readonly string[]): Promise<void>;
}

function follow(
  socketPath: string,
  {
    silenceMs,
    removed = 60_000,
    lookMs,
  }: { readonly silenceMs?: number; readonly removed?: number; readonly lookMs?: IncusMirrorOptions['lookMs'] } = {},
): Followed {
  const listeners = new Set<() => void>();
  const states: (string | undefined)[] = [];
  const notes: (string | undefined)[] = [];
  const mirror = createIncusMirror({
    client: createIncusClient(createIncusTransport(socketPath)),
    onChange: () => {
      for (const listener of listeners) listener();
    },
    onNote: (name, change) => notes.push(name === undefined ? name : `${name} ${change}`),
    onState: (problem) => states.push(problem),
    pauseMs: { first: 1, last: 20, removed },
    ...(silenceMs !== undefined && { silenceMs }),
    ...(lookMs !== undefined && { lookMs }),
  });
  closing.push(() => mirror.close());
  const namesNow = (): string =>
    mirror
      .instances()
      .map(({ name }) => name)
      .sort()
      .join(' ');
  return {
    mirror,
    states,
    notes,
    until: (...names) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (namesNow() !== names.join(' ')) return;
          listeners.delete(look);
          resolve();
        };
        listeners.add(look);
        look();
      }),
  };
}

const event = (action: string, name: string, project = 'default'): unknown => ({
  type: 'lifecycle',
  metadata: { action, source: `/1.0/instances/${name}?project=${project}` },
});
/** What Incus answers is unknown until it is parsed. */
const named = (...names: readonly string[]): Map<string, unknown> =>
  new Map(names.map((name) => [name, someInstance(name)]));

it('without a socket there is nothing, at once, and nobody is asked', async () => {
  const { mirror, states } = follow(join(mkdtempSync(join(tmpdir(), 'incus-')), 'unix.socket'));
  await mirror.settled(neverAborts);
  expect([mirror.instances(), mirror.member(), states]).toEqual([[], undefined, []]);
});

it('gives what Incus has, without its virtual machines and what has another form', async () => {
  const instances = named('web', 'db');
  instances.set('vm', someInstance('vm', { type: 'virtual-machine' }));
  instances.set('odd', { name: 7 });
  const { mirror } = follow((await serveInstances(instances)).socketPath);
  await mirror.settled(neverAborts);
  expect(mirror.instances().map(({ name }) => name)).toEqual(['web', 'db']);
  expect(mirror.member()).toEqual({ name: undefined, version: '6.0.4' });
});

it('an event brings the one that it is about: created, changed, removed', async () => {
  const instances = named('web');
  const served = await serveInstances(instances);
  const { mirror, until } = follow(served.socketPath);
  await mirror.settled(neverAborts);
  await served.followed();
  instances.set('db', someInstance('db'));
  served.sendEvent(event('instance-created', 'db'));
  await until('db', 'web');
  instances.delete('web');
  served.sendEvent({ type: 'lifecycle', metadata: 'no object' });
  served.sendEvent(event('instance-deleted', 'web'));
  await until('db');
  expect(served.asked.filter(({ path }) => path.startsWith('/1.0/instances?'))).toHaveLength(1);
});

it('a note of another member is said, and nothing is read for it; so is that there may be some at first', async () => {
  const served = await serveInstances(named('web'));
  const { mirror, notes } = follow(served.socketPath);
  await mirror.settled(neverAborts);
  await served.followed();
  const say = (action: string, source: string): void =>
    served.sendEvent({ type: 'lifecycle', metadata: { action, source } });
  say('profile-created', '/1.0/profiles/mine?project=default');
  say('profile-deleted', '/1.0/profiles/question.old?project=bulkhead');
  say('profile-updated', '/1.0/profiles/module.web?project=bulkhead');
  say('profile-created', '/1.0/profiles/question.new?project=bulkhead');
  await expect
    .poll(() => notes)
    .toEqual([undefined, 'question.old removed', 'module.web written', 'question.new written']);
  expect(served.asked.filter(({ path }) => path.startsWith('/1.0/instances?'))).toHaveLength(1);
});

it('what another member does while its events do not come here is seen later', async () => {
  const instances = named('web');
  const environment = { ...someServer.environment, server_clustered: true };
  const served = await serveInstances(instances, undefined, { ...someServer, environment });
  const { mirror } = follow(served.socketPath, { lookMs: { each: 10, all: 50 } });
  mirror.begin();
  await mirror.settled(neverAborts);
  await served.followed();
  instances.set('db', someInstance('db'));
  // A stream without a word is cut only later.
  await expect.poll(() => mirror.instances().map(({ name }) => name)).toEqual(['web', 'db']);
});

it('what happens while the stream of events is cut is not lost', async () => {
  const instances = named('web');
  const served = await serveInstances(instances);
  const { mirror, until, states } = follow(served.socketPath);
  await mirror.settled(neverAborts);
  await served.followed();
  instances.set('db', someInstance('db'));
  served.cutEvents();
  await until('db', 'web');
  expect(states).toEqual([expect.stringContaining('the events of Incus ended'), undefined]);
});

it('an Incus that was restarted is read again; while it is away what it had is still known', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'incus-'));
  const served = await serveInstances(named('web'), folder);
  const { mirror, until, states } = follow(served.socketPath);
  await mirror.settled(neverAborts);
  await served.followed();
  await served.close();
  closing.shift();
  expect(mirror.instances().map(({ name }) => name)).toEqual(['web']);
  await serveInstances(named('db', 'web'), folder);
  await until('db', 'web');
  expect(states.at(-1)).toBeUndefined();
});

it('forgets all when Incus is removed from the host', async () => {
  const served = await serveInstances(named('web'));
  const { mirror, until } = follow(served.socketPath, { removed: 50 });
  await mirror.settled(neverAborts);
  await served.close();
  closing.shift();
  await until();
  expect(mirror.member()).toBeUndefined();
});

it('a stream that says nothing for too long counts as cut', async () => {
  const instances = named('web');
  const served = await serveInstances(instances);
  const { mirror, until } = follow(served.socketPath, { silenceMs: 30 });
  await mirror.settled(neverAborts);
  instances.set('db', someInstance('db'));
  await until('db', 'web');
});

it('of a container whose member is away it keeps what was known; where nothing was, the member is named', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'incus-'));
  const away = (name: string): IncusInstance => someInstance(name, { location: 'two', status_code: 112 });
  const web = someInstance('web', { location: 'two', expanded_config: { 'raw.lxc': 'x' } });
  const instances = new Map<string, unknown>([['web', web]]);
  const served = await serveInstances(instances, folder);
  const { mirror, until } = follow(served.socketPath);
  await mirror.settled(neverAborts);
  await served.followed();
  const readAll = (): void =>
    served.sendEvent({ type: 'lifecycle', metadata: { action: 'profile-updated', source: '/1.0/profiles/default' } });
  instances.set('web', away('web')).set('db', someInstance('db'));
  readAll();
  await until('db', 'web');
  expect(mirror.instances().find(({ name }) => name === 'web')).toEqual(web);
  expect(mirror.unreadMembers()).toEqual([]);
  instances.set('new', away('new'));
  readAll();
  await until('db', 'new', 'web');
  expect(mirror.unreadMembers()).toEqual(['two']);
  // It is back.
  instances.set('new', someInstance('new', { location: 'two', expanded_config: { 'raw.lxc': 'y' } }));
  instances.delete('db');
  readAll();
  await until('new', 'web');
  expect(mirror.unreadMembers()).toEqual([]);
});
