// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeAlert } from '../../../contract/wording/alerts/describe-alert.ts';
import { type AlertChoice, maxAlertRules, usualAlertChoice } from '../../../contract/model/alerts/alert.ts';
import type { AuditLog } from '../../../contract/model/denials/audit-log.ts';
import type { ContainerSample, Sample } from '../../../contract/model/containers/sample.ts';
import type { Container } from '../../../contract/model/containers/container.ts';
import { judgeContainers } from '../../../contract/model/isolation/judge-containers.ts';
import type { TableHolder } from '../../../contract/model/host/table-holder.ts';
import { alertJson } from '../../../contract/wording/alerts/alert-json.ts';
import { isFailure } from '../../../contract/errors.ts';
import { textOf } from '../../../contract/text.ts';
import { fakeContainer } from '../../../testing/models/container.ts';
import { fakeEvent, fakeGroup, fakeGroupedEvent } from '../../../testing/models/denial.ts';
import { fakeSample } from '../../../testing/models/sample.ts';
import { type Connection, openDatabase } from '../../journal/database.ts';
import { createAlertBook } from './alert-book.ts';
import { type Alerts, createAlerts } from './alerts.ts';
import { createObservations, type Observations } from './observations.ts';

const hostDisk = {
  backing: 'project-quota',
  totalBytes: 1000,
  freeBytes: 500,
  reserveBytes: 0,
  totalInodes: 1,
  freeInodes: 1,
  reserveInodes: 0,
  isOvercommitted: false,
} as const;

const auditLog = { since: 0, freeBytes: null, neededBytes: null, attempts: 0, hasGivenUp: false } as const;

describe('alerts', () => {
  let folder: string;
  let database: Connection;
  let alerts: Alerts;
  let observations: Observations;
  let recorded: string[];
  let notified: string[];
  let unkept: number;
  let uptime: number;
  let time: number;
  let auditState: AuditLog['state'];
  let failing: readonly string[];
  let failingBackups: readonly string[];
  let failingJobs: readonly string[];
  let tables: { percent: number | null; holder: TableHolder | undefined };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'bulkhead-alerts-'));
    database = openDatabase(join(folder, 'test.db'), 'crash');
    recorded = [];
    notified = [];
    unkept = 0;
    uptime = 0;
    time = 1_000_000;
    auditState = 'writing';
    failing = [];
    failingBackups = [];
    failingJobs = [];
    tables = { percent: 3, holder: undefined };
    start();
  });
  afterEach(() => {
    database.close();
    rmSync(folder, { recursive: true });
  });

  function start(): void {
    const now = (): number => time;
    const onUnkept = (): void => void (unkept += 1);
    observations = createObservations({
      disk: () => ({ ...hostDisk, freeBytes: 50 }),
      auditLog: () => ({ ...auditLog, state: auditState }),
      failingSnapshots: () => failing,
      failingBackups: () => failingBackups,
      failingJobs: () => failingJobs,
      tables: { percent: () => tables.percent, holder: () => tables.holder },
      begunAt: time,
    });
    alerts = createAlerts({
      book: createAlertBook({ database, now, onUnkept }),
      observations,
      activity: {
        begin: ({ operation, subject }) => recorded.push(`${operation} ${subject ?? 'host'}`),
        end: (_, outcome, detail) => void recorded.push(`${outcome}: ${textOf(detail ?? '')}`),
      },
      onAlert: (event, { container }) => void notified.push(`${event} ${container ?? 'host'}`),
      targets: () => [],
      onUnkept,
      now,
      uptime: () => uptime,
    });
  }

  /** A look each five seconds, as the feature does. */
  function pass(seconds: number): void {
    for (const end = uptime + seconds; uptime < end;) {
      uptime += 5;
      time += 5;
      alerts.look();
    }
  }

  function only(choice: Partial<AlertChoice> & Pick<AlertChoice, 'kind'>): number {
    for (const { id } of alerts.state().rules) alerts.removeRule(id);
    return alerts.setRule({ choice: { ...usualAlertChoice(choice.kind), ...choice } }).id;
  }

  function sampleOf(usage: Partial<ContainerSample>): Sample {
    const sample = fakeSample(time, ['web']);
    return { ...sample, containers: sample.containers.map((one) => ({ ...one, ...usage })) };
  }
  const memory = (percent: number) => sampleOf({ memoryBytes: percent, memoryMax: 100 });
  const lasting = () => alerts.state().alerts.filter(({ endedAt }) => endedAt === null);
  const texts = () => lasting().map(describeAlert);

  it('begin with the usual rules on a new host, and with none after somebody removed all', () => {
    expect(alerts.state().rules.map(({ kind }) => kind)).toContain('oom');
    for (const { id } of alerts.state().rules) alerts.removeRule(id);
    start();
    expect(alerts.state().rules).toEqual([]);
  });

  it.each([
    ['neighbour-table', 'neighbour table', 'a namespace of no running container'],
    ['connection-table', 'connection table', 'addresses of no running container'],
  ] as const)('of a %s name who holds most of it, and a new host has a rule of it (N1) (N7)', (kind, table, others) => {
    expect(alerts.state().rules).toContainEqual(expect.objectContaining({ kind, threshold: 50, isEnabled: true }));
    const textFor = (holder: TableHolder | undefined): readonly string[] => {
      only({ kind, seconds: 0 });
      tables = { percent: 52.3, holder };
      pass(5);
      return texts();
    };
    const uses = `The host uses its ${table}: 52.3 % (at or above 50 % at once)`;
    expect(textFor({ of: 'container', name: 'web' })).toEqual([`${uses}; most of it is held by the container web`]);
    expect(lasting().map(alertJson)).toMatchObject([{ container: null, holder: { of: 'container', name: 'web' } }]);
    expect(textFor({ of: 'host' })).toEqual([`${uses}; most of it is held by the host itself`]);
    expect(textFor({ of: 'others' })).toEqual([`${uses}; most of it is held by ${others}`]);
    expect(textFor(undefined)).toEqual([uses]);
  });

  it('of other kinds name nobody, and none begins where the kernel has no such table', () => {
    only({ kind: 'connection-table', seconds: 0 });
    tables = { percent: null, holder: { of: 'host' } };
    pass(10);
    expect(lasting()).toEqual([]);
    only({ kind: 'host-disk', threshold: 50, seconds: 0 });
    pass(5);
    expect(lasting().map(({ holder }) => holder)).toEqual([undefined]);
  });

  it('begin and end by what is measured, and are in the activity log', () => {
    only({ kind: 'container-memory', threshold: 90, seconds: 60 });
    observations.takeSample(memory(96.4));
    pass(60);
    expect(lasting()).toEqual([]);
    pass(10);
    expect(texts()).toEqual(['web uses its memory limit: 96.4 % (at or above 90 % for 1 min)']);
    observations.takeSample(memory(20));
    pass(70);
    expect(alerts.state().alerts).toMatchObject([{ container: 'web', endedBy: 'condition' }]);
    expect(recorded).toEqual([
      'alert.begun web',
      'done: web uses its memory limit: 96.4 % (at or above 90 % for 1 min)',
      'alert.ended web',
      'done: web uses its memory limit: 96.4 % (at or above 90 % for 1 min)',
    ]);
  });

  it('watch only the containers of their rule', () => {
    only({ kind: 'container-memory', seconds: 0, containers: ['db'] });
    observations.takeSample(memory(99));
    pass(5);
    expect(lasting()).toEqual([]);
  });

  it('know a container that waits for memory, also one without a limit', () => {
    only({ kind: 'container-pressure' });
    const waiting = (memory: number | null) => sampleOf({ memoryMax: null, pressure: { cpu: 90, memory, io: 90 } });
    for (const pressure of [19, null]) {
      observations.takeSample(waiting(pressure));
      pass(310);
      expect(lasting()).toEqual([]);
    }
    observations.takeSample(waiting(35));
    pass(310);
    expect(texts()).toEqual(['web waits for memory: 35 % (at or above 20 % for 5 min)']);
  });

  it('count OOM kills, also in a container that was started again', () => {
    only({ kind: 'oom', threshold: 3, seconds: 600 });
    for (const oomKills of [5, 6, 1, 2]) {
      observations.takeSample(sampleOf({ oomKills }));
      pass(5);
    }
    expect(texts()).toEqual(['web lost processes to the OOM killer: 3 in 10 min']);
  });

  it('know a container that stopped, and not one that was removed or never ran', () => {
    only({ kind: 'container-stopped', seconds: 10 });
    const stopped = (name: string): Container => fakeContainer({ name, state: 'stopped', startedAt: null });
    observations.takeContainers({
      type: 'snapshot',
      containers: [fakeContainer({ name: 'web' }), fakeContainer({ name: 'gone' }), stopped('idle')],
    });
    pass(10);
    observations.takeContainers({ type: 'changed', container: stopped('web') });
    observations.takeContainers({ type: 'changed', container: stopped('gone') });
    observations.takeContainers({ type: 'removed', name: 'gone' });
    pass(20);
    expect(texts()).toEqual(['web does not run any more for 10 s']);
  });

  it('know a restart loop', () => {
    only({ kind: 'restart-loop' });
    observations.takeContainers({ type: 'snapshot', containers: [fakeContainer({ startedAt: 1 })] });
    for (const startedAt of [2, 3, 3, 4])
      observations.takeContainers({ type: 'changed', container: fakeContainer({ startedAt }) });
    pass(5);
    expect(texts()).toEqual(['web was started again and again: 3 in 10 min']);
  });

  it('know a container that is not isolated, and leave out one that learns', () => {
    only({ kind: 'not-enforced', seconds: 0 });
    const twins = ['web', 'learner'].map((name) => fakeContainer({ name }));
    const judged = judgeContainers(twins, { selinux: 'enforcing', audit: undefined, now: 0 });
    observations.takeContainers({
      type: 'snapshot',
      containers: judged.map((one) => (one.name === 'learner' ? { ...one, confinement: 'learning' } : one)),
    });
    pass(5);
    expect(texts()).toEqual(['web is not isolated']);
  });

  it('count new denials and new causes, and neither of a drill nor of before', () => {
    only({ kind: 'denials', threshold: 3 });
    alerts.setRule({ choice: usualAlertChoice('new-cause') });
    const denied = (container: string, at: number) => fakeGroupedEvent({ container, time: at });
    const groupOf = (id: string, container: string, first: number) =>
      fakeGroup({ id, first, sample: fakeEvent({ container }) });
    observations.takeDenials({
      type: 'added',
      events: [
        ...Array.from({ length: 3 }, () => denied('web', time)),
        ...Array.from({ length: 9 }, () => denied('old', time - 1000)),
        ...Array.from({ length: 9 }, () => denied('drill-attacker-012345', time)),
      ],
      groups: [groupOf('0'.repeat(16), 'web', time), groupOf('1'.repeat(16), 'old', time - 1000)],
      lost: 0,
      auditLog: null,
    });
    pass(5);
    expect(texts().toSorted()).toEqual([
      'web was denied accesses: 3 in 1 min',
      'web was denied something for a cause that is new on this host: 1 in 1 h',
    ]);
  });

  it('know a suspended log, a new hole and a full disk of the host', () => {
    only({ kind: 'log-suspended' });
    alerts.setRule({ choice: usualAlertChoice('new-hole') });
    alerts.setRule({ choice: { ...usualAlertChoice('host-disk'), seconds: 0 } });
    auditState = 'suspended';
    observations.takeNewHoles(2);
    pass(5);
    expect(texts().toSorted()).toEqual([
      'The host does not write its log of denials',
      'The host no longer blocks probes of the drill that it blocked before: 2 in 1 day',
      'The host uses the disk of its containers: 95 % (at or above 90 % at once)',
    ]);
  });

  it('know a scheduled snapshot that failed, until the schedule takes one', () => {
    only({ kind: 'snapshot-failed' });
    failing = ['web'];
    pass(5);
    expect(texts()).toEqual(['web has no new snapshot, since its schedule could not take one']);
    failing = [];
    pass(65);
    expect(lasting()).toEqual([]);
  });

  it('know a container of which a job could take no backup, until one does', () => {
    only({ kind: 'backup-failed' });
    failingBackups = ['web'];
    pass(5);
    expect(texts()).toEqual(['web has no new backup, since a job could not take one']);
    failingBackups = [];
    pass(65);
    expect(lasting()).toEqual([]);
  });

  it('know a job of backups that failed as a whole, until a run of it ends well', () => {
    only({ kind: 'backup-job-failed' });
    failingJobs = ['nightly', 'weekly'];
    pass(5);
    expect(texts()).toEqual(['The host has a job of backups that failed, or that could not remove older ones']);
    failingJobs = [];
    pass(65);
    expect(lasting()).toEqual([]);
  });

  it('go on over a restart of the helper, without another entry', () => {
    only({ kind: 'container-memory', seconds: 0 });
    observations.takeSample(memory(99));
    pass(5);
    const [before] = lasting();
    recorded = [];
    start();
    observations.takeSample(memory(99));
    pass(60);
    expect([lasting(), recorded]).toEqual([[before], []]);
  });

  it('end by a person, by a change of their rule, and by its removal', () => {
    const rule = only({ kind: 'container-memory', seconds: 0 });
    const choice = { ...usualAlertChoice('container-memory'), seconds: 0 };
    observations.takeSample(memory(99));
    const ends = [
      () => alerts.end(lasting()[0]?.id ?? 0),
      () => alerts.setRule({ rule, choice }),
      () => alerts.removeRule(rule),
    ].map((end) => {
      // What a person ended begins again after a change of the rule.
      if (lasting().length === 0) alerts.setRule({ rule, choice });
      pass(5);
      end();
      return alerts.state().alerts[0]?.endedBy;
    });
    expect(ends).toEqual(['person', 'rule', 'rule']);
  });

  it('can be tried: recorded as a trial that has ended', () => {
    const rule = only({ kind: 'container-memory', containers: ['web'] });
    const alert = alerts.tryRule(rule);
    expect(alert).toMatchObject({ container: 'web', endedBy: 'trial', value: null });
    expect(describeAlert(alert)).toBe('Trial, not measured: web uses its memory limit (at or above 90 % for 5 min)');
  });

  it('are recorded while their rule is muted', () => {
    const rule = only({ kind: 'container-memory', seconds: 0 });
    alerts.muteRule(rule, 3600);
    observations.takeSample(memory(99));
    pass(5);
    expect([lasting().length, alerts.state().rules[0]?.mutedUntil]).toEqual([1, time - 5 + 3600]);
    expect(notified).toEqual([]);
    expect(alerts.muteRule(rule, 0).mutedUntil).toBe(null);
    observations.takeSample(memory(20));
    pass(70);
    expect(notified).toEqual(['ended web']);
  });

  it('are given to watchers: the state, then each change, the latest only to one that is slow', async () => {
    only({ kind: 'container-memory', seconds: 0 });
    const abort = new AbortController();
    const watcher = alerts.watch(abort.signal);
    expect((await watcher.next()).value?.alerts).toEqual([]);
    observations.takeSample(memory(99));
    pass(5);
    alerts.end(lasting()[0]?.id ?? 0);
    expect((await watcher.next()).value?.alerts).toMatchObject([{ endedBy: 'person' }]);
    abort.abort();
    expect((await watcher.next()).done).toBe(true);
  });

  it('begin on a full disk too, where nothing can be written', () => {
    only({ kind: 'container-memory', seconds: 0 });
    database.exec('PRAGMA max_page_count = 1');
    observations.takeSample(memory(99));
    for (let round = 0; round < 400; round += 1) {
      pass(5);
      const [alert] = lasting();
      if (alert !== undefined) alerts.end(alert.id);
      observations.takeSample(memory(round % 2 === 0 ? 10 : 99));
      pass(70);
    }
    expect(unkept).toBeGreaterThan(0);
    expect(alerts.state().alerts.length).toBeGreaterThan(100);
  });

  it('fail for rules and alerts that do not exist, and beyond the number of rules', () => {
    const codes = [
      () => {
        alerts.removeRule(999);
      },
      () => alerts.tryRule(999),
      () => alerts.muteRule(999, 1),
      () => alerts.setRule({ rule: 999, choice: usualAlertChoice('oom') }),
      () => alerts.end(999),
      () => {
        for (let count = 0; count <= maxAlertRules; count += 1) alerts.setRule({ choice: usualAlertChoice('oom') });
      },
    ].map((act) => {
      try {
        act();
        return 'done';
      } catch (error) {
        return isFailure(error) ? error.code : String(error);
      }
    });
    expect(codes).toEqual([...Array<string>(4).fill('alert-rule-not-found'), 'alert-not-found', 'alert-rules-full']);
  });
});
