// SPDX-License-Identifier: Apache-2.0
import { Buffer } from 'node:buffer';
import { expect, it } from 'vitest';
import type { DenialEvent } from '../../../../contract/model/denials/denial.ts';
import { createDenialStore, type DenialStore } from './denial-store.ts';
import type { FollowItem } from '../follow/follow-item.ts';

const signal = new AbortController().signal;

function line(serial: number, type = 'shadow_t', categories = 'c5,c6'): string {
  return (
    `type=AVC msg=audit(${1000 + serial}.000:${serial}): avc: ` +
    ' denied  { read } for  pid=1 comm="cat" name="x" dev="vda" ino=7 ' +
    `scontext=system_u:system_r:container_t:s0:${categories} ` +
    `tcontext=system_u:object_r:${type}:s0 tclass=file permissive=0\n`
  );
}

async function* log(...lines: readonly string[]): AsyncGenerator<FollowItem, void, undefined> {
  yield { kind: 'bytes', bytes: Buffer.from(lines.join('')) };
  yield { kind: 'quiet' };
}

function attribute(event: DenialEvent): string | null {
  if (event.source?.level === 's0:c5,c6') return 'web';
  return event.source?.level === 's0:c7,c8' ? 'db' : null;
}

async function storeOf(...lines: readonly string[]): Promise<DenialStore> {
  const store = createDenialStore({ attribute, maxEvents: 100 });
  await store.ingest(log(...lines));
  return store;
}

it('attributes events, counts groups, and shows as many of the latest events as asked', async () => {
  const store = await storeOf(line(1), line(2, 'shadow_t', 'c7,c8'), line(3, 'proc_t', 'c9,c10'));
  const { groups, events, lost } = await store.query({ events: 2 }, signal);
  expect({
    groups: groups.map(({ targetType, count, containers }) => [targetType, count, containers]),
    events: events.map(({ serial, container }) => [serial, container]),
    lost,
  }).toEqual({
    groups: [
      ['proc_t', 1, []],
      ['shadow_t', 2, ['web', 'db']],
    ],
    events: [
      [2, 'db'],
      [3, null],
    ],
    lost: 0,
  });
});

it('gives with each event, of the past and as it comes, the group in which it is counted', async () => {
  const store = await storeOf(line(1), line(2, 'proc_t'));
  const { groups, events } = await store.query({ events: 10 }, signal);
  const idOf = (type: string): string | undefined => groups.find(({ targetType }) => targetType === type)?.id;
  expect(idOf('shadow_t')).toMatch(/^[0-9a-f]{16}$/);
  expect(events.map(({ group }) => group)).toEqual([idOf('shadow_t'), idOf('proc_t')]);
  const abort = new AbortController();
  const watch = store.watch({ events: 0, container: 'web' }, abort.signal);
  await watch.next();
  const next = watch.next();
  await store.ingest(log(line(3, 'proc_t')));
  expect((await next).value).toMatchObject({ events: [{ serial: 3, group: idOf('proc_t') }] });
  abort.abort();
  await watch.next();
});

it('counts only the events of the container and time asked for', async () => {
  const store = await storeOf(line(1), line(2), line(3, 'shadow_t', 'c7,c8'), line(4));
  const counts = async (filter: { since?: number; container?: string }): Promise<number[]> =>
    (await store.query({ events: 0, ...filter }, signal)).groups.map(({ count }) => count);
  expect(await counts({ container: 'web' })).toEqual([3]);
  expect(await counts({ container: 'web', since: 1002 })).toEqual([2]);
  expect(await counts({ since: 1004.5 })).toEqual([]);
  expect(store.countByContainer(1002)).toEqual(
    new Map([
      ['web', 2],
      ['db', 1],
    ]),
  );
});

it('keeps a fixed number of events and counts all', async () => {
  const store = await storeOf(...Array.from({ length: 250 }, (_, index) => line(index)));
  const { groups, events } = await store.query({ events: 1000 }, signal);
  expect([groups[0]?.count, events.length, events.at(-1)?.serial]).toEqual([250, 100, 249]);
});

it('gives events in the order of their times, also where one became complete after younger ones', async () => {
  const store = await storeOf(line(3), line(1), line(2));
  const { events } = await store.query({ events: 2 }, signal);
  expect(events.map(({ serial }) => serial)).toEqual([2, 3]);
});

it('gives a group with the latest denial of the container that is asked about', async () => {
  const store = await storeOf(line(1), line(2), line(3, 'shadow_t', 'c7,c8'), line(4, 'proc_t'));
  const group = (await store.query({ container: 'db', events: 0 }, signal)).groups[0]?.id ?? '';
  expect(
    [undefined, 'web', 'db'].map(
      (container) => store.group({ group, ...(container !== undefined && { container }) })?.sample.serial,
    ),
  ).toEqual([3, 2, 3]);
  expect(store.group({ group, container: 'web' })).toMatchObject({ id: group, count: 3, containers: ['web', 'db'] });
  expect([
    store.group({ group, container: 'mail' }),
    store.group({ group: 'ffffffffffffffff', container: 'web' }),
  ]).toEqual([undefined, undefined]);
});

it('gives a watcher a snapshot, then new events with the groups that they changed', async () => {
  const abort = new AbortController();
  const store = await storeOf(line(1));
  const watch = store.watch({ events: 500 }, abort.signal);
  expect((await watch.next()).value).toMatchObject({
    type: 'snapshot',
    events: [{ serial: 1 }],
    groups: [{ count: 1 }],
  });
  const next = watch.next();
  await store.ingest(log(line(2), line(3, 'proc_t')));
  await store.ingest(log(line(4)));
  expect((await next).value).toMatchObject({
    type: 'added',
    events: [{ serial: 2 }, { serial: 3 }, { serial: 4 }],
    groups: [{ targetType: 'shadow_t', count: 3 }, { targetType: 'proc_t' }],
    lost: 0,
    auditLog: null,
  });
  const last = watch.next();
  abort.abort();
  expect(await last).toEqual({ done: true, value: undefined });
});

it('sends many groups in several messages, each short enough to be sent', async () => {
  const abort = new AbortController();
  const store = await storeOf(...Array.from({ length: 5000 }, (_, index) => line(index, `type_${index}_t`)));
  const watch = store.watch({ events: 1 }, abort.signal);
  const items = [await watch.next(), await watch.next(), await watch.next()].map(({ value }) => [
    value?.type,
    value?.groups.length,
    value?.events.length,
  ]);
  expect(items).toEqual([
    ['snapshot', 2000, 1],
    ['added', 2000, 0],
    ['added', 1000, 0],
  ]);
  const next = watch.next();
  await store.ingest(log(line(6000, 'type_3_t')));
  expect((await next).value).toMatchObject({ type: 'added', groups: [{ targetType: 'type_3_t', count: 2 }] });
  abort.abort();
  await watch.return();
});

it('counts over time also what is no longer kept one by one', async () => {
  const store = await storeOf(...Array.from({ length: 250 }, (_, index) => line(index)));
  const { groups } = await store.query({ events: 0 }, signal);
  const timeline = store.timeline({ to: 1250, slotMinutes: 2, slots: 3 });
  expect([
    timeline.groups,
    timeline.containers,
    timeline.cells.map(({ slot, blocked }) => [timeline.from + slot * 120, blocked]),
  ]).toEqual([
    groups.map(({ id }) => id),
    ['web'],
    [
      [960, 80],
      [1080, 120],
      [1200, 50],
    ],
  ]);
});

it('tells a watcher of one container nothing of the others', async () => {
  const abort = new AbortController();
  const store = await storeOf(line(1), line(2, 'shadow_t', 'c7,c8'));
  const watch = store.watch({ events: 500, container: 'db' }, abort.signal);
  expect((await watch.next()).value).toMatchObject({ events: [{ serial: 2 }], groups: [{ count: 1 }] });
  const next = watch.next();
  await store.ingest(log(line(3), line(4, 'shadow_t', 'c7,c8')));
  expect((await next).value).toMatchObject({ events: [{ serial: 4 }], groups: [{ count: 2, containers: ['db'] }] });
  abort.abort();
  await watch.return();
});

it('drops single events for a slow watcher, counts them, and keeps its groups whole', async () => {
  const abort = new AbortController();
  const store = await storeOf();
  const watch = store.watch({ events: 0 }, abort.signal);
  await watch.next();
  await store.ingest(log(...Array.from({ length: 5000 }, (_, index) => line(index))));
  const { value } = await watch.next();
  expect(value).toMatchObject({ lost: 4000, groups: [{ count: 5000 }] });
  expect(value?.events).toHaveLength(1000);
  abort.abort();
  await watch.return();
});

it('counts lines that cannot be read', async () => {
  expect((await storeOf('garbage\n', line(1))).skippedLines).toBe(1);
});

it('tells a watcher without a new denial that auditd stopped writing (review F1)', async () => {
  const auditLog = {
    state: 'suspended' as const,
    since: 1,
    freeBytes: 0,
    neededBytes: 1,
    attempts: 0,
    hasGivenUp: false,
  };
  let change: () => void = () => undefined;
  let current: typeof auditLog | null = null;
  const store = createDenialStore({
    attribute,
    auditLog: { current: () => current, onChange: (listener) => ((change = listener), () => undefined) },
  });
  const ending = new AbortController();
  const watching = store.watch({ events: 0 }, ending.signal);
  expect((await watching.next()).value).toMatchObject({ type: 'snapshot', auditLog: null });
  const next = watching.next();
  current = auditLog;
  change();
  expect((await next).value).toEqual({ type: 'added', groups: [], events: [], lost: 0, auditLog });
  ending.abort();
  await watching.return(undefined);
});

it('knows from when on all single events are kept', async () => {
  const store = await storeOf(...Array.from({ length: 100 }, (_, place) => line(place)));
  expect([store.keptSince(), store.lost()]).toEqual([0, 0]);
  await store.ingest(log(line(100), line(101)));
  expect(store.keptSince()).toBe(1001);
});
