// SPDX-License-Identifier: Apache-2.0
/**
 * Watches the host by the rules, begins and ends alerts, and gives them to watchers. What begins and ends is in the
 * activity log. It goes on whether or not a window is open.
 */

import { describeAlert } from '../../../contract/wording/alerts/describe-alert.ts';
import { type Alert, type AlertRule, type AlertState, isMuted } from '../../../contract/model/alerts/alert.ts';
import type { AlertTarget } from '../../../contract/model/alerts/alert-target.ts';
import { alertKindOf } from '../../../contract/model/alerts/alert-kinds.ts';
import { alertActivity } from '../../../contract/model/alerts/alert-activity.ts';
import type { Item, Params } from '../../../contract/operations/index.ts';
import { createBoundedQueue } from '../../../rpc/async/bounded-queue.ts';
import type { Queue } from '../../../rpc/async/queue.ts';
import { type ActivityLog, helperItself } from '../../journal/activity-log.ts';
import type { AlertBook } from './alert-book.ts';
import { hostSubject, type Observations } from './observations.ts';
import { createRuleWatch, type RuleWatch } from './rule-watch.ts';
import { createSlidingCounts, type SlidingCounts } from './sliding-counts.ts';

export interface Alerts {
  /** Compares what was observed with the rules. Call it every few seconds. */
  look(): void;
  state(): AlertState;
  /** Gives the state to all who watch, since something of it changed. */
  announce(): void;
  watch(signal: AbortSignal): AsyncGenerator<Item<'alert.watch'>, void, undefined>;
  setRule(params: Params<'alert.set-rule'>): AlertRule;
  removeRule(id: number): void;
  tryRule(id: number): Alert;
  muteRule(id: number, seconds: number): AlertRule;
  end(id: number): Alert;
  /** Rules that name a container go with its name. */
  renameContainer(name: string, to: string): void;
}

export interface AlertsOptions {
  readonly book: AlertBook;
  readonly observations: Observations;
  readonly activity: Pick<ActivityLog, 'begin' | 'end'>;
  /** Called when an alert of which somebody is to be notified began or ended. */
  readonly onAlert: (event: 'begun' | 'ended', alert: Alert) => void;
  readonly targets: () => AlertTarget[];
  /** Called when an entry of the activity log could not be written. */
  readonly onUnkept: (error: unknown) => void;
  /** Seconds since the epoch. */
  readonly now: () => number;
  /** Seconds by a clock that is never set. */
  readonly uptime: () => number;
}

interface Watched {
  readonly rule: AlertRule;
  readonly watch: RuleWatch;
  /** Undefined for what is measured at each look. */
  readonly counts: SlidingCounts | undefined;
}

/** What a rule measured; null for a trial. */
interface Measured {
  readonly subject: string;
  readonly value: number | null;
}

/** No more alerts last at a time; a host with more has one problem and not many. */
const maxLasting = 500;

interface AlertsState extends AlertsOptions {
  readonly watched: Map<number, Watched>;
  readonly readers: Set<Queue<AlertState>>;
}

export function createAlerts(options: AlertsOptions): Alerts {
  const alerts: AlertsState = {
    ...options,
    watched: new Map<number, Watched>(),
    readers: new Set<Queue<AlertState>>(),
  };
  for (const rule of alerts.book.rules()) watchRule(alerts, rule);
  adoptLasting(alerts);
  return {
    look: () => look(alerts),
    state: () => readState(alerts),
    announce: () => announce(alerts),
    watch: (signal) => watch(alerts, signal),
    setRule: (params) => setRule(alerts, params),
    removeRule: (id) => removeRule(alerts, id),
    tryRule: (id) => tryRule(alerts, id),
    muteRule: (id, seconds) => muteRule(alerts, id, seconds),
    renameContainer: (name, to) => renameContainer(alerts, name, to),
    end: (id) => end(alerts, id),
  };
}

function watchRule({ watched }: AlertsState, rule: AlertRule): void {
  watched.delete(rule.id);
  if (!rule.isEnabled) return;
  const isCounted = alertKindOf(rule.kind).measure === 'count';
  watched.set(rule.id, {
    rule,
    watch: createRuleWatch(rule),
    counts: isCounted ? createSlidingCounts(rule.seconds) : undefined,
  });
}

/** Events of before are gone with the helper that counted them: their time begins again. */
function adoptLasting(alerts: AlertsState): void {
  for (const { id, rule: ruleId, container, threshold } of alerts.book.lasting()) {
    const one = alerts.watched.get(ruleId);
    const subject = container ?? hostSubject;
    if (one === undefined) finish(alerts, id, 'rule');
    else one.watch.adopt(subject);
    one?.counts?.add(subject, threshold ?? 1, alerts.uptime());
  }
}

function readState({ book, targets }: AlertsState): AlertState {
  return { ...book.state(), targets: targets() };
}

function announce(alerts: AlertsState): void {
  if (alerts.readers.size === 0) return;
  const current = readState(alerts);
  for (const reader of alerts.readers) reader.push(current);
}

function record(alerts: AlertsState, event: 'begun' | 'ended', alert: Alert): void {
  const rule = alerts.book.rules().find(({ id }) => id === alert.rule);
  if (rule === undefined || !isMuted(rule, alerts.now())) alerts.onAlert(event, alert);
  try {
    const entry = alerts.activity.begin({ operation: alertActivity[event], subject: alert.container, ...helperItself });
    alerts.activity.end(entry, 'done', describeAlert(alert));
  } catch (error) {
    alerts.onUnkept(error);
  }
}

function begin(
  { observations, book, now }: AlertsState,
  { id, kind, threshold, seconds }: AlertRule,
  { subject, value }: Measured,
): Alert {
  const holder = value === null ? undefined : observations.holder(kind);
  return book.add({
    rule: id,
    kind,
    threshold,
    seconds,
    container: subject === hostSubject ? null : subject,
    begunAt: now(),
    endedAt: null,
    endedBy: null,
    value: threshold === null ? null : value,
    ...(holder !== undefined && { holder }),
  });
}

function finish(alerts: AlertsState, id: number, by: Exclude<Alert['endedBy'], null>): Alert {
  const alert = alerts.book.end(id, by);
  record(alerts, 'ended', alert);
  return alert;
}

function lastingOf({ book }: AlertsState, ruleId: number, subject?: string): readonly Alert[] {
  return book
    .lasting()
    .filter(
      (alert) => alert.rule === ruleId && (subject === undefined || (alert.container ?? hostSubject) === subject),
    );
}

function endAllOf(alerts: AlertsState, ruleId: number): void {
  for (const { id } of lastingOf(alerts, ruleId)) finish(alerts, id, 'rule');
}

/** Says whether something began or ended. */
function lookAt(alerts: AlertsState, { rule, watch, counts }: Watched): boolean {
  const values = wanted(rule, counts?.values(alerts.uptime()) ?? alerts.observations.values(rule.kind));
  const { begun, ended } = watch.look(values, alerts.uptime(), () => alerts.book.lasting().length < maxLasting);
  for (const subject of ended)
    for (const { id } of lastingOf(alerts, rule.id, subject)) finish(alerts, id, 'condition');
  for (const { subject, value } of begun) record(alerts, 'begun', begin(alerts, rule, { subject, value }));
  return begun.length + ended.length > 0;
}

function look(alerts: AlertsState): void {
  for (const { kind, subject, count } of alerts.observations.takeEvents())
    for (const { rule, counts } of alerts.watched.values())
      if (rule.kind === kind) counts?.add(subject, count, alerts.uptime());
  const changes = [...alerts.watched.values()].map((one) => lookAt(alerts, one));
  if (changes.includes(true)) announce(alerts);
}

async function* watch(alerts: AlertsState, signal: AbortSignal): AsyncGenerator<Item<'alert.watch'>, void, undefined> {
  const reader = createBoundedQueue<AlertState>(1);
  alerts.readers.add(reader);
  signal.addEventListener('abort', reader.end, { once: true });
  if (signal.aborted) reader.end();
  try {
    yield readState(alerts);
    yield* reader;
  } finally {
    alerts.readers.delete(reader);
    signal.removeEventListener('abort', reader.end);
  }
}

function setRule(alerts: AlertsState, { rule: id, choice }: Params<'alert.set-rule'>): AlertRule {
  const before = id === undefined ? undefined : alerts.book.rule(id);
  const rule = before === undefined ? alerts.book.addRule(choice) : { ...before, ...choice };
  if (before !== undefined) alerts.book.changeRule(rule);
  endAllOf(alerts, rule.id);
  watchRule(alerts, rule);
  announce(alerts);
  return rule;
}

function removeRule(alerts: AlertsState, id: number): void {
  alerts.book.rule(id);
  alerts.book.removeRule(id);
  alerts.watched.delete(id);
  endAllOf(alerts, id);
  announce(alerts);
}

function tryRule(alerts: AlertsState, id: number): Alert {
  const rule = alerts.book.rule(id);
  const [container = hostSubject] = rule.containers;
  const alert = alerts.book.end(begin(alerts, rule, { subject: container, value: null }).id, 'trial');
  record(alerts, 'begun', alert);
  announce(alerts);
  return alert;
}

function muteRule(alerts: AlertsState, id: number, seconds: number): AlertRule {
  const rule = { ...alerts.book.rule(id), mutedUntil: seconds === 0 ? null : alerts.now() + seconds };
  alerts.book.changeRule(rule);
  const one = alerts.watched.get(id);
  if (one !== undefined) alerts.watched.set(id, { ...one, rule });
  announce(alerts);
  return rule;
}

function renameContainer(alerts: AlertsState, name: string, to: string): void {
  for (const rule of alerts.book.rules()) {
    if (!rule.containers.includes(name)) continue;
    const renamed = { ...rule, containers: rule.containers.map((one) => (one === name ? to : one)) };
    alerts.book.changeRule(renamed);
    for (const { id } of lastingOf(alerts, rule.id, name)) finish(alerts, id, 'rule');
    watchRule(alerts, renamed);
  }
  announce(alerts);
}

function end(alerts: AlertsState, id: number): Alert {
  const alert = finish(alerts, id, 'person');
  alerts.watched.get(alert.rule)?.watch.dismiss(alert.container ?? hostSubject);
  announce(alerts);
  return alert;
}

function wanted({ containers }: AlertRule, values: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  if (containers.length === 0) return values;
  return new Map([...values].filter(([subject]) => containers.includes(subject)));
}
