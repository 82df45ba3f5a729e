// SPDX-License-Identifier: Apache-2.0
/**
 * Records of the activity log that are only ever added, each with the hash of the one before it, so that one that is
 * changed or missing is found. What was denied has a chain of its own, so that it cannot displace what others did.
 */

import { createHash } from 'node:crypto';
import * as z from 'zod';
import {
  type ActivityRecord,
  activityRecordSchema,
  type ChainName,
  chainNames,
  firstHash,
} from '../../contract/model/activity-record.ts';
import { makeOnce } from '../../contract/make-once.ts';
import type { Connection } from './database.ts';

type OfKind<Kind extends ActivityRecord['event']> = Extract<ActivityRecord, { readonly event: Kind }>;
type Addable = OfKind<'begun'> | OfKind<'ended'> | OfKind<'not-run'>;
type WithoutPlace<T> = T extends unknown ? Omit<T, 'chain' | 'number' | 'previous'> : never;

/** What is recorded; its place in the chain is given when it is added. */
type NewRecord = WithoutPlace<Addable>;

/** A record as the database has it. */
export interface StoredRecord {
  readonly chain: ChainName;
  readonly number: number;
  readonly hash: string;
  readonly data: string;
}

/** Its caller has begun a transaction that adds to the log too. */
export interface ActivityChain {
  /** Writes the beginning of each chain that has none. */
  begin(at: number): void;
  add(chain: ChainName, record: NewRecord): void;
  /** Deletes the oldest records of a chain but this many, and records that. */
  prune(chain: ChainName, keep: number, now: () => number): void;
  /** Gives all records of both chains, each chain in its order. */
  read(): readonly StoredRecord[];
}

const rowSchema = makeOnce(() =>
  z.object({ chain: z.enum(chainNames), number: z.number().int(), hash: z.string(), data: z.string() }),
);

export function hashRecord(data: string): string {
  return createHash('sha256').update(data).digest('hex');
}

export function createActivityChain(connection: Connection): ActivityChain {
  const columns = 'chain, number, hash, data';
  const insert = connection.prepare('INSERT INTO activity_record (chain, number, hash, data) VALUES (?, ?, ?, ?)');
  const last = connection.prepare(
    `SELECT ${columns} FROM activity_record WHERE chain = ? ORDER BY number DESC LIMIT 1`,
  );
  const all = connection.prepare(`SELECT ${columns} FROM activity_record ORDER BY chain, number`);
  const remove = connection.prepare('DELETE FROM activity_record WHERE chain = ? AND number <= ?');
  const latestEntry = connection.prepare('SELECT id FROM activity ORDER BY id DESC LIMIT 1');

  // `all`, since libsql's `get` adds a column of its own.
  const rowsOf = (rows: readonly unknown[]): StoredRecord[] => z.array(rowSchema()).parse(rows);
  const lastOf = (chain: ChainName): StoredRecord | undefined => rowsOf(last.all(chain))[0];

  function append(
    chain: ChainName,
    head: StoredRecord | undefined,
    record: WithoutPlace<ActivityRecord>,
  ): StoredRecord {
    const number = (head?.number ?? 0) + 1;
    const place = { chain, number, previous: head?.hash ?? firstHash };
    // What is recorded has the order of fields of the schema, and no field beyond it.
    const data = JSON.stringify(activityRecordSchema().parse({ ...record, ...place }));
    const hash = hashRecord(data);
    insert.run(chain, number, hash, data);
    return { chain, number, hash, data };
  }

  /** Entries up to the latest of now are of an earlier version, or were recorded on another chain. */
  function beginOne(chain: ChainName, at: number): StoredRecord {
    const [entry] = z.array(z.object({ id: z.number().int() })).parse(latestEntry.all());
    return append(chain, undefined, { event: 'chain-begins', at, entriesBefore: entry?.id ?? 0 });
  }

  return {
    begin(at) {
      for (const chain of chainNames) if (lastOf(chain) === undefined) beginOne(chain, at);
    },
    add(chain, record) {
      append(chain, lastOf(chain) ?? beginOne(chain, record.at), record);
    },
    prune(chain, keep, now) {
      const head = lastOf(chain);
      const through = (head?.number ?? 0) - keep;
      if (through <= 0 || remove.run(chain, through).changes === 0) return;
      append(chain, head, { event: 'pruned', at: now(), through });
    },
    read: () => rowsOf(all.all()),
  };
}
