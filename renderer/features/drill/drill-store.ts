// SPDX-License-Identifier: Apache-2.0
/**
 * Isolation drills of the current host: the reports that it keeps, the one that is looked at, and the run that goes on.
 */

import { drillVerdict } from '../../../contract/wording/isolation/drill-marks.ts';
import type { DrillReportSummary, DrillSchedule, SignedDrillReport } from '../../../contract/model/drill.ts';
import type { Client } from '../../../rpc/client.ts';
import { useActivity } from '../activity/activity.ts';
import { unboundClient } from '../../host/transport/bound-client.ts';
import { currentClient } from '../../host/connection.ts';
import { createHostStore, onConnected } from '../../host/host-stores.ts';
import { failureText, notify, notifyFailure } from '../../window/notifications.ts';
import { type OperationContext, startOperation } from '../../host/operations.ts';
import { sentenceOf } from '../../lib/sentence.ts';
import { t } from '../../lib/language/t.ts';
import { type AnyStep, type DrillPlan, type DrillTarget, isDrill, planOf, startOn, titleOf } from './drill-target.ts';

export type ShownReport =
  | { readonly status: 'none' }
  | { readonly status: 'loading'; readonly id: string }
  | { readonly status: 'ready'; readonly signed: SignedDrillReport }
  | { readonly status: 'failed'; readonly id: string | undefined; readonly reason: string };

export interface DrillProgress {
  readonly plan: DrillPlan;
  /** The steps that have begun, in order; `begunAt` in milliseconds since the epoch. */
  readonly steps: readonly { readonly step: AnyStep; readonly begunAt: number }[];
  /** Says which share is done, from 0 to 1. */
  readonly fraction: number;
  /** Attempts made so far. */
  readonly probes: number;
}

interface DrillState {
  /** Lists the reports, newest first; undefined until they were asked for. */
  readonly reports: readonly DrillReportSummary[] | undefined;
  /** Undefined when no drill runs every night, or before that was asked. */
  readonly schedule: DrillSchedule | undefined;
  readonly shown: ShownReport;
  readonly progress: DrillProgress | undefined;
}

const none: DrillState = { reports: undefined, schedule: undefined, shown: { status: 'none' }, progress: undefined };

export const useDrill = createHostStore<DrillState>(none);
onConnected(watchDrills);

/** The operation of the window that is a drill. */
export const drillSubject = 'isolation-drill';

/** The list of reports, and the newest of them unless one is looked at. */
export async function ensureReports(client: Client): Promise<void> {
  const { reports, shown } = useDrill.getState();
  if (reports === undefined || shown.status === 'none') await loadReports(client);
}

export async function loadReports(client: Client): Promise<void> {
  try {
    const [newest] = await listReports(client);
    if (newest !== undefined && useDrill.getState().shown.status !== 'ready') await showReport(client, newest.id);
  } catch (error) {
    useDrill.setState({
      shown: { status: 'failed', id: undefined, reason: failureText(t('cannot list the reports'), error) },
    });
  }
}

async function listReports(client: Client): Promise<readonly DrillReportSummary[]> {
  const { reports, schedule } = await client.request('drill.list', {});
  useDrill.setState({ reports, schedule });
  return reports;
}

/**
 * Reads the list again when a drill has ended that the host or somebody else began, and notifies of a new hole, until
 * the signal aborts. It notifies at once of a hole that was found while the connection was lost.
 */
export function watchDrills(client: Client, signal: AbortSignal): void {
  const look = (): void => void notifyNewHoles(client).catch(() => undefined);
  look();
  const stop = useActivity.subscribe(({ entries }, { entries: before }) => {
    const ended = entries.some(
      ({ id, operation, endedAt }) =>
        isDrill(operation) && endedAt !== null && before.some((known) => known.id === id && known.endedAt === null),
    );
    if (ended) look();
  });
  signal.addEventListener('abort', stop, { once: true });
}

async function notifyNewHoles(client: Client): Promise<void> {
  const known = useDrill.getState().reports;
  for (const { id, newHoles } of await listReports(client)) {
    if (known === undefined || known.some((report) => report.id === id) || newHoles.length === 0) continue;
    notify({
      tone: 'failed',
      text: newHolesLabel(newHoles),
      link: { label: t('Open'), route: { page: 'isolation', part: 'drill' } },
    });
  }
}

/** What was blocked in the previous run, and is not blocked now. */
function newHolesLabel(probes: readonly string[]): string {
  return t('Drill failed: {probes} {count, plural, one {is} other {are}} no longer blocked.', {
    probes: probes.join(', '),
    count: probes.length,
  });
}

/**
 * Every night at this time of the host's clock; never any more when it is undefined. Resolves to whether it was done.
 */
export async function scheduleDrill(client: Client, at: string | undefined): Promise<boolean> {
  try {
    if (at === undefined) await client.request('drill.unschedule', {});
    useDrill.setState({
      schedule: at === undefined ? undefined : (await client.request('drill.schedule', { at })).schedule,
    });
    notify({
      tone: 'done',
      text: at === undefined ? t('The nightly drill is disabled.') : t('The drill runs every night at {at}.', { at }),
    });
    return true;
  } catch (error) {
    notifyFailure(t('cannot change the schedule of the drill'), error);
    return false;
  }
}

/** Asks for a report that the host keeps, until the signal aborts. */
export async function readReport(client: Client, report: string, signal?: AbortSignal): Promise<SignedDrillReport> {
  return client.request('drill.report', { report }, signal === undefined ? {} : { signal });
}

export async function showReport(client: Client, id: string): Promise<void> {
  useDrill.setState({ shown: { status: 'loading', id } });
  const isWanted = (): boolean => {
    const { shown } = useDrill.getState();
    return shown.status === 'loading' && shown.id === id;
  };
  try {
    const signed = await readReport(client, id);
    if (isWanted()) useDrill.setState({ shown: { status: 'ready', signed } });
  } catch (error) {
    if (isWanted())
      useDrill.setState({ shown: { status: 'failed', id, reason: failureText(t('cannot read the report'), error) } });
  }
}

/** Runs a drill until it has ended, then shows its report. */
export async function runDrill(client: Client, target: DrillTarget = { kind: 'host' }): Promise<void> {
  try {
    const signed = await startOperation({
      title: titleOf(target),
      subject: drillSubject,
      activeLabel: t('running'),
      canCancel: true,
      run: (context) => follow(client, target, context),
      again: () => void runDrill(currentClient(), target),
    }).result;
    useDrill.setState({ shown: { status: 'ready', signed } });
    const isGood = signed.report.summary.failed === 0;
    notify({
      tone: isGood ? 'done' : 'failed',
      text: sentenceOf(drillVerdict(signed.report.results)),
      link: { label: t('Open'), route: { page: 'isolation', part: 'drill' } },
    });
    await loadReports(client);
  } catch (error) {
    notifyFailure(t('cannot run the drill'), error);
  }
}

async function follow(
  client: Client,
  target: DrillTarget,
  { signal, progress, isShown }: OperationContext,
): Promise<SignedDrillReport> {
  const plan = planOf(target);
  useDrill.setState({ progress: { plan, steps: [], fraction: 0, probes: 0 } });
  try {
    const stream = startOn(unboundClient(client), target, signal);
    for await (const item of stream) {
      if (item.type === 'step') {
        progress(plan.find(({ step }) => step === item.step)?.label ?? item.step, item.fraction);
        if (isShown())
          updateProgress(({ steps }) => ({
            steps: [...steps, { step: item.step, begunAt: Date.now() }],
            fraction: item.fraction,
          }));
      } else if (item.type === 'probe' && isShown()) updateProgress(({ probes }) => ({ probes: probes + 1 }));
    }
    return await stream.result;
  } finally {
    if (isShown()) useDrill.setState({ progress: undefined });
  }
}

function updateProgress(change: (progress: DrillProgress) => Partial<DrillProgress>): void {
  useDrill.setState(({ progress }) =>
    progress === undefined ? {} : { progress: { ...progress, ...change(progress) } },
  );
}
