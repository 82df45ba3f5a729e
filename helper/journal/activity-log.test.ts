// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type GivenItem, operations } from '../../contract/operations/index.ts';
import { type ActivityLog, createActivityLog } from './activity-log.ts';
import { createChangeLedger } from './change-ledger.ts';
import { type Connection, openDatabase } from './database.ts';
import { fakeChange } from '../../testing/models/change.ts';

const web = { operation: 'container.start', subject: 'web', uid: 1001, user: 'operator' };

describe('the activity log', () => {
  let folder: string;
  let connection: Connection;
  let time = 100;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'bulkhead-activity-'));
    connection = openDatabase(join(folder, 'bulkhead.db'), 'crash');
    time = 100;
  });
  afterEach(() => {
    connection.close();
    rmSync(folder, { recursive: true });
  });

  function open(limits: { maxEntries?: number; maxDenied?: number } = {}): ActivityLog {
    return createActivityLog(connection, { now: () => time++, changes: createChangeLedger(connection), ...limits });
  }

  async function snapshot(
    log: ActivityLog,
    latest = 1000,
  ): Promise<Extract<GivenItem<'activity.watch'>, { type: 'snapshot' }>['entries']> {
    for await (const item of log.watch({ latest }, new AbortController().signal))
      if (item.type === 'snapshot') return item.entries;
    return [];
  }

  it('gives a snapshot, then what begins and ends', async () => {
    const log = open();
    log.deny(web, 'denied', 'no');
    const abort = new AbortController();
    const watch = log.watch({ latest: 10 }, abort.signal);
    const seen = [(await watch.next()).value];
    const id = log.begin(web);
    seen.push((await watch.next()).value);
    log.end(id, 'done', null);
    seen.push((await watch.next()).value);
    abort.abort();
    expect((await watch.next()).done).toBe(true);
    const entry = { ...web, begunAt: 103, request: null, detail: null, change: null, id: 2 };
    expect(seen).toEqual([
      {
        type: 'snapshot',
        entries: [
          { ...web, id: 1, begunAt: 101, endedAt: 101, outcome: 'denied', request: null, detail: 'no', change: null },
        ],
      },
      { type: 'changed', entry: { ...entry, begunAt: 102, endedAt: null, outcome: 'running' } },
      { type: 'changed', entry: { ...entry, begunAt: 102, endedAt: 103, outcome: 'done' } },
    ]);
  });

  it('shows with an entry what it changed, and tells when that is undone', async () => {
    const ledger = createChangeLedger(connection);
    const log = createActivityLog(connection, { now: () => time++, changes: ledger });
    const id = log.begin({ ...web, operation: 'remedy.apply', subject: null });
    const change = fakeChange({ id });
    const abort = new AbortController();
    const watch = log.watch({ latest: 10 }, abort.signal);
    await watch.next();
    ledger.add({ ...change, plan: { secret: 1 } });
    expect((await watch.next()).value).toMatchObject({ type: 'changed', entry: { id, change } });
    ledger.markUndone(id, 9);
    const { value } = await watch.next();
    expect(operations['activity.watch'].item.parse(value)).toMatchObject({
      entry: { change: { state: 'undone', undoneBy: 9 } },
    });
    abort.abort();
    expect(operations['activity.watch'].item.parse({ type: 'snapshot', entries: await snapshot(log) })).toMatchObject({
      entries: [{ id, change: { state: 'undone' } }],
    });
  });

  it('keeps an entry as long as its change can be undone', async () => {
    const ledger = createChangeLedger(connection);
    const log = createActivityLog(connection, { now: () => time++, changes: ledger, maxEntries: 5 });
    const id = log.begin(web);
    log.end(id, 'done', null);
    ledger.add({ ...fakeChange({ id }), plan: null });
    for (let count = 0; count < 300; count += 1) log.end(log.begin(web), 'done', null);
    expect((await snapshot(log))[0]).toMatchObject({ id });
    expect((await snapshot(log)).length).toBeLessThanOrEqual(106);
  });

  it('calls interrupted what a dead helper left running', async () => {
    open().begin(web);
    expect(await snapshot(open())).toMatchObject([{ outcome: 'interrupted', endedAt: 102 }]);
  });

  it('says of a terminal that a dead helper left open that it ended with the helper (window 16)', async () => {
    open().begin({ ...web, operation: 'console.open' });
    expect(await snapshot(open())).toMatchObject([
      {
        operation: 'console.open',
        outcome: 'ended',
        detail: { message: 'ended when the helper stopped' },
        endedAt: 102,
      },
    ]);
  });

  it('keeps a command by its arguments, and says of an undoing what was undone (window 16)', async () => {
    const ledger = createChangeLedger(connection);
    const log = createActivityLog(connection, { now: () => time++, changes: ledger });
    const id = log.begin({ ...web, request: { kind: 'command', argv: ['ls', '-l'], isShortened: false } });
    ledger.add({ ...fakeChange({ id, kind: 'limits', summary: 'Limits of web: pids 512 to 77' }), plan: null });
    log.begin({ ...web, operation: 'activity.undo', request: { kind: 'undo', id } });
    expect((await snapshot(log)).map(({ request }) => request)).toEqual([
      { kind: 'command', argv: ['ls', '-l'], isShortened: false },
      { kind: 'undo', id, summary: 'Limits of web: pids 512 to 77' },
    ]);
  });

  it('keeps what others did, however often one is denied', async () => {
    const log = open({ maxEntries: 50, maxDenied: 20 });
    log.end(log.begin(web), 'done', null);
    for (let count = 0; count < 1000; count += 1) log.deny(web, 'denied', 'no');
    const outcomes = (await snapshot(log)).map(({ outcome }) => outcome);
    expect(outcomes.filter((outcome) => outcome === 'done')).toEqual(['done']);
    expect(outcomes.length).toBeLessThanOrEqual(121);
  });

  it('starts again with a snapshot for a reader that fell behind', async () => {
    const log = open();
    const watch = log.watch({ latest: 1 }, new AbortController().signal);
    await watch.next();
    for (let count = 0; count < 1500; count += 1) log.deny(web, 'denied', `${count}`);
    let item = await watch.next();
    let changes = 0;
    for (; item.value?.type === 'changed'; item = await watch.next()) changes += 1;
    expect([changes, item.value]).toMatchObject([1001, { type: 'snapshot', entries: [{ detail: '1499' }] }]);
    await watch.return();
  });
});
