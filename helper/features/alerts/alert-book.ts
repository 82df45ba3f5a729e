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

export function createAlertBook({ database, now, onUnkept }: AlertBookOptions): AlertBook {
  const sql = {
    insertRule: database.prepare('INSERT INTO alert_rule (data) VALUES (?)'),
    updateRule: database.prepare('UPDATE alert_rule SET data = ? WHERE id = ?'),
    removeRule: database.prepare('DELETE FROM alert_rule WHERE id = ?'),
    put: database.prepare('INSERT OR REPLACE INTO alert (id, is_ended, data) VALUES (?, ?, ?)'),
    prune: database.prepare(
      'DELETE FROM alert WHERE is_ended = 1 AND id <= (SELECT id FROM alert WHERE is_ended = 1 ORDER BY id DESC LIMIT 1 OFFSET ?)',
    ),
  };
  const rules = new Map<number, AlertRule>();
  const alerts = new Map<number, Alert>();
  let lastId = 0;

  load();

  function load(): void {
    for (const { id, data } of rowsSchema.parse(database.prepare('SELECT id, data FROM alert_rule ORDER BY id').all()))
      take(alertRuleSchema(), { ...parsed(data), id }, (rule) => rules.set(id, rule));
    for (const { id, data } of rowsSchema.parse(database.prepare('SELECT id, data FROM alert ORDER BY id').all())) {
      lastId = Math.max(lastId, id);
      take(alertSchema(), { ...parsed(data), id }, (alert) => alerts.set(id, alert));
    }
    if (isNew()) addUsualRules();
  }

  /** Says whether this host has never had a rule: not that somebody removed them all. */
  function isNew(): boolean {
    const rows = database.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'alert_rule'").all();
    return sequenceSchema.parse(rows).length === 0;
  }

  function addUsualRules(): void {
    try {
      for (const kind of alertKindNames) if (alertKindOf(kind).isUsual) addRule(usualAlertChoice(kind));
    } catch (error) {
      onUnkept(error);
    }
  }

  function addRule(choice: AlertChoice): AlertRule {
    if (rules.size >= maxAlertRules) fail('alert-rules-full', { max: maxAlertRules });
    const data = { ...choice, mutedUntil: null };
    const { lastInsertRowid } = write(database, () => sql.insertRule.run(JSON.stringify(data)));
    const rule = { ...data, id: Number(lastInsertRowid) };
    rules.set(rule.id, rule);
    return rule;
  }

  function put({ id, ...data }: Alert): void {
    try {
      write(database, () => sql.put.run(id, data.endedAt === null ? 0 : 1, JSON.stringify(data)));
      if (data.endedAt !== null) write(database, () => sql.prune.run(maxEnded));
    } catch (error) {
      onUnkept(error);
    }
  }

  function forgetOld(): void {
    const ended = [...alerts.values()].filter(({ endedAt }) => endedAt !== null);
    for (const { id } of ended.slice(0, Math.max(0, ended.length - maxEnded))) alerts.delete(id);
  }

  return {
    state: () => ({ rules: [...rules.values()], alerts: [...alerts.values()].toReversed() }),
    rules: () => [...rules.values()],
    rule: (id) => rules.get(id) ?? fail('alert-rule-not-found', { rule: id }),
    addRule,
    changeRule({ id, ...data }) {
      write(database, () => sql.updateRule.run(JSON.stringify(data), id));
      rules.set(id, { ...data, id });
    },
    removeRule(id) {
      write(database, () => sql.removeRule.run(id));
      rules.delete(id);
    },
    lasting: () => [...alerts.values()].filter(({ endedAt }) => endedAt === null),
    add(data) {
      lastId += 1;
      const alert = { ...data, id: lastId };
      alerts.set(alert.id, alert);
      forgetOld();
      put(alert);
      return alert;
    },
    end(id, by) {
      const alert = alerts.get(id);
      if (alert === undefined || alert.endedAt !== null) fail('alert-not-found', { alert: id });
      // Later than its beginning also on a host whose clock was set back.
      const ended: Alert = { ...alert, endedAt: Math.max(alert.begunAt, now()), endedBy: by };
      alerts.set(id, ended);
      forgetOld();
      put(ended);
      return ended;
    },
  };
}

function parsed(text: string): object {
  return z.looseObject({}).parse(JSON.parse(text));
}

/** What a newer helper wrote, and this one does not know, is left where it is. */
function take<T>(schema: z.ZodType<T>, value: unknown, keep: (value: T) => void): void {
  const read = schema.safeParse(value);
  if (read.success) keep(read.data);
}
