// SPDX-License-Identifier: Apache-2.0
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createActivityLog } from './activity-log.ts';
import { createChangeLedger } from './change-ledger.ts';
import { type Connection, openDatabase } from './database.ts';
import { createIntentJournal } from './intent-journal.ts';

const restoring = { kind: 'restore-labels', subject: 'web', data: { files: 0 } } as const;
const call = { operation: 'container.start', subject: 'web', uid: 1001, user: 'operator' };

describe.skipIf(process.getuid?.() !== 0)('on a disk that is full', () => {
  let folder: string;
  let connection: Connection;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'bulkhead-full-'));
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'test', folder]);
    connection = openDatabase(join(folder, 'bulkhead.db'), 'power-loss');
  });
  afterEach(() => {
    connection.close();
    // Lazily, since libsql closes its files a moment after it says so.
    execFileSync('umount', ['--lazy', folder]);
    rmSync(folder, { recursive: true });
  });

  function fill(): void {
    expect(() => {
      for (let count = 0; ; count += 1) writeFileSync(join(folder, 'fill'), Buffer.alloc(4096), { flag: 'a' });
    }).toThrow('ENOSPC');
  }

  it('an intent fails, one that is done stays, and one that is released is forgotten as soon as there is room', () => {
    const journal = createIntentJournal(connection, () => 5);
    const [first, second] = [journal.begin(restoring), journal.begin(restoring)];
    fill();
    const full = expect.objectContaining({ code: 'disk-full', data: { path: folder } }) as Error;
    expect(() => journal.begin(restoring)).toThrow(full);
    expect(() => journal.note('restore-labels', first, { files: 500 })).toThrow(full);
    expect(() => journal.done(first)).toThrow(full);
    journal.release(second);
    expect(journal.pending().map(({ id, data }) => ({ id, data }))).toEqual(
      [first, second].map((id) => ({ id, data: { files: 0 } })),
    );
    truncateSync(join(folder, 'fill'));
    const third = journal.begin(restoring);
    expect(journal.pending().map(({ id }) => id)).toEqual([first, third]);
  });

  it('an entry fails, and the log can still be opened and read', async () => {
    createActivityLog(connection, { now: () => 5, changes: createChangeLedger(connection) }).begin(call);
    fill();
    const log = createActivityLog(connection, { now: () => 6, changes: createChangeLedger(connection) });
    expect(() => log.begin(call)).toThrow('cannot write below');
    for await (const item of log.watch({ latest: 10 }, new AbortController().signal)) {
      expect(item).toMatchObject({ type: 'snapshot', entries: [{ ...call, outcome: 'running' }] });
      break;
    }
  });
});
