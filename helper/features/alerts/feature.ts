// SPDX-License-Identifier: Apache-2.0
/** Alerts: rules, what they are compared with, and the alerts that come of them. */

import { randomUUID } from 'node:crypto';
import type { AlertState } from '../../../contract/model/alerts/alert.ts';
import { alertActivity } from '../../../contract/model/alerts/alert-activity.ts';
import type { AuditLog } from '../../../contract/model/denials/audit-log.ts';
import type { HostDisk } from '../../../contract/model/host/disk.ts';
import { type ActivityLog, helperItself } from '../../journal/activity-log.ts';
import type { Connection } from '../../journal/database.ts';
import type { DeliveryAnswer } from '../../notifier/delivery.ts';
import type { HandlersOf, OperationsOf, RecoveryStep } from '../../server/feature.ts';
import type { Log } from '../../system/log.ts';
import { messageOf } from '../../system/message-of.ts';
import type { Containers } from '../containers/ports/containers.ts';
import type { Denials } from '../denials/ports.ts';
import type { SubscribeEvents } from '../events.ts';
import type { SharedTableUse } from '../networks/ports.ts';
import type { SampleSource } from '../samples/ports.ts';
import { createAlertBook } from './alert-book.ts';
import { type Alerts, createAlerts } from './alerts.ts';
import { createObservations, type Observations } from './observations.ts';
import { createOutbox } from './targets/outbox.ts';
import { sendToNotifier } from './targets/send-to-notifier.ts';
import { createTargetBook, type StoredTarget } from './targets/target-book.ts';
import { createTargets, type Targets } from './targets/targets.ts';

export interface AlertsFeature {
  readonly handlers: HandlersOf<OperationsOf<'alert'>>;
  /** Begins to watch once the containers are as they should be. */
  readonly recovery: { readonly alerts: RecoveryStep };
  state(): AlertState;
  close(): void;
}

export interface AlertsFeatureOptions {
  readonly activity: ActivityLog;
  readonly database: Connection;
  readonly samples: SampleSource;
  readonly containers: Pick<Containers, 'watch'>;
  readonly denials: Pick<Denials, 'watch'>;
  readonly disk: () => HostDisk;
  readonly auditLog: () => AuditLog | null;
  /** Containers whose schedule could not take its last snapshot. */
  readonly failingSnapshots: () => readonly string[];
  /** Containers of which the last run of a job could take no backup. */
  readonly failingBackups: () => readonly string[];
  /** Jobs of backups whose last run failed as a whole, or could not remove older backups. */
  readonly failingJobs: () => readonly string[];
  readonly tables: Pick<SharedTableUse, 'percent' | 'holder'>;
  readonly events: SubscribeEvents;
  readonly log: Log;
  readonly hostname: () => string;
  /** Seconds since the epoch. */
  readonly now: () => number;
}

/** What the rules look at, and what looks. */
interface Followed extends Pick<AlertsFeatureOptions, 'samples' | 'containers' | 'denials'> {
  readonly observations: Observations;
  readonly alerts: Alerts;
}

/** Seconds between two looks: the shortest time of a rule that counts is two of them. */
const lookSeconds = 5;
/** Milliseconds between two looks at what is to be sent. */
const sendEveryMs = 5000;

export function createAlertsFeature(options: AlertsFeatureOptions): AlertsFeature {
  const { activity, database, events, log, hostname, now } = options;
  const closing = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const { signal } = closing;
  const onUnkept = (error: unknown): void => log('warning', 'alerts-not-kept', { reason: messageOf(error) });
  const observations = createObservations({
    disk: options.disk,
    auditLog: options.auditLog,
    failingSnapshots: options.failingSnapshots,
    failingBackups: options.failingBackups,
    failingJobs: options.failingJobs,
    tables: options.tables,
    begunAt: now(),
  });
  const targetBook = createTargetBook(database, onUnkept);
  const outbox = createOutbox({
    book: targetBook,
    host: hostname(),
    send: (delivery) => sendToNotifier(delivery, signal),
    onSettled(target, count, answer) {
      try {
        recordSending(activity, target, { ...answer, count });
      } catch (error) {
        onUnkept(error);
      }
    },
    onFailed: ({ id }, attempt, reason) => log('warning', 'alert-not-sent', { target: id, attempt, reason }),
    onChange,
    now,
    newId: randomUUID,
  });
  const targets = createTargets({ book: targetBook, outbox, onChange, now });
  const alerts = createAlerts({
    book: createAlertBook({ database, now, onUnkept }),
    observations,
    activity,
    onAlert: outbox.add,
    targets: targets.list,
    onUnkept,
    now,
    uptime: () => performance.now() / 1000,
  });

  events.on('renamed', ({ name, to }) => alerts.renameContainer(name, to));
  events.on('new-holes', ({ count }) => observations.takeNewHoles(count));

  function onChange(): void {
    alerts.announce();
  }

  return {
    handlers: createHandlers(alerts, targets),
    recovery: {
      alerts: async () => {
        timer = setInterval(() => void outbox.sendDue(), sendEveryMs);
        for (const follow of [followSamples, followContainers, followDenials])
          follow({ ...options, observations, alerts }, signal).catch((error: unknown) => {
            if (!signal.aborted) log('error', 'alerts-not-watched', { reason: messageOf(error) });
          });
      },
    },
    state: alerts.state,
    close() {
      clearInterval(timer);
      closing.abort(new Error('the helper ends'));
    },
  };
}

function createHandlers(alerts: Alerts, targets: Targets): AlertsFeature['handlers'] {
  return {
    'alert.list': async () => alerts.state(),
    async *'alert.watch'(_, { signal: ofCall }) {
      yield* alerts.watch(ofCall);
      return {};
    },
    'alert.set-rule': async (params) => alerts.setRule(params),
    'alert.remove-rule': async ({ rule }) => {
      alerts.removeRule(rule);
      return {};
    },
    'alert.try-rule': async ({ rule }) => alerts.tryRule(rule),
    'alert.mute-rule': async ({ rule, seconds }) => alerts.muteRule(rule, seconds),
    'alert.end': async ({ alert }) => alerts.end(alert),
    'alert.set-target': async (params) => targets.set(params),
    'alert.remove-target': async ({ target }) => {
      targets.remove(target);
      return {};
    },
    'alert.try-target': async ({ target }) => targets.try(target),
    'alert.mute-target': async ({ target, seconds }) => targets.mute(target, seconds),
  };
}

/** Records in the activity log what became of a message. */
function recordSending(
  activity: ActivityLog,
  { name, route }: StoredTarget,
  { count, outcome, detail }: DeliveryAnswer & { readonly count: number },
): void {
  const entry = activity.begin({ operation: alertActivity.sent, subject: null, ...helperItself });
  const what = `${count} ${count === 1 ? 'alert' : 'alerts'} to ${name} by ${route.by}: ${detail}`;
  activity.end(entry, outcome === 'sent' ? 'done' : 'failed', what);
}

async function followSamples({ samples, observations, alerts }: Followed, signal: AbortSignal): Promise<void> {
  for await (const { samples: some } of samples.watch({ intervalMs: lookSeconds * 1000, historySeconds: 0 }, signal)) {
    for (const sample of some) observations.takeSample(sample);
    alerts.look();
  }
}

async function followContainers({ containers, observations }: Followed, signal: AbortSignal): Promise<void> {
  for await (const item of containers.watch(signal)) observations.takeContainers(item);
}

async function followDenials({ denials, observations }: Followed, signal: AbortSignal): Promise<void> {
  for await (const item of denials.watch({ events: 0 }, signal)) observations.takeDenials(item);
}
