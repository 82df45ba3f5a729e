// SPDX-License-Identifier: Apache-2.0
/** Opens Bulkhead's database: SQLite in WAL mode. Tables are created or migrated, completely or not at all. */

import { dirname } from 'node:path';
import Database from 'libsql';
import * as z from 'zod';
import { fail } from '../../contract/errors.ts';
import { hasCode } from '../system/errno.ts';

export type Connection = Database.Database;

/**
 * What a commit survives: `power-loss` waits for the disk; `crash` survives the end of this process, and may lose the
 * last moments with the power.
 */
export type Durability = 'power-loss' | 'crash';

/** This Bulkhead does not know the tables. */
export class NewerDatabaseError extends Error {}

/** Steps that were released never change; a new version appends one. */
export const migrations: readonly string[] = [
  `CREATE TABLE intent (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     begun_at REAL NOT NULL,
     kind TEXT NOT NULL,
     subject TEXT NOT NULL,
     data TEXT NOT NULL
   ) STRICT;
   CREATE TABLE activity (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     begun_at REAL NOT NULL,
     ended_at REAL,
     operation TEXT NOT NULL,
     subject TEXT,
     uid INTEGER NOT NULL,
     user TEXT NOT NULL,
     outcome TEXT NOT NULL,
     detail TEXT
   ) STRICT;
   CREATE INDEX activity_outcome ON activity (outcome, id);`,
  `CREATE TABLE module_version (
     module TEXT NOT NULL,
     version INTEGER NOT NULL,
     sha256 TEXT NOT NULL,
     note TEXT NOT NULL,
     created_at REAL NOT NULL,
     PRIMARY KEY (module, version)
   ) STRICT;`,
  `CREATE TABLE change (
     activity INTEGER PRIMARY KEY,
     state TEXT NOT NULL,
     undone_by INTEGER,
     data TEXT NOT NULL
   ) STRICT;`,
  `CREATE TABLE denial_group (
     id TEXT PRIMARY KEY,
     data TEXT NOT NULL
   ) STRICT;
   CREATE TABLE denial_state (
     id INTEGER PRIMARY KEY CHECK (id = 1),
     position TEXT NOT NULL,
     lost INTEGER NOT NULL
   ) STRICT;
   CREATE TABLE container_context (
     context TEXT PRIMARY KEY,
     name TEXT NOT NULL,
     seen_at REAL NOT NULL
   ) STRICT;`,
  `ALTER TABLE activity ADD COLUMN request TEXT;`,
  `CREATE TABLE alert_rule (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     data TEXT NOT NULL
   ) STRICT;
   CREATE TABLE alert (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     is_ended INTEGER NOT NULL,
     data TEXT NOT NULL
   ) STRICT;
   CREATE INDEX alert_ended ON alert (is_ended, id);`,
  `CREATE TABLE alert_target (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     data TEXT NOT NULL
   ) STRICT;
   CREATE TABLE alert_notice (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     target INTEGER NOT NULL,
     data TEXT NOT NULL
   ) STRICT;`,
  `CREATE TABLE activity_record (
     chain TEXT NOT NULL,
     number INTEGER NOT NULL,
     hash TEXT NOT NULL,
     data TEXT NOT NULL,
     PRIMARY KEY (chain, number)
   ) STRICT;`,
];

/** `steps` are the migrations of a database of another kind than Bulkhead's own state. */
export function openDatabase(path: string, durability: Durability, steps: readonly string[] = migrations): Connection {
  const connection = new Database(path, { timeout: 5_000 });
  try {
    connection.exec('PRAGMA journal_mode = WAL');
    connection.exec(`PRAGMA synchronous = ${durability === 'power-loss' ? 'FULL' : 'NORMAL'}`);
    connection.exec('PRAGMA journal_size_limit = 16777216');
    migrate(connection, path, steps);
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

/** Makes a change; fails with `disk-full` when the disk has no space for it. Then nothing of it is written. */
export function write<T>(connection: Connection, change: () => T): T {
  try {
    return change();
  } catch (error) {
    if (hasCode(error, 'SQLITE_FULL')) fail('disk-full', { path: folderOf(connection) });
    throw error;
  }
}

/** Makes several changes as one: all of them are written, or none. Fails as {@link write} does. */
export function writeAll<T>(connection: Connection, changes: () => T): T {
  return write(connection, () => {
    connection.exec('BEGIN IMMEDIATE');
    try {
      const made = changes();
      connection.exec('COMMIT');
      return made;
    } catch (error) {
      // SQLite may have rolled back by itself, for example on a full disk.
      if (connection.inTransaction) connection.exec('ROLLBACK');
      throw error;
    }
  });
}

function migrate(connection: Connection, path: string, steps: readonly string[]): void {
  const version = versionOf(connection);
  if (version > steps.length)
    throw new NewerDatabaseError(
      `cannot open ${path}: it was written by a newer Bulkhead (version ${version}, this one knows ${steps.length})`,
    );
  for (const [index, migration] of steps.entries()) {
    if (index < version) continue;
    connection.exec(`BEGIN IMMEDIATE; ${migration} PRAGMA user_version = ${index + 1}; COMMIT;`);
  }
}

function folderOf(connection: Connection): string {
  const [main] = z.array(z.object({ file: z.string() })).parse(connection.prepare('PRAGMA database_list').all());
  return dirname(main?.file ?? '');
}

function versionOf(connection: Connection): number {
  return z.object({ user_version: z.number().int() }).parse(connection.prepare('PRAGMA user_version').get())
    .user_version;
}
