// SPDX-License-Identifier: Apache-2.0
/**
 * Makes the report of a run, also of one that was not possible: what ran where, the results, and what has changed since
 * the probes ran before.
 */

import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { changesBetween } from '../../../contract/wording/isolation/drill-comparison.ts';
import { type DrillVerdict, drillVerdictOf } from '../../../contract/wording/isolation/drill-marks.ts';
import type { DrillReport, DrillReportSummary, DrillResult, SignedDrillReport } from '../../../contract/model/drill.ts';
import type { HostInfo } from '../../../contract/model/host/host.ts';
import { type Verdict, verdictStates } from '../../../contract/model/isolation/verdict.ts';
import { englishOf, type Phrase, textOf } from '../../../contract/text.ts';
import { loadedPolicySum } from '../../selinux/policy/kernel-policy.ts';
import type { ChosenProbes } from './probes/chosen-probes.ts';
import type { Played } from './run/drill-run.ts';
import { notRun } from './judge/judge.ts';
import { limitationsAcross } from './probes/member-probes.ts';
import { ownLimitations } from './probes/own-probes.ts';
import { limitations } from './probes/limitations.ts';
import { surfaceOf } from './run/put-together.ts';
import type { Reports } from './report/report.ts';

/** What was tried, where it was no drill between two throw-away containers of this host. */
export type DrillSubject = Pick<DrillReport, 'container' | 'members'>;

export interface Run {
  readonly chosen: ChosenProbes;
  readonly about: DrillSubject;
  readonly played: Played;
  /** Seconds since the epoch. */
  readonly startedAt: number;
  readonly endedAt: number;
  /** The host had it at the begin of the run, and at its end. */
  readonly information: readonly [HostInfo, HostInfo];
  /** The container that was tried had them, at the same times; undefined where none is named. */
  readonly verdicts: readonly [Verdict, Verdict] | undefined;
}

/** Says what is missing: without it there is no isolation to test, and no isolated container can be created. */
export function describeMissingIsolation({ selinux, lxc }: HostInfo): string | undefined {
  if (lxc === null) return 'LXC is not installed on this host';
  if (selinux.status === 'disabled')
    return 'SELinux is disabled on this host: SELinux isolates nothing, and no container was created';
  if (!selinux.baseModule)
    return "Bulkhead's base module is not loaded on this host: SELinux isolates nothing, and no container was created";
  return undefined;
}

export function nothingTried({ probes, surface }: ChosenProbes, reason: string): Played {
  const results = probes.map(({ id, class: probeClass, title, expectedLayers }): DrillResult => ({
    probe: id,
    class: probeClass,
    title: textOf(title),
    expectedLayers: [...expectedLayers],
    without: notRun(reason),
    with: notRun(reason),
    taken: [],
    pass: false,
  }));
  const nothing = new Map(surface.map(({ id }) => [id, notRun(reason)]));
  return { results, surface: surface.map((probe) => surfaceOf(probe, nothing, nothing)), experiments: [] };
}

export function makeReport(
  { chosen, about, played, startedAt, endedAt, information, verdicts }: Run,
  reports: Reports,
): DrillReport {
  const { results, surface, experiments } = played;
  const count = (verdict: DrillVerdict): number =>
    results.filter((result) => drillVerdictOf(result) === verdict).length;
  const [passed, absent] = [count('pass'), count('absent')];
  const before = resultsBefore(chosen, about, reports);
  return {
    version: 1,
    id: `${new Date(startedAt * 1000).toISOString().replace(/[-:]|\.\d+/g, '')}-${randomBytes(3).toString('hex')}`,
    ...(chosen.isPartial && { isPartial: true as const }),
    ...about,
    ...(verdicts !== undefined && { isolation: isolationOf(verdicts) }),
    startedAt,
    endedAt,
    host: hostOf(information),
    results: [...results],
    surface: [...surface],
    experiments: [...experiments],
    limitations: [
      ...(chosen.isPartial
        ? [`Only ${chosen.probes.length} probes were tried, because only these were asked for.`]
        : []),
      // What is signed is text, in English; who shows it translates the whole sentence.
      ...[...(played.limitations ?? []), ...limitationsOf(about)].map(textOf),
    ],
    changes: before === undefined ? null : changesBetween(before, results),
    summary: {
      probes: results.length,
      passed,
      failed: results.length - passed - absent,
      ...(absent > 0 && { absent }),
    },
  };
}

export function summaryOf(signed: SignedDrillReport | undefined): DrillReportSummary[] {
  if (signed === undefined) return [];
  const { id, container, members, startedAt, summary, changes } = signed.report;
  return [
    {
      id,
      ...(container !== undefined && { container }),
      ...(members !== undefined && { members }),
      startedAt,
      ...summary,
      newHoles: (changes ?? []).filter(({ kind }) => kind === 'new-hole').map(({ probe }) => probe),
    },
  ];
}

function limitationsOf({ container, members }: DrillSubject): readonly Phrase[] {
  if (members !== undefined) return limitationsAcross;
  return container === undefined ? limitations : ownLimitations;
}

function isAbout({ container, members }: DrillReport, about: DrillSubject): boolean {
  return container === about.container && isDeepStrictEqual(members, about.members);
}

/** The outcome of each probe when it last ran, back to the latest whole run; undefined when none of these ever ran. */
function resultsBefore(
  { probes, isPartial }: ChosenProbes,
  about: DrillSubject,
  reports: Reports,
): readonly DrillResult[] | undefined {
  const latest = new Map<string, DrillResult>();
  for (const id of reports.ids()) {
    const report = reports.read(id)?.report;
    if (report === undefined || !isAbout(report, about)) continue;
    for (const result of report.results) if (!latest.has(result.probe)) latest.set(result.probe, result);
    if (report.isPartial !== true) break;
  }
  const wanted = new Set(probes.map(({ id }) => id));
  // A whole run also shows which probes no longer exist.
  const known = [...latest.values()].filter(({ probe }) => !isPartial || wanted.has(probe));
  return known.length === 0 ? undefined : known;
}

/**
 * Describes the host. The weaker of two readings of whether SELinux enforces counts: a host that somebody made
 * permissive meanwhile does not isolate.
 */
function hostOf([before, after]: Run['information']): DrillReport['host'] {
  const { hostname, kernel, lxc, selinux, helper } = before;
  const strengths = ['disabled', 'permissive', 'enforcing'] as const;
  const status =
    strengths.find((strength) => strength === selinux.status || strength === after.selinux.status) ?? 'disabled';
  return {
    name: hostname,
    kernel,
    lxc,
    selinux: status,
    policy: selinux.policy,
    policySha256: loadedPolicySum() ?? null,
    helper: helper.version,
  };
}

/** Gives the worse of two verdicts, in the text that is signed. */
function isolationOf([before, after]: NonNullable<Run['verdicts']>): NonNullable<DrillReport['isolation']> {
  const rank = ({ state }: Verdict): number => verdictStates.indexOf(state);
  const { state, reasons, checkedAt } = rank(before) < rank(after) ? before : after;
  return { state, reasons: reasons.map(englishOf), checkedAt };
}
