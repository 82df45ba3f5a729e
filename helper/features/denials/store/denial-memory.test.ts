// SPDX-License-Identifier: Apache-2.0
import { appendFileSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fakeGroup } from '../../../../testing/models/denial.ts';
import { type Connection, openDatabase } from '../../../journal/database.ts';
import { createDenialMemory } from './denial-memory.ts';
import { createDenialStore } from './denial-store.ts';
import { followAuditLog } from '../follow/follow-audit-log.ts';

let folder: string;
let path: string;
let connection: Connection;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'denials-'));
  path = join(folder, 'audit.log');
  connection = openDatabase(join(folder, 'test.db'), 'crash');
});
afterEach(() => {
  connection.close();
  rmSync(folder, { recursive: true });
});

function line(serial: number, type = 'shadow_t'): string {
  return (
    `type=AVC msg=audit(${1000 + serial}.000:${serial}): avc: ` +
    ' denied  { read } for  pid=1 comm="cat" name="x" dev="vda" ino=7 ' +
    `scontext=system_u:system_r:container_t:s0:c5,c6 tcontext=system_u:object_r:${type}:s0 tclass=file ` +
    `permissive=0\n`
  );
}

/**
 * Lives one life of the helper: reads the log to its end, keeps what it counted, and gives counts and single events.
 */
async function life(): Promise<{ readonly counts: unknown; readonly events: readonly number[] }> {
  const store = createDenialStore({ attribute: () => null, memory: createDenialMemory(connection) });
  const ending = new AbortController();
  const log = followAuditLog({
    path,
    since: 0,
    position: store.position,
    signal: ending.signal,
    quietMs: 1,
    pollMs: 10,
  });
  await store.ingest(
    (async function* untilQuiet() {
      for await (const item of log) {
        yield item;
        if (item.kind === 'quiet') return;
      }
    })(),
  );
  const { groups, events } = await store.query({ events: 100 }, ending.signal);
  return {
    counts: Object.fromEntries(groups.map(({ targetType, count }) => [targetType, count])),
    events: events.map(({ serial }) => serial),
  };
}

it('counts nothing twice and leaves nothing out, over restarts and rotation', async () => {
  appendFileSync(path, line(1) + line(2) + line(3).slice(0, 50));
  expect(await life()).toEqual({ counts: { shadow_t: 2 }, events: [1, 2] });
  expect(await life()).toEqual({ counts: { shadow_t: 2 }, events: [1, 2] });
  appendFileSync(path, line(3).slice(50) + line(4, 'proc_t'));
  expect(await life()).toEqual({ counts: { shadow_t: 3, proc_t: 1 }, events: [1, 2, 3, 4] });
  renameSync(path, `${path}.1`);
  appendFileSync(`${path}.1`, line(5));
  appendFileSync(path, line(6));
  expect(await life()).toEqual({ counts: { shadow_t: 5, proc_t: 1 }, events: [1, 2, 3, 4, 5, 6] });
});

it('keeps the counts when the log they came from is gone', async () => {
  appendFileSync(path, line(1) + line(2));
  await life();
  rmSync(path);
  appendFileSync(path, line(3));
  expect(await life()).toEqual({ counts: { shadow_t: 3 }, events: [3] });
});

it('counts a log from its beginning that took the place of the one before, though it is longer', async () => {
  appendFileSync(path, line(1));
  await life();
  rmSync(path);
  appendFileSync(path, line(2) + line(3));
  expect((await life()).counts).toEqual({ shadow_t: 3 });
});

it('keeps groups beside those from before, or instead of them, and how much was lost', () => {
  const memory = createDenialMemory(connection);
  expect(memory.load()).toEqual({ position: undefined, groups: [], lost: 0 });
  const [one, other] = [fakeGroup({ id: '0000000000000001' }), fakeGroup({ id: '0000000000000002' })];
  memory.save({ position: 'first', groups: [one], lost: 3, isAll: false });
  memory.save({ position: 'second', groups: [other], lost: 3, isAll: false });
  expect(memory.load()).toEqual({ position: 'second', groups: [one, other], lost: 3 });
  memory.save({ position: 'third', groups: [other], lost: 4, isAll: true });
  expect(memory.load()).toEqual({ position: 'third', groups: [other], lost: 4 });
});

it('knows of groups of an older version how many were blocked, as far as that can be known', () => {
  const insert = connection.prepare('INSERT INTO denial_group (id, data) VALUES (?, ?)');
  const keep = (id: string, group: object): void => void insert.run(id, JSON.stringify(group));
  const { notBlocked: _, ...older } = fakeGroup({ count: 7 });
  const [blocked, logged] = [
    { ...older, id: '0000000000000001', permissive: false },
    { ...older, id: '0000000000000002', permissive: true },
  ];
  const current = fakeGroup({ id: '0000000000000003', count: 7, permissive: true, notBlocked: 5 });
  keep('1', blocked);
  keep('2', logged);
  keep('3', current);
  keep('4', { ...current, id: 'no id' });
  keep('5', ['nothing']);
  expect(createDenialMemory(connection).load().groups).toEqual([
    { ...blocked, notBlocked: 0 },
    { ...logged, notBlocked: 7 },
    current,
  ]);
});
