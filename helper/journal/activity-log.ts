// SPDX-License-Identifier: Apache-2.0
/**
 * Who did what, to what, with which result. The server writes it around each call that changes the host; its size is
 * limited.
 */

import * as z from 'zod';
import { isFailure } from '../../contract/errors.ts';
import { makeOnce } from '../../contract/make-once.ts';
import type { GivenActivity } from '../../contract/model/activity.ts';
import type { GivenChange } from '../../contract/model/policy/change.ts';
import type { Operation } from '../../contract/operation.ts';
import { type GivenItem, operations } from '../../contract/operations/index.ts';
import { say, textOf, type Words } from '../../contract/text.ts';
import { createQueue, type Queue } from '../../rpc/async/queue.ts';
import { createActivityChain, type StoredRecord } from './activity-chain.ts';
import { checkChains } from './check-chain.ts';
import { type Connection, writeAll } from './database.ts';
import { entryColumns, readCheckedEntries, readEntries, type StoredRequest } from './stored-activity.ts';
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

/** The helper itself did it where nobody asked. */
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

/** The chained records, with what is wrong with them or with the entries; and the entries without a record. */
export interface RecordedActivity {
  readonly records: readonly StoredRecord[];
  readonly problems: readonly string[];
  readonly entries: readonly GivenActivity[];
}

/** Writing fails with `disk-full` when the disk has no space for it. */
export interface ActivityLog extends ActivityFeed {
  begin(activity: NewActivity): number;
  end(id: number, outcome: EndedOutcome, detail: Words | null): void;
  /** Begun and ended at once: for a call that never ran. */
  deny(activity: NewActivity, outcome: 'denied' | 'cancelled', detail: Words): void;
}

/** A log that also gives its chained records. */
export interface ChainedActivityLog extends ActivityLog {
  /** Reads all of it, and checks it. */
  recorded(): RecordedActivity;
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
const sessions = Object.entries<Operation>(operations).flatMap(([name, { isSession }]) =>
  isSession === true ? [name] : [],
);
const maxDetailLength = 2_000;

interface LogState {
  readonly connection: Connection;
  readonly statements: ReturnType<typeof prepareStatements>;
  readonly chain: ReturnType<typeof createActivityChain>;
  readonly options: ActivityLogOptions;
  readonly readers: Set<Queue<GivenActivity>>;
  /** Entries that were added since the oldest ones were deleted. */
  sincePrune: number;
}

/** How and when an entry ended; one that runs has no time. */
interface EntryEnd {
  readonly outcome: GivenActivity['outcome'];
  readonly at: number | null;
  readonly detail: Words | null;
}

/** Entries that a crashed helper left running become `interrupted`. */
export function createActivityLog(connection: Connection, options: ActivityLogOptions): ChainedActivityLog {
  const statements = prepareStatements(connection);
  const chain = createActivityChain(connection);
  const log: LogState = { connection, statements, chain, options, readers: new Set(), sincePrune: 0 };
  endLeftEntries(log);
  pruneAll(log);
  options.changes.onChanged((id) => announce(log, id));

  return {
    begin: (activity) => add(log, activity, { outcome: 'running', at: null, detail: null }),
    end(id, outcome, detail) {
      writeAll(connection, () => finish(log, id, { outcome, at: options.now(), detail }));
      announce(log, id);
    },
    deny(activity, outcome, detail) {
      add(log, activity, { outcome, at: options.now(), detail });
    },
    watch: ({ latest }, signal) => watch(log, latest, signal),
    recorded: () => readRecorded(log),
  };
}

function prepareStatements(connection: Connection) {
  return {
    insert: connection.prepare(
      'INSERT INTO activity (begun_at, ended_at, operation, subject, uid, user, outcome, detail, ' +
        'request) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
    ),
    finish: connection.prepare(
      'UPDATE activity SET ended_at = ?, outcome = ?, detail = ? WHERE id = ? AND ended_at IS NULL',
    ),
    one: connection.prepare(`SELECT ${entryColumns} FROM activity WHERE id = ?`),
    all: connection.prepare(`SELECT ${entryColumns} FROM activity ORDER BY id`),
    running: connection.prepare('SELECT id, operation FROM activity WHERE ended_at IS NULL ORDER BY id'),
    latest: connection.prepare(
      `SELECT * FROM (SELECT ${entryColumns} FROM activity ORDER BY id DESC LIMIT ?) ORDER BY id`,
    ),
    prune: connection.prepare(
      // An entry whose change can still be undone stays.
      `DELETE FROM activity WHERE ended_at IS NOT NULL AND (outcome = 'denied') = ?
       AND id NOT IN (SELECT activity FROM change WHERE state = 'applied') AND id <=
       (SELECT id FROM activity WHERE (outcome = 'denied') = ? ORDER BY id DESC LIMIT 1 OFFSET ?)`,
    ),
  };
}

const runningSchema = makeOnce(() => z.array(z.object({ id: z.number().int(), operation: z.string() })));

/** Ends the entries that an earlier helper left running: a session has ended, and all else was interrupted. */
function endLeftEntries(log: LogState): void {
  unlessFull(() =>
    writeAll(log.connection, () => {
      const at = log.options.now();
      log.chain.begin(at);
      for (const { id, operation } of runningSchema().parse(log.statements.running.all()))
        finish(
          log,
          id,
          sessions.includes(operation)
            ? { outcome: 'ended', at, detail: endedWithHelper }
            : { outcome: 'interrupted', at, detail: null },
        );
    }),
  );
}

/** Ends an entry that has not ended, within a transaction. */
function finish({ statements, chain }: LogState, id: number, { outcome, at, detail }: EntryEnd): void {
  const text = stored(detail);
  if (at === null || statements.finish.run(at, outcome, text, id).changes === 0) return;
  chain.add('run', { event: 'ended', at, activity: id, outcome, detail: englishOf(text) });
}

/** Gives the id of the entry. */
function add(log: LogState, activity: NewActivity, end: EntryEnd): number {
  const id = writeAll(log.connection, () => insert(log, activity, end));
  announce(log, id);
  log.sincePrune += 1;
  if (log.sincePrune >= pruneEvery) pruneAll(log);
  return id;
}

/** Writes an entry and its record, within a transaction. */
function insert({ statements, chain, options }: LogState, activity: NewActivity, end: EntryEnd): number {
  const { operation, subject, uid, user, request = null } = activity;
  const { outcome } = end;
  const at = end.at ?? options.now();
  const detail = stored(end.detail);
  const asked = request === null ? null : JSON.stringify(request);
  const id = Number(
    statements.insert.run(at, end.at, operation, subject, uid, user, outcome, detail, asked).lastInsertRowid,
  );
  const call = { at, activity: id, operation, subject, uid, user, request: asked };
  if (end.at === null) chain.add('run', { event: 'begun', ...call });
  else
    chain.add(outcome === 'denied' ? 'denied' : 'run', {
      event: 'not-run',
      ...call,
      outcome,
      detail: englishOf(detail),
    });
  return id;
}

/** Deletes the oldest entries of what ran and of what was denied, each beyond its own limit. */
function pruneAll(log: LogState): void {
  const { maxEntries = 10_000, maxDenied = 2_000 } = log.options;
  log.sincePrune = 0;
  unlessFull(() =>
    writeAll(log.connection, () => {
      log.statements.prune.run(0, 0, maxEntries);
      log.statements.prune.run(1, 1, maxDenied);
      // What ran has a record when it begins and one when it ends.
      log.chain.prune('run', 2 * maxEntries, log.options.now);
      log.chain.prune('denied', maxDenied, log.options.now);
    }),
  );
}

function readRecorded({ chain, statements, options }: LogState): RecordedActivity {
  const records = chain.read();
  const rows = statements.all.all();
  const { shown } = options.changes;
  return {
    records,
    problems: checkChains(
      records,
      readCheckedEntries(rows, (id) => shown(id) !== undefined),
    ),
    entries: readEntries(rows, shown),
  };
}

/** Writes what can also be written later; does nothing when the disk is full. */
function unlessFull(change: () => unknown): void {
  try {
    change();
  } catch (error) {
    if (!isFailure(error, 'disk-full')) throw error;
  }
}

/** Gives the entry to all readers; one that has too many waiting ends, and begins again with a snapshot. */
function announce({ readers, statements, options }: LogState, id: number): void {
  if (readers.size === 0) return;
  // `all`, since libsql's `get` adds a column of its own.
  const [entry] = readEntries(statements.one.all(id), options.changes.shown);
  if (entry === undefined) return;
  for (const reader of readers) {
    if (reader.push(entry) <= maxWaiting) continue;
    readers.delete(reader);
    reader.end();
  }
}

async function* watch(
  { readers, statements, options }: LogState,
  count: number,
  signal: AbortSignal,
): AsyncGenerator<GivenItem<'activity.watch'>, void, undefined> {
  while (!signal.aborted) {
    const reader = createQueue<GivenActivity>();
    const onAbort = (): void => reader.end();
    readers.add(reader);
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      yield { type: 'snapshot', entries: readEntries(statements.latest.all(count), options.changes.shown) };
      for await (const entry of reader) yield { type: 'changed', entry };
    } finally {
      readers.delete(reader);
      signal.removeEventListener('abort', onAbort);
    }
  }
}

function stored(detail: Words | null): string | null {
  return detail === null ? null : storeWords(detail, maxDetailLength);
}

/** What a reader of the entry sees, in English. */
function englishOf(detail: string | null): string | null {
  return detail === null ? null : textOf(readStoredWords(detail));
}
