// SPDX-License-Identifier: Apache-2.0
/**
 * The rules and the alerts, in memory and in the database. A rule is on the disk before it counts. An alert counts even
 * when it cannot be written, since a full disk is something to alert of; it is written again with its next change.
 */

import * as z from 'zod';
import { fail } from '../../../contract/errors.ts';
import {
  type Alert,
  type AlertChoice,
  type AlertRule,
  alertRuleSchema,
  alertSchema,
  type AlertState,
  maxAlertRules,
  usualAlertChoice,
} from '../../../contract/model/alerts/alert.ts';
import { alertKindNames, alertKindOf } from '../../../contract/model/alerts/alert-kinds.ts';
import { type Connection, write } from '../../journal/database.ts';

export interface AlertBook {
  state(): Omit<AlertState, 'targets'>;
  rules(): readonly AlertRule[];
  /** Fails with `alert-rule-not-found`. */
  rule(id: number): AlertRule;
  /** Fails with `alert-rules-full` or `disk-full`. */
  addRule(choice: AlertChoice): AlertRule;
  /** Fails with `disk-full`. */
  changeRule(rule: AlertRule): void;
  removeRule(id: number): void;
  /** Lists the alerts that last. */
  lasting(): readonly Alert[];
  add(alert: Omit<Alert, 'id'>): Alert;
  /** Fails with `alert-not-found` when there is none with this id that lasts. */
  end(id: number, by: Exclude<Alert['endedBy'], null>): Alert;
}

export interface AlertBookOptions {
  readonly database: Connection;
  /** Seconds since the epoch. */
  readonly now: () => number;
  /** Called when an alert could not be written. */
  readonly onUnkept: (error: unknown) => void;
}

/** How many alerts that have ended are kept. */
const maxEnded = 300;

const rowsSchema = z.array(z.object({ id: z.number().int(), data: z.string() }));
const sequenceSchema = z.array(z.object({ seq: z.number() }));

interface AlertBookState extends AlertBookOptions {
  readonly sql: ReturnType<typeof prepareStatements>;
  readonly rules: Map<number, AlertRule>;
  readonly alerts: Map<number, Alert>;
  lastId: number;
}

export function createAlertBook(options: AlertBookOptions): AlertBook {
  const book: AlertBookState = {
    ...options,
    sql: prepareStatements(options.database),
    rules: new Map<number, AlertRule>(),
    alerts: new Map<number, Alert>(),
    lastId: 0,
  };
  load(book);
  return {
    state: () => ({ rules: [...book.rules.values()], alerts: [...book.alerts.values()].toReversed() }),
    rules: () => [...book.rules.values()],
    rule: (id) => book.rules.get(id) ?? fail('alert-rule-not-found', { rule: id }),
    addRule: (choice) => addRule(book, choice),
    changeRule({ id, ...data }) {
      write(book.database, () => book.sql.updateRule.run(JSON.stringify(data), id));
      book.rules.set(id, { ...data, id });
    },
    removeRule(id) {
      write(book.database, () => book.sql.removeRule.run(id));
      book.rules.delete(id);
    },
    lasting: () => [...book.alerts.values()].filter(({ endedAt }) => endedAt === null),
    add: (data) => addAlert(book, data),
    end: (id, by) => endAlert(book, id, by),
  };
}

function load(book: AlertBookState): void {
  for (const { id, data } of rowsSchema.parse(
    book.database.prepare('SELECT id, data FROM alert_rule ORDER BY id').all(),
  ))
    take(alertRuleSchema(), { ...parsed(data), id }, (rule) => book.rules.set(id, rule));
  for (const { id, data } of rowsSchema.parse(book.database.prepare('SELECT id, data FROM alert ORDER BY id').all())) {
    book.lastId = Math.max(book.lastId, id);
    take(alertSchema(), { ...parsed(data), id }, (alert) => book.alerts.set(id, alert));
  }
  if (hasNeverHadRules(book)) addUsualRules(book);
}

/** Says whether this host has never had a rule: not that somebody removed them all. */
function hasNeverHadRules({ database }: AlertBookState): boolean {
  const rows = database.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'alert_rule'").all();
  return sequenceSchema.parse(rows).length === 0;
}

function addUsualRules(book: AlertBookState): void {
  try {
    for (const kind of alertKindNames) if (alertKindOf(kind).isUsual) addRule(book, usualAlertChoice(kind));
  } catch (error) {
    book.onUnkept(error);
  }
}

function addRule({ rules, database, sql }: AlertBookState, choice: AlertChoice): AlertRule {
  if (rules.size >= maxAlertRules) fail('alert-rules-full', { max: maxAlertRules });
  const data = { ...choice, mutedUntil: null };
  const { lastInsertRowid } = write(database, () => sql.insertRule.run(JSON.stringify(data)));
  const rule = { ...data, id: Number(lastInsertRowid) };
  rules.set(rule.id, rule);
  return rule;
}

function put({ database, sql, onUnkept }: AlertBookState, { id, ...data }: Alert): void {
  try {
    write(database, () => sql.put.run(id, data.endedAt === null ? 0 : 1, JSON.stringify(data)));
    if (data.endedAt !== null) write(database, () => sql.prune.run(maxEnded));
  } catch (error) {
    onUnkept(error);
  }
}

function forgetOld({ alerts }: AlertBookState): void {
  const ended = [...alerts.values()].filter(({ endedAt }) => endedAt !== null);
  for (const { id } of ended.slice(0, Math.max(0, ended.length - maxEnded))) alerts.delete(id);
}

function addAlert(book: AlertBookState, data: Omit<Alert, 'id'>): Alert {
  book.lastId += 1;
  const alert = { ...data, id: book.lastId };
  book.alerts.set(alert.id, alert);
  forgetOld(book);
  put(book, alert);
  return alert;
}

function endAlert(book: AlertBookState, id: number, by: Exclude<Alert['endedBy'], null>): Alert {
  const alert = book.alerts.get(id);
  if (alert === undefined || alert.endedAt !== null) fail('alert-not-found', { alert: id });
  // Later than its beginning also on a host whose clock was set back.
  const ended: Alert = { ...alert, endedAt: Math.max(alert.begunAt, book.now()), endedBy: by };
  book.alerts.set(id, ended);
  forgetOld(book);
  put(book, ended);
  return ended;
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
    insertRule: database.prepare('INSERT INTO alert_rule (data) VALUES (?)'),
    updateRule: database.prepare('UPDATE alert_rule SET data = ? WHERE id = ?'),
    removeRule: database.prepare('DELETE FROM alert_rule WHERE id = ?'),
    put: database.prepare('INSERT OR REPLACE INTO alert (id, is_ended, data) VALUES (?, ?, ?)'),
    prune: database.prepare(
      'DELETE FROM alert WHERE is_ended = 1 AND id <= (SELECT id FROM alert WHERE is_ended = 1 ORDER BY id DESC LIMIT 1 OFFSET ?)',
    ),
  };
}
