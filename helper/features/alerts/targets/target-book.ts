// SPDX-License-Identifier: Apache-2.0
/**
 * The targets of alerts and what waits to be sent to each, in memory and in the database. A target is on the disk before
 * it counts. What waits counts even when it cannot be written, since a full disk is something to send an alert of.
 */

import * as z from 'zod';
import { fail } from '../../../../contract/errors.ts';
import { alertSchema } from '../../../../contract/model/alerts/alert.ts';
import {
  type AlertTarget,
  alertTargetSchema,
  maxAlertTargets,
  originOf,
} from '../../../../contract/model/alerts/alert-target.ts';
import { timeSchema } from '../../../../contract/model/names.ts';
import { type Connection, write } from '../../../journal/database.ts';
import { routeSchema } from '../../../notifier/delivery.ts';

/** A message that was begun. What is in it stays the same for each attempt. */
const batchSchema = z.strictObject({
  id: z.string(),
  /** The last notice in it. */
  upTo: z.number().int(),
  /** Notices beyond those that are kept. */
  uncounted: z.number().int(),
  begunAt: timeSchema(),
  attempts: z.number().int(),
  nextAttemptAt: timeSchema(),
});
export type Batch = z.infer<typeof batchSchema>;

const storedTargetSchema = alertTargetSchema().omit({ route: true, waiting: true, nextAttemptAt: true }).extend({
  route: routeSchema,
  batch: batchSchema.nullable(),
  /** The last message to the target was begun then. */
  begunAt: timeSchema().nullable(),
  /** Notices beyond those that are kept: a message names their number. */
  uncounted: z.number().int(),
});
/** Includes what is secret of the target. */
export type StoredTarget = z.infer<typeof storedTargetSchema>;

const noticeSchema = z.strictObject({
  id: z.number().int(),
  event: z.enum(['begun', 'ended']),
  /** The alert is as it was then. */
  alert: alertSchema(),
});
/** The beginning or the end of an alert, which is to be sent to a target. */
export type Notice = z.infer<typeof noticeSchema>;

export interface TargetBook {
  targets(): readonly StoredTarget[];
  /** Fails with `alert-target-not-found`. */
  target(id: number): StoredTarget;
  find(id: number): StoredTarget | undefined;
  /** Fails with `alert-targets-full` or `disk-full`. */
  add(target: Omit<StoredTarget, 'id'>): StoredTarget;
  /** Fails with `disk-full`. */
  change(target: StoredTarget): void;
  /** Writes what the helper itself notes of a target: it counts even when it cannot be written. */
  note(target: StoredTarget): void;
  remove(id: number): void;
  /** Gives the oldest first. */
  notices(target: number): readonly Notice[];
  addNotice(target: number, notice: Omit<Notice, 'id'>): void;
  /** Drops the notices up to this one; all when left out. */
  dropNotices(target: number, upTo?: number): void;
}

/** How many notices are kept for a target. */
export const maxNotices = 500;

const rowsSchema = z.array(z.object({ id: z.number().int(), data: z.string() }));
const noticeRowsSchema = z.array(rowsSchema.element.extend({ target: z.number().int() }));

interface TargetBookState {
  readonly database: Connection;
  readonly onUnkept: (error: unknown) => void;
  readonly sql: ReturnType<typeof prepareStatements>;
  readonly targets: Map<number, StoredTarget>;
  readonly notices: Map<number, Notice[]>;
  lastNotice: number;
}

/** `onUnkept` is called when something could not be written. */
export function createTargetBook(database: Connection, onUnkept: (error: unknown) => void): TargetBook {
  const book: TargetBookState = {
    database,
    onUnkept,
    sql: prepareStatements(database),
    targets: new Map<number, StoredTarget>(),
    notices: new Map<number, Notice[]>(),
    lastNotice: 0,
  };
  load(book);
  return {
    targets: () => [...book.targets.values()],
    target: (id) => findTarget(book, id) ?? fail('alert-target-not-found', { target: id }),
    find: (id) => findTarget(book, id),
    add: (data) => addTarget(book, data),
    change(target) {
      write(book.database, () => writeTarget(book, target));
      book.targets.set(target.id, target);
    },
    note(target) {
      book.targets.set(target.id, target);
      tryToWrite(book, () => writeTarget(book, target));
    },
    remove: (id) => removeTarget(book, id),
    notices: (target) => book.notices.get(target) ?? [],
    addNotice: (target, data) => addNotice(book, target, data),
    dropNotices: (target, upTo) => dropNotices(book, target, upTo),
  };
}

function load(book: TargetBookState): void {
  for (const { id, data } of rowsSchema.parse(
    book.database.prepare('SELECT id, data FROM alert_target ORDER BY id').all(),
  ))
    take(storedTargetSchema, { ...parsed(data), id }, (target) => book.targets.set(id, target));
  const rows = book.database.prepare('SELECT id, target, data FROM alert_notice ORDER BY id').all();
  for (const { id, target, data } of noticeRowsSchema.parse(rows)) {
    book.lastNotice = Math.max(book.lastNotice, id);
    if (!book.targets.has(target)) continue;
    take(noticeSchema, { ...parsed(data), id }, (notice) => listNotices(book, target).push(notice));
  }
}

function listNotices({ notices }: TargetBookState, target: number): Notice[] {
  const list = notices.get(target) ?? [];
  notices.set(target, list);
  return list;
}

function tryToWrite({ database, onUnkept }: TargetBookState, change: () => unknown): void {
  try {
    write(database, change);
  } catch (error) {
    onUnkept(error);
  }
}

function writeTarget({ sql }: TargetBookState, { id, ...data }: StoredTarget): void {
  sql.update.run(JSON.stringify(data), id);
}

function findTarget({ targets }: TargetBookState, id: number): StoredTarget | undefined {
  return targets.get(id);
}

function addTarget({ targets, database, sql }: TargetBookState, data: Omit<StoredTarget, 'id'>): StoredTarget {
  if (targets.size >= maxAlertTargets) fail('alert-targets-full', { max: maxAlertTargets });
  const { lastInsertRowid } = write(database, () => sql.insert.run(JSON.stringify(data)));
  const target = { ...data, id: Number(lastInsertRowid) };
  targets.set(target.id, target);
  return target;
}

function removeTarget(book: TargetBookState, id: number): void {
  write(book.database, () => book.sql.remove.run(id));
  book.targets.delete(id);
  book.notices.delete(id);
  tryToWrite(book, () => book.sql.dropNotices.run(id, book.lastNotice));
}

function addNotice(book: TargetBookState, target: number, data: Omit<Notice, 'id'>): void {
  book.lastNotice += 1;
  const notice = { ...data, id: book.lastNotice };
  listNotices(book, target).push(notice);
  tryToWrite(book, () => book.sql.addNotice.run(notice.id, target, JSON.stringify(data)));
}

function dropNotices(book: TargetBookState, target: number, upTo: number = book.lastNotice): void {
  book.notices.set(
    target,
    listNotices(book, target).filter(({ id }) => id > upTo),
  );
  tryToWrite(book, () => book.sql.dropNotices.run(target, upTo));
}

/** What clients see of a target. */
export function shownTarget(target: StoredTarget, waiting: number): AlertTarget {
  const { id, name, isCriticalOnly, withEnds, isEnabled, mutedUntil, last, batch } = target;
  return {
    id,
    name,
    isCriticalOnly,
    withEnds,
    isEnabled,
    mutedUntil,
    last,
    route: shownRoute(target.route),
    waiting: waiting + target.uncounted,
    nextAttemptAt: batch?.nextAttemptAt ?? null,
  };
}

function shownRoute(route: StoredTarget['route']): AlertTarget['route'] {
  if (route.by === 'mail') return { by: 'mail', to: route.to };
  return { by: 'webhook', origin: originOf(route.url), isSigned: route.secret !== null };
}

function parsed(text: string): object {
  return z.looseObject({}).parse(JSON.parse(text));
}

/** What a newer helper wrote, and this one does not know, is left where it is. */
function take<T>(schema: z.ZodType<T>, value: unknown, keep: (value: T) => void): void {
  const read = schema.safeParse(value);
  if (read.success) keep(read.data);
}

function prepareStatements(database: Connection) {
  return {
    insert: database.prepare('INSERT INTO alert_target (data) VALUES (?)'),
    update: database.prepare('UPDATE alert_target SET data = ? WHERE id = ?'),
    remove: database.prepare('DELETE FROM alert_target WHERE id = ?'),
    addNotice: database.prepare('INSERT OR REPLACE INTO alert_notice (id, target, data) VALUES (?, ?, ?)'),
    dropNotices: database.prepare('DELETE FROM alert_notice WHERE target = ? AND id <= ?'),
  };
}
