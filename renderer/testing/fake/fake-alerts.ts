// SPDX-License-Identifier: Apache-2.0
/** The alerts of the fake host: the rules of a new host, some alerts, and what a person does with them. */

import { fail } from '../../../contract/errors.ts';
import {
  type Alert,
  type AlertRule,
  type AlertState,
  maxAlertRules,
  usualAlertChoice,
} from '../../../contract/model/alerts/alert.ts';
import { type AlertKindName, alertKindNames, alertKindOf } from '../../../contract/model/alerts/alert-kinds.ts';
import type { AlertTarget } from '../../../contract/model/alerts/alert-target.ts';
import type { Handlers } from '../../../rpc/handlers.ts';
import { seedTargets, targetHandlers } from './fake-targets.ts';
import { type Broadcast, createBroadcast } from './broadcast.ts';

export interface FakeAlerts {
  readonly rules: Map<number, AlertRule>;
  /** Lists the alerts, oldest first. */
  readonly alerts: Alert[];
  readonly targets: Map<number, AlertTarget>;
  readonly changes: Broadcast<AlertState>;
  /** Begins an alert of the first rule of this kind. */
  begin(kind: AlertKindName, about: Pick<Alert, 'container' | 'value' | 'begunAt'>): Alert;
}

type AlertHandlers = Pick<Handlers<string>, Extract<keyof Handlers<string>, `alert.${string}`>>;

export function createFakeAlerts(): FakeAlerts {
  const rules = new Map<number, AlertRule>();
  for (const kind of alertKindNames)
    if (alertKindOf(kind).isUsual)
      rules.set(rules.size + 1, { ...usualAlertChoice(kind), id: rules.size + 1, mutedUntil: null });
  const alerts: Alert[] = [];
  const fake: FakeAlerts = {
    rules,
    alerts,
    targets: new Map(),
    changes: createBroadcast<AlertState>(),
    begin(kind, about) {
      const rule = [...rules.values()].find((one) => one.kind === kind) ?? missing(kind);
      const alert = alertOf(rule, { ...about, id: alerts.length + 1 });
      alerts.push(alert);
      fake.changes.send(stateOf(fake));
      return alert;
    },
  };
  return fake;
}

/** Two that last and three that have ended, for hosts with these containers. */
export function seedAlerts(fake: FakeAlerts, names: ReadonlySet<string>, now: number): void {
  const seeds: readonly [AlertKindName, string | null, number | null, ago: number, endedAgo: number | undefined][] = [
    ['restart-loop', 'staging', 4, 82_000, 80_300],
    ['host-disk', null, 93.2, 30_000, 26_000],
    ['oom', 'build-runner', 2, 5400, 4700],
    ['denials', 'wiki', 412, 900, undefined],
    ['container-memory', 'db', 94.6, 340, undefined],
  ];
  for (const [kind, container, value, ago, endedAgo] of seeds) {
    if (container !== null && !names.has(container)) continue;
    const alert = fake.begin(kind, { container, value, begunAt: now - ago });
    if (endedAgo !== undefined) end(fake, alert, { endedBy: 'condition', endedAt: now - endedAgo });
  }
  seedTargets(fake.targets, now);
}

export function alertHandlers(fake: FakeAlerts, now: () => number): AlertHandlers {
  function ruleOf(id: number): AlertRule {
    return fake.rules.get(id) ?? fail('alert-rule-not-found', { rule: id });
  }

  function endAllOf(rule: number): void {
    for (const alert of [...fake.alerts])
      if (alert.rule === rule && alert.endedAt === null) end(fake, alert, { endedBy: 'rule', endedAt: now() });
  }

  function changed<T>(result: T): T {
    fake.changes.send(stateOf(fake));
    return result;
  }

  return {
    'alert.list': async () => stateOf(fake),
    async *'alert.watch'(_, { signal }) {
      yield stateOf(fake);
      yield* fake.changes.listen(signal);
      return {};
    },
    'alert.set-rule': async ({ rule: id, choice }) => {
      if (id === undefined && fake.rules.size >= maxAlertRules) fail('alert-rules-full', { max: maxAlertRules });
      const before = id === undefined ? { id: Math.max(0, ...fake.rules.keys()) + 1, mutedUntil: null } : ruleOf(id);
      const rule = { ...before, ...choice };
      fake.rules.set(rule.id, rule);
      endAllOf(rule.id);
      return changed(rule);
    },
    'alert.remove-rule': async ({ rule }) => {
      ruleOf(rule);
      fake.rules.delete(rule);
      endAllOf(rule);
      return changed({});
    },
    'alert.try-rule': async ({ rule: id }) => {
      const rule = ruleOf(id);
      const [container = null] = rule.containers;
      const begun = alertOf(rule, { id: fake.alerts.length + 1, container, value: null, begunAt: now() });
      fake.alerts.push(begun);
      return changed(end(fake, begun, { endedBy: 'trial', endedAt: now() }));
    },
    'alert.mute-rule': async ({ rule: id, seconds }) => {
      const rule = { ...ruleOf(id), mutedUntil: seconds === 0 ? null : now() + seconds };
      fake.rules.set(id, rule);
      return changed(rule);
    },
    ...targetHandlers(fake, { now, changed }),
    'alert.end': async ({ alert: id }) => {
      const alert = fake.alerts.find((one) => one.id === id && one.endedAt === null);
      return changed(end(fake, alert ?? fail('alert-not-found', { alert: id }), { endedBy: 'person', endedAt: now() }));
    },
  };
}

function alertOf(
  { id: rule, kind, threshold, seconds }: AlertRule,
  about: Pick<Alert, 'id' | 'container' | 'value' | 'begunAt'>,
): Alert {
  return { ...about, rule, kind, threshold, seconds, endedAt: null, endedBy: null };
}

interface End {
  readonly endedBy: Exclude<Alert['endedBy'], null>;
  readonly endedAt: number;
}

function end(fake: FakeAlerts, alert: Alert, how: End): Alert {
  const ended: Alert = { ...alert, ...how };
  fake.alerts.splice(fake.alerts.indexOf(alert), 1, ended);
  return ended;
}

function stateOf({ rules, alerts, targets }: FakeAlerts): AlertState {
  return { rules: [...rules.values()], alerts: alerts.toReversed(), targets: [...targets.values()] };
}

function missing(kind: AlertKindName): never {
  throw new Error(`the fake host has no rule of the kind ${kind}`);
}
