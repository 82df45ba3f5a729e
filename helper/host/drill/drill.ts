/**
 * The isolation drill on this host: one at a time. It is announced in the intent journal before its first effect, and
 * whatever ends it (the end, a failure,
 * a cancellation, the helper's death), the two containers with their secrets and the permissive domain go.
 */

import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { fail } from '../../../contract/errors.ts';
import type { SignedDrillReport } from '../../../contract/model/drill.ts';
import type { HostInfo } from '../../../contract/model/host.ts';
import type { IntentJournal } from '../../journal/intent-journal.ts';
import type { Drill } from '../host.ts';
import { atOwnPace } from './at-own-pace.ts';
import { type ChosenProbes, chooseProbes } from './chosen-probes.ts';
import { type DrillRunHost, type Played, playDrill } from './drill-run.ts';
import type { HeldContainer } from './hold-container.ts';
import { makeReport, missingWall, nothingPlayed, summaryOf } from './make-report.ts';
import { modulesToKeep, unloadModules } from './kernel-modules.ts';
import { probesFromIt, probesOnIt } from './own-probes.ts';
import { playOwn } from './own-run.ts';
import type { Progress } from './progress.ts';
import type { Reports } from './report.ts';
import { surfaceProbes } from './surface-probes.ts';

export interface DrillOptions extends DrillRunHost {
  readonly intents: IntentJournal;
  readonly reports: Reports;
  readonly information: () => Promise<HostInfo>;
  /** Of a container that runs: nothing else may begin with it until it is let go. */
  readonly hold: (name: string, signal: AbortSignal) => Promise<HeldContainer>;
}

export interface RealDrill extends Omit<Drill, 'schedule'> {
  /** Takes away what the drill of a dead helper left; no other begins before that. */
  recover(onTrouble: (name: string, error: unknown) => void): Promise<void>;
}

const drillIntent = 'isolation-drill';
/** Without a victim, the attacker is all that there is to take away: the other container is an administrator's. */
const begunSchema = z.object({
  attacker: z.string(),
  victim: z.string().optional(),
  /** Modules of the kernel that were loaded before it, of those that it may load. */
  modules: z.array(z.string()).optional(),
});
type Begun = z.infer<typeof begunSchema>;

export function createDrill(host: DrillOptions): RealDrill {
  const { intents, reports, guests, openDomain } = host;
  let isRunning = false;

  /**
   * Each is tried, whatever becomes of the others. The domain goes after the attacker: as long as a process is in it,
   * the kernel has to know it.
   */
  async function end({ attacker, victim, modules }: Begun): Promise<void> {
    const troubles: unknown[] = [];
    const tried = (act: Promise<void>): Promise<unknown> => act.catch((error: unknown) => troubles.push(error));
    await tried(guests.remove(attacker));
    if (victim !== undefined) await Promise.all([tried(guests.remove(victim)), tried(openDomain.remove())]);
    if (modules !== undefined) await tried(unloadModules(modules));
    if (troubles.length > 0) throw troubles[0];
  }

  async function* announced<Step extends string>(
    names: Begun,
    play: AsyncGenerator<Progress<Step>, Played, undefined>,
  ): AsyncGenerator<Progress<Step | 'report'>, Played, undefined> {
    const begun = { ...names, modules: [...modulesToKeep()] };
    // Not under a container's name: a creation takes the older intents of its name for done.
    const intent = intents.begin({ kind: drillIntent, subject: begun.attacker.replace('attacker-', ''), data: begun });
    try {
      const played = yield* play;
      yield { type: 'step', step: 'report', fraction: 0.98 };
      return played;
    } finally {
      await end(begun);
      intents.release(intent);
    }
  }

  /** One at a time; keeps the report of what was played, or of why nothing could be. */
  async function* reported<Step extends string>(
    chosen: ChosenProbes,
    container: string | undefined,
    play: () => AsyncGenerator<Progress<Step>, Played, undefined>,
  ): AsyncGenerator<Progress<Step | 'check'>, SignedDrillReport, undefined> {
    if (isRunning) fail('drill-running', {});
    isRunning = true;
    try {
      yield { type: 'step', step: 'check', fraction: 0 };
      const startedAt = Date.now() / 1000;
      const before = await host.information();
      const missing = missingWall(before);
      const played = missing === undefined ? yield* play() : nothingPlayed(chosen, missing);
      const after = await host.information();
      const signed = reports.keep(
        makeReport(
          {
            chosen,
            ...(container !== undefined && { container }),
            played,
            startedAt,
            endedAt: Date.now() / 1000,
            information: [before, after],
          },
          reports,
        ),
      );
      for (const result of signed.report.results) yield { type: 'result', result };
      return signed;
    } finally {
      isRunning = false;
    }
  }

  const newNames = (): { readonly attacker: string; readonly victim: string; readonly secret: string } => {
    const suffix = randomBytes(3).toString('hex');
    return {
      attacker: `drill-attacker-${suffix}`,
      victim: `drill-victim-${suffix}`,
      secret: `drill-secret-${randomBytes(16).toString('hex')}`,
    };
  };

  function run(wanted: readonly string[] | undefined, signal: AbortSignal): ReturnType<Drill['run']> {
    const chosen = chooseProbes(wanted);
    const { attacker, victim, secret } = newNames();
    return reported(chosen, undefined, () =>
      announced({ attacker, victim }, playDrill({ attacker, victim, secret, chosen }, host, signal)),
    );
  }

  async function* onContainer(name: string, signal: AbortSignal): ReturnType<Drill['container']> {
    const { attacker, secret } = newNames();
    const { target, release } = await host.hold(name, signal);
    try {
      return yield* reported(
        { probes: [...probesOnIt, ...probesFromIt], surface: surfaceProbes, isPartial: false },
        name,
        () => announced({ attacker }, playOwn({ attacker, target, secret }, host, signal)),
      );
    } finally {
      release();
    }
  }

  return {
    run: (wanted, signal) => atOwnPace((enough) => run(wanted, enough), signal),
    container: (name, signal) => atOwnPace((enough) => onContainer(name, enough), signal),
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
}
