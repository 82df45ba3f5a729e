/**
 * The isolation drill on this host: one at a time. It is announced in the intent journal before its first effect, and whatever ends it (the end, a failure,
 * a cancellation, the helper's death), the two containers with their secrets and the permissive domain go.
 */

import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { fail } from '../../../contract/errors.ts';
import type { DrillReport, DrillResult, SignedDrillReport } from '../../../contract/model/drill.ts';
import type { HostInfo } from '../../../contract/model/host.ts';
import type { IntentJournal } from '../../journal/intent-journal.ts';
import type { Drill } from '../host.ts';
import { type DrillRunHost, type Played, playDrill } from './drill-run.ts';
import { notRun } from './judge.ts';
import { limitations, probes } from './probe-list.ts';
import { changesBetween, type Reports } from './report.ts';

export interface DrillOptions extends DrillRunHost {
  readonly intents: IntentJournal;
  readonly reports: Reports;
  readonly information: () => Promise<HostInfo>;
}

export interface RealDrill extends Drill {
  /** Takes away what the drill of a dead helper left; no other begins before that. */
  recover(onTrouble: (name: string, error: unknown) => void): Promise<void>;
}

const drillIntent = 'isolation-drill';
const begunSchema = z.object({ attacker: z.string(), victim: z.string() });
type Begun = z.infer<typeof begunSchema>;

export function createDrill(host: DrillOptions): RealDrill {
  const { intents, reports, guests, openDomain } = host;
  let isRunning = false;

  /** Each is tried, whatever becomes of the others. The domain goes last: as long as a process is in it, the kernel has to know it. */
  async function end({ attacker, victim }: Begun): Promise<void> {
    const troubles: unknown[] = [];
    for (const act of [() => guests.remove(attacker), () => guests.remove(victim), () => openDomain.remove()]) await act().catch((error: unknown) => troubles.push(error));
    if (troubles.length > 0) throw troubles[0];
  }

  async function* playAnnounced(signal: AbortSignal): ReturnType<typeof playDrill> {
    const suffix = randomBytes(3).toString('hex');
    const begun: Begun = { attacker: `drill-attacker-${suffix}`, victim: `drill-victim-${suffix}` };
    // Not under a container's name: a creation takes the older intents of its name for done.
    const intent = intents.begin({ kind: drillIntent, subject: `drill-${suffix}`, data: begun });
    try {
      return yield* playDrill({ ...begun, secret: `drill-secret-${randomBytes(16).toString('hex')}` }, host, signal);
    } finally {
      await end(begun);
      intents.release(intent);
    }
  }

  return {
    async *run(signal) {
      if (isRunning) fail('drill-running', {});
      isRunning = true;
      try {
        yield { type: 'step', step: 'check', fraction: 0 };
        const startedAt = Date.now() / 1000;
        const information = await host.information();
        const missing = missingWall(information);
        const played = missing === undefined ? yield* playAnnounced(signal) : nothingPlayed(missing);
        yield { type: 'step', step: 'report', fraction: 0.98 };
        const signed = reports.keep(reportOf(information, played, startedAt, latest()?.report.results));
        for (const result of signed.report.results) yield { type: 'result', result };
        return signed;
      } finally {
        isRunning = false;
      }
    },
    reports: () => reports.ids().flatMap((id) => summaryOf(reports.read(id))),
    report: (id) => reports.read(id) ?? fail('drill-report-not-found', { id }),
    async recover(onTrouble) {
      isRunning = true;
      for (const { id, kind, subject, data } of intents.pending()) {
        if (kind !== drillIntent) continue;
        try {
          await end(begunSchema.parse(data));
          intents.release(id);
        } catch (error) {
          onTrouble(subject, error);
        }
      }
      isRunning = false;
    },
  };

  function latest(): SignedDrillReport | undefined {
    const [id] = reports.ids();
    return id === undefined ? undefined : reports.read(id);
  }
}

/** Without these there is no wall to try, and no container can be made that has one. */
function missingWall({ selinux, lxc }: HostInfo): string | undefined {
  if (lxc === null) return 'LXC is not installed on this host';
  if (selinux.status === 'disabled') return 'SELinux is disabled on this host: there is no wall, and no container was made';
  if (!selinux.baseModule) return "Bulkhead's base module is not loaded on this host: there is no wall, and no container was made";
  return undefined;
}

function nothingPlayed(reason: string): Played {
  const results = probes.map(
    ({ id, class: probeClass, title, expectedLayers }): DrillResult => ({ probe: id, class: probeClass, title, expectedLayers: [...expectedLayers], without: notRun(reason), with: notRun(reason), taken: [], pass: false }),
  );
  return { results, experiments: [] };
}

function reportOf(information: HostInfo, { results, experiments }: Played, startedAt: number, before: readonly DrillResult[] | undefined): DrillReport {
  const passed = results.filter(({ pass }) => pass).length;
  const { selinux } = information;
  return {
    version: 1,
    id: `${new Date(startedAt * 1000).toISOString().replace(/[-:]|\.\d+/g, '')}-${randomBytes(3).toString('hex')}`,
    startedAt,
    endedAt: Date.now() / 1000,
    host: { name: information.hostname, kernel: information.kernel, lxc: information.lxc, selinux: selinux.status, policy: selinux.policy, policySha256: policySum(), helper: information.helper.version },
    results: [...results],
    experiments: [...experiments],
    limitations: [...limitations],
    changes: before === undefined ? null : changesBetween(before, results),
    summary: { probes: results.length, passed, failed: results.length - passed },
  };
}

function policySum(): string | null {
  try {
    return createHash('sha256').update(readFileSync('/sys/fs/selinux/policy')).digest('hex');
  } catch {
    return null;
  }
}

function summaryOf(signed: SignedDrillReport | undefined): ReturnType<Drill['reports']> {
  if (signed === undefined) return [];
  const { id, startedAt, summary, changes } = signed.report;
  return [{ id, startedAt, ...summary, newHoles: (changes ?? []).filter(({ kind }) => kind === 'new-hole').map(({ probe }) => probe) }];
}
