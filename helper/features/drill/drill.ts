// SPDX-License-Identifier: Apache-2.0
/**
 * Runs the isolation drill on this host: one at a time. It is written in the intent journal before its first effect.
 * However it ends (normally, by a failure, by a cancellation, by a crash of the helper), the two containers with their
 * secrets and the permissive domain are removed.
 */

import { randomBytes } from 'node:crypto';
import { fail } from '../../../contract/errors.ts';
import { drillContainerNames } from '../../../contract/rules/drill-containers.ts';
import type { DrillReportSummary, SignedDrillReport } from '../../../contract/model/drill.ts';
import type { Engine } from '../../../contract/model/engines/engine.ts';
import type { HostInfo } from '../../../contract/model/host/host.ts';
import type { IntentJournal } from '../../journal/intent-journal.ts';
import { runUnread } from '../../system/work/run-unread.ts';
import type { EmitEvents } from '../events.ts';
import { type ChosenProbes, chooseProbes } from './probes/chosen-probes.ts';
import { type Played, runPhases } from './run/drill-run.ts';
import type { HeldContainer } from './run/hold-container.ts';
import { type DrillSubject, makeReport, describeMissingIsolation, nothingTried, summaryOf } from './make-report.ts';
import { modulesToKeep, unloadModules } from './watches/kernel-modules.ts';
import { probesAcross, surfaceAcross } from './probes/member-probes.ts';
import { probesOfContainer } from './probes/own-probes.ts';
import { type MembersRunHost, tryAcross } from './run/members-run.ts';
import { tryOwn } from './run/own-run.ts';
import type { Progress } from './run/progress.ts';
import type { Reports } from './report/report.ts';
import { surfaceProbes } from './probes/surface-probes.ts';
import type { Item, Params } from '../../../contract/operations/index.ts';
import type { IntentData } from '../../journal/intent-kinds.ts';

export interface DrillOptions extends MembersRunHost {
  readonly events: EmitEvents;
  readonly intents: IntentJournal;
  readonly reports: Reports;
  readonly information: () => Promise<HostInfo>;
  /** Locks a running container: nothing else may begin with it until it is unlocked. */
  readonly hold: (name: string, signal: AbortSignal) => Promise<HeldContainer>;
}

export interface Drill {
  /**
   * One at a time, of these probes or of all. Reports its progress, then the result of each probe; aborting removes all
   * that it created.
   */
  run(
    wanted: readonly string[] | undefined,
    signal: AbortSignal,
  ): AsyncGenerator<Item<'drill.run'>, SignedDrillReport, undefined>;
  /**
   * Runs the probes on this container while it is in use, and changes nothing of it. One at a time, together with the
   * other drills.
   */
  container(name: string, signal: AbortSignal): AsyncGenerator<Item<'drill.container'>, SignedDrillReport, undefined>;
  /** Tries two throw-away containers of Incus, first on this member and then on two. One at a time, as the others. */
  members(
    params: Params<'drill.members'>,
    signal: AbortSignal,
  ): AsyncGenerator<Item<'drill.members'>, SignedDrillReport, undefined>;
  /** Lists the newest first. */
  reports(): readonly DrillReportSummary[];
  report(id: string): SignedDrillReport;
  /** Removes what a drill left when the helper crashed; no other begins before that. */
  recover(onTrouble: (name: string, error: unknown) => void): Promise<void>;
}

type Begun = IntentData<'isolation-drill'>;

interface Testbed {
  readonly remove: (name: string) => Promise<void>;
  readonly removeDomain: () => Promise<void>;
}

/** Has what the functions of this file take. */
interface RunningDrills {
  readonly host: DrillOptions;
  /** What removes the containers of a drill and the permissive domain of an attacker, by the engine that runs them. */
  readonly testbeds: Readonly<Record<Engine, Testbed>>;
  /** Is true while a drill runs, and until what an earlier one left is removed: no other begins. */
  isRunning: boolean;
}

export function createDrill(host: DrillOptions): Drill {
  const { intents, reports, guests, memberGuests, openDomain } = host;
  const drill: RunningDrills = {
    host,
    testbeds: {
      lxc: { remove: guests.remove, removeDomain: openDomain.remove },
      incus: { remove: memberGuests.remove, removeDomain: async () => undefined },
    },
    isRunning: false,
  };

  return {
    members: (params, signal) => runUnread((enough) => across(drill, params, enough), signal),
    run: (wanted, signal) => runUnread((enough) => run(drill, wanted, enough), signal),
    container: (name, signal) => runUnread((enough) => onContainer(drill, name, enough), signal),
    reports: () => reports.ids().flatMap((id) => summaryOf(reports.read(id))),
    report: (id) => reports.read(id) ?? fail('drill-report-not-found', { id }),
    async recover(onTrouble) {
      drill.isRunning = true;
      for (const intent of intents.leftOf('isolation-drill')) {
        try {
          await end(drill, intent.data);
          intents.release(intent.id);
        } catch (error) {
          onTrouble(intent.subject, error);
        }
      }
      drill.isRunning = false;
    },
  };
}

/**
 * Each is tried, even when another fails. The domain is removed after the attacker: as long as a process is in it,
 * the kernel has to know it.
 */
async function end({ testbeds }: RunningDrills, { attacker, victim, modules, engine }: Begun): Promise<void> {
  const troubles: unknown[] = [];
  const tried = (act: Promise<void>): Promise<unknown> => act.catch((error: unknown) => troubles.push(error));
  const { remove, removeDomain } = testbeds[engine ?? 'lxc'];
  await tried(remove(attacker));
  if (victim !== undefined) await Promise.all([tried(remove(victim)), tried(removeDomain())]);
  if (modules !== undefined) await tried(unloadModules(modules));
  if (troubles.length > 0) throw troubles[0];
}

async function* announced<Step extends string>(
  drill: RunningDrills,
  names: Begun,
  play: AsyncGenerator<Progress<Step>, Played, undefined>,
): AsyncGenerator<Progress<Step | 'report'>, Played, undefined> {
  const { intents } = drill.host;
  const begun = { ...names, modules: [...modulesToKeep()] };
  // Not under a container's name: a creation considers the older intents of its name finished.
  const intent = intents.begin({
    kind: 'isolation-drill',
    subject: begun.attacker.replace('attacker-', ''),
    data: begun,
  });
  try {
    const played = yield* play;
    yield { type: 'step', step: 'report', fraction: 0.98 };
    return played;
  } finally {
    await end(drill, begun);
    intents.release(intent);
  }
}

/** Runs one at a time; keeps the report of the run, or of why it was not possible. */
async function* reported<Step extends string>(
  drill: RunningDrills,
  {
    chosen,
    about,
    verdict,
  }: {
    readonly chosen: ChosenProbes;
    readonly about: DrillSubject;
    readonly verdict?: HeldContainer['verdict'];
  },
  play: () => AsyncGenerator<Progress<Step>, Played, undefined>,
): AsyncGenerator<Progress<Step | 'check'>, SignedDrillReport, undefined> {
  const { host } = drill;
  if (drill.isRunning) fail('drill-running', {});
  drill.isRunning = true;
  try {
    yield { type: 'step', step: 'check', fraction: 0 };
    const startedAt = Date.now() / 1000;
    const before = await host.information();
    const judged = await verdict?.();
    const missing = describeMissingIsolation(before);
    const played = missing === undefined ? yield* play() : nothingTried(chosen, missing);
    const after = await host.information();
    const judgedAfter = await verdict?.();
    const signed = host.reports.keep(
      makeReport(
        {
          chosen,
          about,
          played,
          startedAt,
          endedAt: Date.now() / 1000,
          information: [before, after],
          verdicts: judged === undefined || judgedAfter === undefined ? undefined : [judged, judgedAfter],
        },
        host.reports,
      ),
    );
    const holes = (signed.report.changes ?? []).filter(({ kind }) => kind === 'new-hole');
    host.events.emit('new-holes', { count: holes.length });
    for (const result of signed.report.results) yield { type: 'result', result };
    return signed;
  } finally {
    drill.isRunning = false;
  }
}

function newNames(): { readonly attacker: string; readonly victim: string; readonly secret: string } {
  const secret = `drill-secret-${randomBytes(16).toString('hex')}`;
  return { ...drillContainerNames(randomBytes(3).toString('hex')), secret };
}

function run(
  drill: RunningDrills,
  wanted: readonly string[] | undefined,
  signal: AbortSignal,
): ReturnType<Drill['run']> {
  const { host } = drill;
  const chosen = chooseProbes(wanted);
  const { attacker, victim, secret } = newNames();
  return reported(drill, { chosen, about: {} }, () =>
    announced(drill, { attacker, victim }, runPhases({ attacker, victim, secret, chosen }, host, signal)),
  );
}

async function* onContainer(drill: RunningDrills, name: string, signal: AbortSignal): ReturnType<Drill['container']> {
  const { host } = drill;
  const { attacker, secret } = newNames();
  const { target, verdict, release } = await host.hold(name, signal);
  try {
    return yield* reported(
      drill,
      {
        chosen: { probes: probesOfContainer, surface: surfaceProbes, isPartial: false },
        about: { container: name },
        verdict,
      },
      () => announced(drill, { attacker }, tryOwn({ attacker, target, secret }, host, signal)),
    );
  } finally {
    release();
  }
}

async function* across(
  drill: RunningDrills,
  params: Params<'drill.members'>,
  signal: AbortSignal,
): ReturnType<Drill['members']> {
  const { host } = drill;
  const first = host.memberGuests.requireOther(params.member);
  const { attacker, victim, secret } = newNames();
  const chosen: ChosenProbes = { probes: probesAcross, surface: surfaceAcross, isPartial: false };
  return yield* reported(drill, { chosen, about: { members: { first, second: params.member } } }, () =>
    announced(
      drill,
      { attacker, victim, engine: 'incus' },
      tryAcross({ ...params, attacker, victim, secret }, host, signal),
    ),
  );
}
