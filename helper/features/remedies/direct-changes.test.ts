// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { Failure } from '../../../contract/errors.ts';
import { inEnglish } from '../../../contract/fixtures/in-english.ts';
import { changedTags } from '../../../contract/model/containers/tag.ts';
import { defaultLimits } from '../../../contract/model/containers/limits.ts';
import { noSettings } from '../../../contract/model/containers/settings.ts';
import type { RecordedChange } from '../../journal/change-ledger.ts';
import { fakeContainer } from '../../../testing/models/container.ts';
import { createDirectChanges } from './direct-changes.ts';

const actor = { activity: 7, uid: 1001, user: 'operator' };
const port = { protocol: 'tcp', address: null, hostPort: 8080 } as const;
const never = new AbortController().signal;

function changesOn(add: (change: RecordedChange) => void) {
  const limits = { ...defaultLimits, pids: 77 };
  const settings = { ...noSettings, description: 'Shop' };
  return createDirectChanges({
    containers: {
      tag: async (_name, change) => ({
        before: ['old'],
        container: fakeContainer({ tags: changedTags(['old'], change) }),
      }),
      configure: async () => ({ before: defaultLimits, container: fakeContainer({ limits }), applied: [] }),
      changeSettings: async () => ({ before: noSettings, container: fakeContainer({ settings }), applied: [] }),
    },
    networks: {
      publish: async () => fakeContainer(),
      unpublish: async () => ({ before: { ...port, port: 80 }, container: fakeContainer() }),
      change: async () => ({ before: { kind: 'nat' }, container: fakeContainer() }),
      link: async () => fakeContainer(),
      unlink: async () => fakeContainer(),
    },
    ledger: {
      add,
      markUndone: () => undefined,
      find: () => undefined,
      shown: () => undefined,
      applied: () => [],
      onChanged: () => undefined,
    },
    now: () => 100,
  });
}

it('are recorded with the old and the new value, and who made them', async () => {
  const added: RecordedChange[] = [];
  const changes = changesOn((change) => void added.push(change));
  await changes.tag({ name: 'web', add: ['prod'], remove: ['old'] }, actor);
  await changes.configure({ name: 'web', limits: { pids: 77 } }, actor, never);
  await changes.changeSettings({ name: 'web', settings: { description: 'Shop' } }, actor);
  expect(inEnglish(added)).toMatchObject([
    {
      id: 7,
      uid: 1001,
      user: 'operator',
      kind: 'tags',
      container: 'web',
      state: 'applied',
      madeAt: 100,
      summary: 'Tags of web: +prod -old',
      before: ['tags old'],
      change: ['tags prod'],
    },
    { kind: 'limits', summary: 'Limits of web: pids 512 to 77', before: ['pids 512'], change: ['pids 77'] },
    {
      kind: 'settings',
      summary: 'Settings of web: description none to Shop',
      before: ['description none'],
      change: ['description Shop'],
    },
  ]);
});

it('of ports and links are recorded with what they led to', async () => {
  const added: RecordedChange[] = [];
  const changes = changesOn((change) => void added.push(change));
  await changes.publish({ name: 'web', ...port, port: 80 }, actor);
  await changes.unpublish({ name: 'web', ...port }, actor);
  await changes.link({ name: 'web', other: 'db' }, actor);
  await changes.unlink({ name: 'web', other: 'db' }, actor);
  expect(inEnglish(added).map(({ kind, summary, before }) => [kind, summary, ...before])).toEqual([
    ['network', 'Network of web: TCP port 8080 leads to port 80 of web', 'TCP port 8080 not published'],
    ['network', 'Network of web: TCP port 8080 not published', 'TCP port 8080 leads to port 80 of web'],
    ['network', 'Network of web: web and db linked', 'web and db not linked'],
    ['network', 'Network of web: web and db not linked', 'web and db linked'],
  ]);
});

it('of the network is recorded with the former one, and only where it is another', async () => {
  const added: RecordedChange[] = [];
  const changes = changesOn((change) => void added.push(change));
  await changes.changeNetwork({ name: 'web', network: { kind: 'nat' } }, actor);
  await changes.changeNetwork({ name: 'web', network: { kind: 'bridge', bridge: 'shop' } }, actor);
  expect(inEnglish(added).map(({ kind, summary, before }) => [kind, summary, ...before])).toEqual([
    ['network', 'Network of web: network bridge:shop', 'network nat'],
  ]);
});

it('are not recorded where nothing changed, or where nobody can be named', async () => {
  const added: RecordedChange[] = [];
  const changes = changesOn((change) => void added.push(change));
  await changes.tag({ name: 'web', add: ['old'], remove: [] }, actor);
  await changes.configure({ name: 'web', limits: { pids: 77 } }, undefined, never);
  expect(added).toEqual([]);
});

it('are made although the disk has no space for the record, and any other failure of it is a fault', async () => {
  const full = changesOn(() => {
    throw new Failure('disk-full', { path: '/var/lib/bulkhead' });
  });
  expect((await full.tag({ name: 'web', add: ['prod'], remove: [] }, actor)).tags).toEqual(['old', 'prod']);
  const broken = changesOn(() => {
    throw new Error('broken');
  });
  await expect(broken.tag({ name: 'web', add: ['prod'], remove: [] }, actor)).rejects.toThrow('broken');
});
