// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { say } from '../../contract/text.ts';
import { type ChainedActivityLog, createActivityLog } from './activity-log.ts';
import { createChangeLedger } from './change-ledger.ts';
import { type Connection, migrations, openDatabase } from './database.ts';

const web = { operation: 'container.start', subject: 'web', uid: 1001, user: 'operator' };

describe('the chained records of the activity log', () => {
  let folder: string;
  let path: string;
  let connection: Connection;
  let time = 100;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'bulkhead-chain-'));
    path = join(folder, 'bulkhead.db');
    time = 100;
    connection = openDatabase(path, 'crash');
  });
  afterEach(() => {
    connection.close();
    rmSync(folder, { recursive: true });
  });

  function open(limits: { maxEntries?: number; maxDenied?: number } = {}): ChainedActivityLog {
    return createActivityLog(connection, { now: () => time++, changes: createChangeLedger(connection), ...limits });
  }

  function fill(log: ChainedActivityLog, calls = 3): void {
    for (let count = 0; count < calls; count += 1) {
      log.end(log.begin(web), count % 2 === 0 ? 'done' : 'failed', say('exit code {exitCode}', { exitCode: count }));
      log.deny(web, 'denied', 'no');
    }
    log.deny(web, 'cancelled', 'gone');
  }

  it('are found as they were written, also after a crash, and while something runs', () => {
    fill(open());
    open().begin(web);
    const log = open();
    log.begin({ ...web, request: { kind: 'command', argv: ['ls'], isShortened: false } });
    const { problems, records } = log.recorded();
    expect([problems, records.map(({ chain, number }) => `${chain} ${number}`)]).toEqual([
      [],
      [1, 2, 3, 4]
        .map((number) => `denied ${number}`)
        .concat(Array.from({ length: 11 }, (_, index) => `run ${index + 1}`)),
    ]);
    expect(JSON.parse(records.at(-2)?.data ?? '')).toMatchObject({ event: 'ended', outcome: 'interrupted' });
  });

  it('are found as they were written after thousands of calls, of which the oldest are deleted', () => {
    const log = open({ maxEntries: 20, maxDenied: 10 });
    fill(log, 400);
    expect(log.recorded().problems).toEqual([]);
    expect(log.recorded().records.length).toBeLessThan(350);
  });

  it('begin with the first call of a version that has them, and say which entries were before', async () => {
    connection.close();
    rmSync(path);
    connection = openDatabase(path, 'crash', migrations.slice(0, -1));
    const insert = connection.prepare(
      'INSERT INTO activity (begun_at, ended_at, operation, subject, uid, user, outcome) ' +
        "VALUES (5, ?, 'container.start', 'web', 0, 'root', ?)",
    );
    insert.run(6, 'done');
    insert.run(6, 'denied');
    insert.run(null, 'running');
    connection.close();
    connection = openDatabase(path, 'crash');
    const log = open();
    fill(log);
    const { problems, records, entries } = log.recorded();
    expect([problems, entries.length]).toEqual([[], 10]);
    const begin = records.find(({ chain, number }) => chain === 'run' && number === 1);
    expect(JSON.parse(begin?.data ?? '')).toMatchObject({ event: 'chain-begins', entriesBefore: 3 });
  });

  it.each([
    [
      'a changed record',
      "UPDATE activity_record SET data = replace(data, 'operator', 'somebody') WHERE number = 2",
      'was changed',
    ],
    [
      'a changed hash',
      "UPDATE activity_record SET hash = 'f' || substr(hash, 2) WHERE number = 3 AND chain = 'run'",
      'was changed',
    ],
    ['a missing record', "DELETE FROM activity_record WHERE number = 3 AND chain = 'run'", 'records between 2 and 4'],
    ['missing first records', "DELETE FROM activity_record WHERE number < 3 AND chain = 'run'", 'records before 3'],
    ['missing last records', "DELETE FROM activity_record WHERE number > 3 AND chain = 'run'", 'has no record'],
    ['no records', 'DELETE FROM activity_record', 'the chain run has no record'],
    ['a record of no sense', "UPDATE activity_record SET data = '{' WHERE number = 2", 'cannot be read'],
    [
      'exchanged records',
      "UPDATE activity_record SET data = (SELECT data FROM activity_record WHERE chain = 'run' AND number = 4), " +
        "hash = (SELECT hash FROM activity_record WHERE chain = 'run' AND number = 4) WHERE chain = 'run' AND number = 2",
      'was changed',
    ],
    ['a changed user', "UPDATE activity SET user = 'somebody' WHERE id = 1", 'entry 1 of the activity log was changed'],
    [
      'a changed outcome',
      "UPDATE activity SET outcome = 'done' WHERE id = 3",
      'entry 3 of the activity log was changed',
    ],
    [
      'a changed time',
      'UPDATE activity SET ended_at = ended_at + 60 WHERE id = 3',
      'entry 3 of the activity log was changed',
    ],
    ['a missing entry', 'DELETE FROM activity WHERE id = 3', 'entry 3 of the activity log is missing'],
    ['a missing denied entry', 'DELETE FROM activity WHERE id = 4', 'entry 4 of the activity log is missing'],
    [
      'an added entry',
      'INSERT INTO activity (begun_at, ended_at, operation, subject, uid, user, outcome) ' +
        "VALUES (5, 6, 'container.start', 'web', 0, 'root', 'done')",
      'entry 8 of the activity log has no record',
    ],
  ])('give away %s', (_, statement, problem) => {
    const log = open();
    fill(log);
    expect(log.recorded().problems).toEqual([]);
    connection.exec(statement);
    expect(log.recorded().problems.join('\n')).toContain(problem);
  });
});
