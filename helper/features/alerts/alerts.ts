// SPDX-License-Identifier: Apache-2.0
/**
 * Watches the host by the rules, begins and ends alerts, and gives them to watchers. What begins and ends is in the
 * activity log. It goes on whether or not a window is open.
 */

import { describeAlert } from '../../../contract/wording/describe-alert.ts';
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

/** No more alerts last at a time; a host with more has one problem and not many. */
const maxLasting = 500;

export function createAlerts(options: AlertsOptions): Alerts {
  const { book, observations, activity, onAlert, targets, onUnkept, now, uptime } = options;
  const watched = new Map<number, Watched>();
  const readers = new Set<Queue<AlertState>>();
  for (const rule of book.rules()) watchRule(rule);
  adoptLasting();

  function watchRule(rule: AlertRule): void {
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
  function adoptLasting(): void {
    for (const { id, rule: ruleId, container, threshold } of book.lasting()) {
      const one = watched.get(ruleId);
      const subject = container ?? hostSubject;
      if (one === undefined) finish(id, 'rule');
      else one.watch.adopt(subject);
      one?.counts?.add(subject, threshold ?? 1, uptime());
    }
  }

  function state(): AlertState {
    return { ...book.state(), targets: targets() };
  }

  function announce(): void {
    if (readers.size === 0) return;
    const current = state();
    for (const reader of readers) reader.push(current);
  }

  function record(event: 'begun' | 'ended', alert: Alert): void {
    const rule = book.rules().find(({ id }) => id === alert.rule);
    if (rule === undefined || !isMuted(rule, now())) onAlert(event, alert);
    try {
      const entry = activity.begin({ operation: alertActivity[event], subject: alert.container, ...helperItself });
      activity.end(entry, 'done', describeAlert(alert));
    } catch (error) {
      onUnkept(error);
    }
  }

  function begin({ id, kind, threshold, seconds }: AlertRule, subject: string, value: number | null): Alert {
    const holder = value === null ? undefined : observations.holder(kind);
    const alert = book.add({
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
    return alert;
  }

  function finish(id: number, by: Exclude<Alert['endedBy'], null>): Alert {
    const alert = book.end(id, by);
    record('ended', alert);
    return alert;
  }

  function lastingOf(ruleId: number, subject?: string): readonly Alert[] {
    return book
      .lasting()
      .filter(
        (alert) => alert.rule === ruleId && (subject === undefined || (alert.container ?? hostSubject) === subject),
      );
  }

  function endAllOf(ruleId: number): void {
    for (const { id } of lastingOf(ruleId)) finish(id, 'rule');
  }

  /** Says whether something began or ended. */
  function lookAt({ rule, watch, counts }: Watched): boolean {
    const values = wanted(rule, counts?.values(uptime()) ?? observations.values(rule.kind));
    const { begun, ended } = watch.look(values, uptime(), () => book.lasting().length < maxLasting);
    for (const subject of ended) for (const { id } of lastingOf(rule.id, subject)) finish(id, 'condition');
    for (const { subject, value } of begun) record('begun', begin(rule, subject, value));
    return begun.length + ended.length > 0;
  }

  return {
    look() {
      for (const { kind, subject, count } of observations.takeEvents())
        for (const { rule, counts } of watched.values()) if (rule.kind === kind) counts?.add(subject, count, uptime());
      const changes = [...watched.values()].map(lookAt);
      if (changes.includes(true)) announce();
    },
    state,
    announce,
    async *watch(signal) {
      const reader = createBoundedQueue<AlertState>(1);
      readers.add(reader);
      signal.addEventListener('abort', reader.end, { once: true });
      if (signal.aborted) reader.end();
      try {
        yield state();
        yield* reader;
      } finally {
        readers.delete(reader);
        signal.removeEventListener('abort', reader.end);
      }
    },
    setRule({ rule: id, choice }) {
      const before = id === undefined ? undefined : book.rule(id);
      const rule = before === undefined ? book.addRule(choice) : { ...before, ...choice };
      if (before !== undefined) book.changeRule(rule);
      endAllOf(rule.id);
      watchRule(rule);
      announce();
      return rule;
    },
    removeRule(id) {
      book.rule(id);
      book.removeRule(id);
      watched.delete(id);
      endAllOf(id);
      announce();
    },
    tryRule(id) {
      const rule = book.rule(id);
      const [container = hostSubject] = rule.containers;
      const alert = book.end(begin(rule, container, null).id, 'trial');
      record('begun', alert);
      announce();
      return alert;
    },
    muteRule(id, seconds) {
      const rule = { ...book.rule(id), mutedUntil: seconds === 0 ? null : now() + seconds };
      book.changeRule(rule);
      const one = watched.get(id);
      if (one !== undefined) watched.set(id, { ...one, rule });
      announce();
      return rule;
    },
    renameContainer(name, to) {
      for (const rule of book.rules()) {
        if (!rule.containers.includes(name)) continue;
        const renamed = { ...rule, containers: rule.containers.map((one) => (one === name ? to : one)) };
        book.changeRule(renamed);
        for (const { id } of lastingOf(rule.id, name)) finish(id, 'rule');
        watchRule(renamed);
      }
      announce();
    },
    end(id) {
      const alert = finish(id, 'person');
      watched.get(alert.rule)?.watch.dismiss(alert.container ?? hostSubject);
      announce();
      return alert;
    },
  };
}

function wanted({ containers }: AlertRule, values: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  if (containers.length === 0) return values;
  return new Map([...values].filter(([subject]) => containers.includes(subject)));
}
