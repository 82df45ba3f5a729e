// SPDX-License-Identifier: Apache-2.0
/**
 * The blocks of points of all subjects, in a SQLite file of their own. The key of a block is made of subject, tier and
 * time, so that the blocks of one graph lie beside each other in the file.
 */

import * as z from 'zod';
import { type Connection, openDatabase } from '../../../journal/database.ts';
import { type Tier, tiers } from './tiers.ts';

export interface Block {
  /** The block begins then, in seconds since the epoch. */
  readonly start: number;
  readonly data: Buffer;
}

/** Names the blocks of one tier of a subject. */
interface BlockPlace {
  readonly subject: string;
  readonly tier: number;
}

/** `tier` is an index of {@link tiers}; times are in seconds. Every function may raise what SQLite raises. */
export interface BlockDatabase {
  subjects(): readonly string[];
  /** The blocks that begin from `from` on and before `to`, in order of time. */
  blocks(subject: string, tier: number, range: { readonly from: number; readonly to: number }): readonly Block[];
  /** Says when the first block begins; undefined when there is none. */
  oldest(subject: string, tier: number): number | undefined;
  /** Says when the last block begins, of those that begin before that time. */
  newest(subject: string, tier: number, before: number): number | undefined;
  /** All that is done within happens, or nothing. */
  transaction(act: () => void): void;
  /** Writes a block, in place of one with the same beginning, and removes what exceeds the number that is kept. */
  put(place: BlockPlace, block: Block, now: number): void;
  removeBlocks(subject: string, tier: number, range: { readonly from: number; readonly to: number }): void;
  removeSubject(subject: string): void;
  /** What is kept of one is that of another; does nothing where nothing is kept of it. */
  renameSubject(subject: string, to: string): void;
  /** Removes the blocks with the oldest points of all subjects; false when there is nothing to remove. */
  removeOldest(): boolean;
  /** What the blocks take in the file. */
  usedBytes(): number;
  close(): void;
}

const migrations: readonly string[] = [
  `CREATE TABLE subject (
     id INTEGER PRIMARY KEY,
     name TEXT NOT NULL UNIQUE
   ) STRICT;
   CREATE TABLE block (
     key INTEGER PRIMARY KEY,
     data BLOB NOT NULL
   ) STRICT;`,
];

const tierKeys = 2 ** 26;
const subjectKeys = 4 * tierKeys;
/** The first time in seconds that a key has no place for: in the year 2097. */
export const endOfTime = tierKeys * 60;
/** How many of its oldest blocks a subject loses at once. */
const removedAtOnce = 24;

const idSchema = z.object({ id: z.number().int() }).optional();
const namesSchema = z.array(z.object({ id: z.number().int(), name: z.string() }));
const keySchema = z.object({ key: z.number().int().nullable() });
const blocksSchema = z.array(z.object({ key: z.number().int(), data: z.instanceof(ArrayBuffer) }));
const pagesSchema = z.object({ used: z.number() });

interface BlockDatabaseState {
  readonly path: string;
  readonly connection: Connection;
  readonly ids: Map<string, number>;
  readonly sql: ReturnType<typeof statementsOf>;
}

export function openBlockDatabase(path: string): BlockDatabase {
  const connection = openDatabase(path, 'crash', migrations);
  const database: BlockDatabaseState = {
    path,
    connection,
    ids: new Map<string, number>(),
    sql: statementsOf(connection),
  };
  return {
    subjects: () => namesSchema.parse(database.sql.names.all()).map(({ name }) => name),
    blocks(subject, tier, { from, to }) {
      const id = findId(database, subject);
      if (id === undefined) return [];
      const rows = blocksSchema.parse(database.sql.blocks.all(keyOf(id, tier, from), keyOf(id, tier, to)));
      return rows.map(({ key, data }) => ({ start: startOf(key), data: Buffer.from(data) }));
    },
    oldest: (subject, tier) => findOldest(database, subject, tier),
    newest(subject, tier, before) {
      const id = findId(database, subject);
      if (id === undefined) return undefined;
      const { key } = keySchema.parse(database.sql.last.get(keyOf(id, tier, 0), keyOf(id, tier, before)));
      return key === null ? undefined : startOf(key);
    },
    transaction: (act) => runTransaction(database, act),
    put({ subject, tier }, { start, data }, now) {
      const id = makeId(database, subject);
      database.sql.put.run(keyOf(id, tier, start), data);
      trim(database, { id, tier }, now);
    },
    removeBlocks(subject, tier, { from, to }) {
      const id = findId(database, subject);
      if (id !== undefined) database.sql.removeAll.run(keyOf(id, tier, from), keyOf(id, tier, to));
    },
    removeSubject: (subject) => removeSubject(database, subject),
    renameSubject: (subject, to) => renameSubject(database, subject, to),
    removeOldest: () => removeOldest(database),
    usedBytes: () => pagesSchema.parse(database.sql.used.get()).used,
    close: () => close(database),
  };
}

function findId({ ids, sql }: BlockDatabaseState, name: string): number | undefined {
  const known = ids.get(name) ?? idSchema.parse(sql.id.get(name))?.id;
  if (known !== undefined) ids.set(name, known);
  return known;
}

function makeId(database: BlockDatabaseState, name: string): number {
  const known = findId(database, name);
  if (known !== undefined) return known;
  database.sql.addSubject.run(name);
  return findId(database, name) ?? 0;
}

function findFirst({ sql }: BlockDatabaseState, from: number, to: number): number | undefined {
  return keySchema.parse(sql.first.get(from, to)).key ?? undefined;
}

/** Blocks of a time that has not come yet are left from a clock that was wrong: they go first. */
function trim(
  { sql }: BlockDatabaseState,
  { id, tier }: { readonly id: number; readonly tier: number },
  now: number,
): void {
  const { maxBlocks } = tierAt(tier);
  const [from, to] = [keyOf(id, tier, 0), keyOf(id, tier, endOfTime)];
  const { used: count } = pagesSchema.parse(sql.count.get(from, to));
  if (count <= maxBlocks) return;
  const { changes } = sql.removeSome.run(keyOf(id, tier, Math.min(now, endOfTime - 1)) + 1, to, count - maxBlocks);
  if (count - changes > maxBlocks) sql.removeSome.run(from, to, count - changes - maxBlocks);
}

function removeSubject(database: BlockDatabaseState, subject: string): void {
  const id = findId(database, subject);
  if (id === undefined) return;
  database.sql.removeAll.run(keyOf(id, 0, 0), keyOf(id + 1, 0, 0));
  database.sql.removeSubject.run(id);
  database.ids.delete(subject);
}

function findOldest(database: BlockDatabaseState, subject: string, tier: number): number | undefined {
  const id = findId(database, subject);
  const key = id === undefined ? undefined : findFirst(database, keyOf(id, tier, 0), keyOf(id, tier, endOfTime));
  return key === undefined ? undefined : startOf(key);
}

function runTransaction({ connection, ids }: BlockDatabaseState, act: () => void): void {
  try {
    connection.transaction(act)();
  } catch (error) {
    // Ids of this transaction are free again.
    ids.clear();
    throw error;
  }
}

function renameSubject(database: BlockDatabaseState, subject: string, to: string): void {
  const id = findId(database, subject);
  if (id === undefined) return;
  removeSubject(database, to);
  database.sql.renameSubject.run(to, id);
  database.ids.delete(subject);
}

function removeOldest(database: BlockDatabaseState): boolean {
  const oldest = namesSchema
    .parse(database.sql.names.all())
    .flatMap(({ id }) =>
      tiers.flatMap((_, tier) => findFirst(database, keyOf(id, tier, 0), keyOf(id, tier, endOfTime)) ?? []),
    )
    .sort((one, other) => startOf(one) - startOf(other))
    .slice(0, removedAtOnce);
  for (const key of oldest) database.sql.removeSome.run(key, lastOfTier(key), removedAtOnce);
  return oldest.length > 0;
}

function close({ connection }: BlockDatabaseState): void {
  try {
    // What was written is in one file then.
    connection.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  } finally {
    connection.close();
  }
}

function statementsOf(connection: Connection) {
  return {
    id: connection.prepare('SELECT id FROM subject WHERE name = ?'),
    names: connection.prepare('SELECT id, name FROM subject ORDER BY id'),
    addSubject: connection.prepare('INSERT INTO subject (name) VALUES (?)'),
    renameSubject: connection.prepare('UPDATE subject SET name = ? WHERE id = ?'),
    removeSubject: connection.prepare('DELETE FROM subject WHERE id = ?'),
    put: connection.prepare('INSERT OR REPLACE INTO block (key, data) VALUES (?, ?)'),
    blocks: connection.prepare('SELECT key, data FROM block WHERE key >= ? AND key < ? ORDER BY key'),
    first: connection.prepare('SELECT min(key) AS key FROM block WHERE key >= ? AND key < ?'),
    last: connection.prepare('SELECT max(key) AS key FROM block WHERE key >= ? AND key < ?'),
    count: connection.prepare('SELECT count(*) AS used FROM block WHERE key >= ? AND key < ?'),
    removeAll: connection.prepare('DELETE FROM block WHERE key >= ? AND key < ?'),
    removeSome: connection.prepare(
      'DELETE FROM block WHERE key IN (SELECT key FROM block WHERE key >= ? AND key < ? ORDER BY key LIMIT ?)',
    ),
    used: connection.prepare(
      'SELECT (page_count - freelist_count) * page_size AS used ' +
        'FROM pragma_page_count, pragma_freelist_count, pragma_page_size',
    ),
  };
}

function tierAt(index: number): Tier {
  const tier = tiers[index];
  if (tier === undefined) throw new Error(`there is no tier ${index} of the history`);
  return tier;
}

/** A time between two blocks has the key of the next one. */
function keyOf(id: number, tier: number, time: number): number {
  return id * subjectKeys + tier * tierKeys + Math.ceil(Math.min(Math.max(time, 0), endOfTime) / 60);
}

function startOf(key: number): number {
  return (key % tierKeys) * 60;
}

function lastOfTier(key: number): number {
  return (Math.floor(key / tierKeys) + 1) * tierKeys;
}
