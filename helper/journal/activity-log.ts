// SPDX-License-Identifier: Apache-2.0
/**
 * Who did what, to what, with which result. The server writes it around each call that changes the host; its size is
 * limited.
 */

import * as z from 'zod';
import { isFailure } from '../../contract/errors.ts';
import {
  activityRequestSchema,
  activitySchema,
  type GivenActivity,
  type GivenActivityRequest,
} from '../../contract/model/activity.ts';
import type { GivenChange } from '../../contract/model/policy/change.ts';
import type { Operation } from '../../contract/operation.ts';
import { type GivenItem, operations } from '../../contract/operations/index.ts';
import { say, type Words } from '../../contract/text.ts';
import { createQueue, type Queue } from '../../rpc/async/queue.ts';
import { type Connection, write } from './database.ts';
import { readStoredWords, storeWords } from './stored-words.ts';

export interface NewActivity {
  readonly operation: string;
  readonly subject: string | null;
  readonly uid: number;
  readonly user: string;
  /** An undone change is named by its entry; its earlier state is looked up when the entry is read. */
  readonly request?: StoredRequest | null;
}

export type EndedOutcome = Exclude<GivenActivity['outcome'], 'running'>;

/** Whose doing it is where nobody asked. */
export const helperItself = { uid: 0, user: 'bulkhead-helper' } as const;

/** The result of a session that was open when the helper stopped. */
export const endedWithHelper = say('ended when the helper stopped');

export interface ActivityFeed {
  /** The latest entries, newest last, then each entry that begins or ends, until the signal aborts. */
  watch(
    options: { readonly latest: number },
    signal: AbortSignal,
  ): AsyncGenerator<GivenItem<'activity.watch'>, void, undefined>;
}

/** Writing fails with `disk-full` when the disk has no space for it. */
export interface ActivityLog extends ActivityFeed {
  begin(activity: NewActivity): number;
  end(id: number, outcome: EndedOutcome, detail: Words | null): void;
  /** Begun and ended at once: for a call that never ran. */
  deny(activity: NewActivity, outcome: 'denied' | 'cancelled', detail: Words): void;
}

export interface ActivityLogOptions {
  readonly now: () => number;
  /** What entries changed of policy or labels. */
  readonly changes: { shown(id: number): GivenChange | undefined; onChanged(listener: (id: number) => void): void };
  /** Entries kept of what ran. */
  readonly maxEntries?: number;
  /**
   * Entries kept of denied calls. They are counted separately, so that a denied caller cannot displace what others did.
   */
  readonly maxDenied?: number;
}

/** The largest number of entries that wait for one reader; a reader with more gets a snapshot instead. */
const maxWaiting = 1_000;
const pruneEvery = 100;
const columns = 'id, begun_at AS begunAt, ended_at AS endedAt, operation, subject, uid, user, outcome, request, detail';
const sessions = Object.entries<Operation>(operations).flatMap(([name, { isSession }]) =>
  isSession === true ? [name] : [],
);
const maxDetailLength = 2_000;

const [commandSchema, undoSchema] = activityRequestSchema().options;
const storedRequestSchema = z.discriminatedUnion('kind', [commandSchema, undoSchema.omit({ summary: true })]);
export type StoredRequest = z.infer<typeof storedRequestSchema>;

const rowSchema = activitySchema()
  .omit({ change: true, request: true, detail: true })
  .extend({ request: z.string().nullable(), detail: z.string().nullable() });

/** Entries that a crashed helper left running become `interrupted`. */
export function createActivityLog(connection: Connection, options: ActivityLogOptions): ActivityLog {
  const { now, changes, maxEntries = 10_000, maxDenied = 2_000 } = options;
  const insert = connection.prepare(
    'INSERT INTO activity (begun_at, ended_at, operation, subject, uid, user, outcome, detail, ' +
      'request) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const finish = connection.prepare(
    'UPDATE activity SET ended_at = ?, outcome = ?, detail = ? WHERE id = ? AND ended_at IS NULL',
  );
  const one = connection.prepare(`SELECT ${columns} FROM activity WHERE id = ?`);
  const latest = connection.prepare(
    `SELECT * FROM (SELECT ${columns} FROM activity ORDER BY id DESC LIMIT ?) ORDER BY id`,
  );
  const prune = connection.prepare(
    // An entry whose change can still be undone stays.
    `DELETE FROM activity WHERE ended_at IS NOT NULL AND (outcome = 'denied') = ?
       AND id NOT IN (SELECT activity FROM change WHERE state = 'applied') AND id <=
       (SELECT id FROM activity WHERE (outcome = 'denied') = ? ORDER BY id DESC LIMIT 1 OFFSET ?)`,
  );
  const readers = new Set<Queue<GivenActivity>>();
  let sincePrune = 0;

  unlessFull(() => {
    const at = now();
    for (const session of sessions)
      connection
        .prepare(
          "UPDATE activity SET ended_at = ?, outcome = 'ended', detail = ? WHERE ended_at IS NULL AND operation = ?",
        )
        .run(at, stored(endedWithHelper), session);
    return connection
      .prepare("UPDATE activity SET ended_at = ?, outcome = 'interrupted' WHERE ended_at IS NULL")
      .run(at);
  });
  pruneAll();
  changes.onChanged(announce);

  function add(
    activity: NewActivity,
    end: { readonly outcome: GivenActivity['outcome']; readonly at: number | null; readonly detail: Words | null },
  ): number {
    const { operation, subject, uid, user, request = null } = activity;
    const id = Number(
      write(connection, () =>
        insert.run(
          end.at ?? now(),
          end.at,
          operation,
          subject,
          uid,
          user,
          end.outcome,
          stored(end.detail),
          request === null ? null : JSON.stringify(request),
        ),
      ).lastInsertRowid,
    );
    announce(id);
    sincePrune += 1;
    if (sincePrune >= pruneEvery) pruneAll();
    return id;
  }

  function pruneAll(): void {
    sincePrune = 0;
    unlessFull(() => {
      prune.run(0, 0, maxEntries);
      prune.run(1, 1, maxDenied);
    });
  }

  /** For work that can also be done later. */
  function unlessFull(change: () => unknown): void {
    try {
      write(connection, change);
    } catch (error) {
      if (!isFailure(error, 'disk-full')) throw error;
    }
  }

  function entriesOf(rows: readonly unknown[]): GivenActivity[] {
    return z
      .array(rowSchema)
      .parse(rows)
      .map((row) => ({
        ...row,
        detail: row.detail === null ? null : readStoredWords(row.detail),
        request: requestOf(row.request),
        change: changes.shown(row.id) ?? null,
      }));
  }

  function requestOf(text: string | null): GivenActivityRequest | null {
    if (text === null) return null;
    const request = storedRequestSchema.parse(JSON.parse(text));
    return request.kind === 'undo' ? { ...request, summary: changes.shown(request.id)?.summary ?? null } : request;
  }

  function announce(id: number): void {
    if (readers.size === 0) return;
    // `all`, since libsql's `get` adds a column of its own.
    const [entry] = entriesOf(one.all(id));
    if (entry === undefined) return;
    for (const reader of readers) {
      if (reader.push(entry) <= maxWaiting) continue;
      readers.delete(reader);
      reader.end();
    }
  }

  return {
    begin: (activity) => add(activity, { outcome: 'running', at: null, detail: null }),
    end(id, outcome, detail) {
      write(connection, () => finish.run(now(), outcome, stored(detail), id));
      announce(id);
    },
    deny(activity, outcome, detail) {
      add(activity, { outcome, at: now(), detail });
    },
    async *watch({ latest: count }, signal): AsyncGenerator<GivenItem<'activity.watch'>, void, undefined> {
      while (!signal.aborted) {
        const reader = createQueue<GivenActivity>();
        const onAbort = (): void => reader.end();
        readers.add(reader);
        signal.addEventListener('abort', onAbort, { once: true });
        try {
          yield { type: 'snapshot', entries: entriesOf(latest.all(count)) };
          for await (const entry of reader) yield { type: 'changed', entry };
        } finally {
          readers.delete(reader);
          signal.removeEventListener('abort', onAbort);
        }
      }
    },
  };
}

function stored(detail: Words | null): string | null {
  return detail === null ? null : storeWords(detail, maxDetailLength);
}
