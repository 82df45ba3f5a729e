// SPDX-License-Identifier: Apache-2.0
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from './database.ts';
import { createIntentJournal } from './intent-journal.ts';

describe('the intent journal', () => {
  let folder: string;
  let path: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'bulkhead-intent-'));
    path = join(folder, 'bulkhead.db');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('holds what was begun and not done, in order, over a restart', () => {
    const first = openDatabase(path, 'power-loss');
    const journal = createIntentJournal(first, () => 5);
    const a = journal.begin({ kind: 'restore-labels', subject: 'a', data: { files: 1 } });
    const b = journal.begin({ kind: 'create-container', subject: 'b', data: null });
    const c = journal.begin({ kind: 'remove-container', subject: 'c', data: null });
    journal.note('restore-labels', a, { files: 2 });
    journal.done(b);
    first.close();
    const second = openDatabase(path, 'power-loss');
    expect(createIntentJournal(second, () => 6).pending()).toEqual([
      { id: a, begunAt: 5, kind: 'restore-labels', subject: 'a', data: { files: 2 } },
      { id: c, begunAt: 5, kind: 'remove-container', subject: 'c', data: null },
    ]);
    second.close();
  });

  it('gives what is pending of some kinds, with the defaults of what an older helper left out', () => {
    const connection = openDatabase(path, 'power-loss');
    const journal = createIntentJournal(connection, () => 5);
    journal.begin({ kind: 'label-volume', subject: '/srv/a', data: { category: 7 } });
    journal.begin({ kind: 'start-container', subject: 'web', data: null });
    journal.begin({ kind: 'remove-container', subject: 'db', data: null });
    const found = journal.pendingOf('remove-container', 'label-volume');
    expect(found.map(({ kind, subject, data }) => ({ kind, subject, data }))).toEqual([
      { kind: 'label-volume', subject: '/srv/a', data: { category: 7, containers: [] } },
      { kind: 'remove-container', subject: 'db', data: null },
    ]);
    connection.close();
  });

  it('tells what was left from what is begun while that is recovered', () => {
    const connection = openDatabase(path, 'power-loss');
    const journal = createIntentJournal(connection, () => 5);
    journal.begin({ kind: 'start-container', subject: 'left', data: null });
    journal.seal();
    journal.begin({ kind: 'start-container', subject: 'own', data: null });
    const subjects = (found: readonly { readonly subject: string }[]) => found.map(({ subject }) => subject);
    expect(subjects(journal.leftOf('start-container'))).toEqual(['left']);
    expect(subjects(journal.pendingOf('start-container'))).toEqual(['left', 'own']);
    const next = createIntentJournal(connection, () => 6);
    next.seal();
    expect(subjects(next.leftOf('start-container'))).toEqual(['left', 'own']);
    connection.close();
  });

  it('gives an intent whose data are not what its kind has, and throws when these are read', () => {
    const connection = openDatabase(path, 'power-loss');
    const journal = createIntentJournal(connection, () => 5);
    const id = journal.begin({ kind: 'restore-labels', subject: 'a', data: { files: 1 } });
    connection.prepare('UPDATE intent SET data = ?').run('{"files":"many"}');
    const [found] = journal.pendingOf('restore-labels');
    expect(found?.id).toBe(id);
    expect(() => found?.data).toThrow('expected number');
    connection.close();
  });

  it('never gives an id twice', () => {
    const connection = openDatabase(path, 'power-loss');
    const journal = createIntentJournal(connection, () => 5);
    const first = journal.begin({ kind: 'start-container', subject: 's', data: null });
    journal.done(first);
    expect(journal.begin({ kind: 'start-container', subject: 's', data: null })).toBeGreaterThan(first);
    connection.close();
  });

  it('keeps the intent of a process that is killed right after begin', () => {
    const script = `
      import { openDatabase } from ${JSON.stringify(join(import.meta.dirname, 'database.ts'))};
      import { createIntentJournal } from ${JSON.stringify(join(import.meta.dirname, 'intent-journal.ts'))};
      const journal = createIntentJournal(openDatabase(${JSON.stringify(path)}, 'power-loss'), () => 7);
      journal.begin({ kind: 'start-container', subject: 'killed', data: null });
      process.kill(process.pid, 'SIGKILL');`;
    expect(spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script]).signal).toBe(
      'SIGKILL',
    );
    const connection = openDatabase(path, 'power-loss');
    expect(createIntentJournal(connection, () => 8).pending()).toMatchObject([{ subject: 'killed' }]);
    connection.close();
  });

  it('waits for the disk before begin returns', () => {
    const script = `
      import { openDatabase } from ${JSON.stringify(join(import.meta.dirname, 'database.ts'))};
      import { createIntentJournal } from ${JSON.stringify(join(import.meta.dirname, 'intent-journal.ts'))};
      const journal = createIntentJournal(openDatabase(${JSON.stringify(path)}, 'power-loss'), () => 7);
      process.stderr.write('BEGIN\\n');
      journal.begin({ kind: 'start-container', subject: 's', data: null });
      process.stderr.write('BEGUN\\n');`;
    const traced = spawnSync(
      'strace',
      [
        '-f',
        '-e',
        'trace=fsync,fdatasync,write',
        process.execPath,
        '--import',
        'tsx',
        '--input-type=module',
        '-e',
        script,
      ],
      { encoding: 'utf8' },
    );
    if (traced.error !== undefined) return;
    const between = traced.stderr.slice(traced.stderr.indexOf('"BEGIN\\n"'), traced.stderr.indexOf('"BEGUN\\n"'));
    expect(between).toMatch(/fd?a?t?a?sync\(/);
  });

  it('rejects a database that a newer version wrote (F7)', () => {
    openDatabase(path, 'crash').close();
    execFileSync('python3', [
      '-c',
      'import sqlite3,sys; c=sqlite3.connect(sys.argv[1]); c.execute("PRAGMA user_version=99"); c.commit()',
      path,
    ]);
    expect(() => openDatabase(path, 'crash')).toThrow('cannot open');
  });
});
