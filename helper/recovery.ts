// SPDX-License-Identifier: Apache-2.0
/**
 * The order in which features recover what a crashed helper or a reboot left, as data. A step that waits has ended
 * before the next begins; the others continue in the background. Clients are answered meanwhile, and what they ask for
 * waits for the stage that it needs (server/recovery-gate.ts).
 */

import { setImmediate as nextTurn } from 'node:timers/promises';
import type { RecoveryProgress, RecoveryStage } from './journal/recovery-progress.ts';
import type { RecoveryStep } from './server/feature.ts';
import type { Log } from './system/log.ts';
import { messageOf } from './system/message-of.ts';

interface Recovery {
  readonly step: string;
  readonly waits: boolean;
  /** Begins when that step has ended well. */
  readonly after?: string;
  /** Names the event that the log gets when it fails; without one recovery ends, and nothing can be changed. */
  readonly failure?: string;
  /** Names what is reached when it has ended, before the whole is. */
  readonly reaches?: RecoveryStage;
}

export const recoveryOrder = [
  // An old image is full of set-id programs with known vulnerabilities.
  { step: 'images', waits: true },
  { step: 'policy-modules', waits: true, failure: 'policy-not-recovered' },
  { step: 'dontaudit-denials', waits: true, failure: 'dontaudit-denials-not-hidden' },
  // Each container whose labels are restored is locked when this begins, before any can be started.
  { step: 'labels', waits: false, failure: 'labels-not-restored' },
  // It comes before any layer is mounted.
  { step: 'disk-limits', waits: true },
  // Copies of files of containers, which nobody asks for any more; before somebody asks for others.
  { step: 'transfers', waits: true },
  { step: 'backups', waits: true },
  // It mounts volumes that are file systems in files before a container gets the folder below.
  { step: 'named-volumes', waits: true, reaches: 'ground' },
  // Each step from here on is about containers with which something was under way, or goes together with requests.
  // It comes before the step of the roots, of which this mounts some again.
  { step: 'isolation', waits: true },
  // Replaces files below roots that are not mounted yet.
  { step: 'snapshots', waits: true },
  { step: 'containers', waits: true },
  { step: 'roots', waits: true },
  { step: 'snapshots-of-incus', waits: false, failure: 'not-recovered' },
  // A creation that was cut off is undone by then; nothing has looked for containers that run.
  { step: 'adoptions', waits: true },
  { step: 'imported-roots', waits: false, failure: 'not-recovered' },
  { step: 'imported-instances', waits: false, failure: 'not-recovered' },
  // Leads to addresses of containers that run.
  { step: 'networks', waits: true, failure: 'networks-not-settled' },
  // It says itself what it cannot raise.
  { step: 'table-sizes', waits: true },
  { step: 'disk-settling', waits: true },
  { step: 'layers', waits: false, failure: 'layers-not-limited' },
  // Locks its folders when it begins: a container that has one of them does not start before.
  { step: 'volumes', waits: false, failure: 'volume-not-labelled' },
  // A change may be about a volume. Linking a policy takes time: the next change waits for it, containers do not.
  { step: 'changes', waits: false, after: 'volumes', failure: 'change-not-recovered' },
  { step: 'learning', waits: true },
  { step: 'drill', waits: false, failure: 'not-recovered' },
  { step: 'benchmark', waits: false, failure: 'not-recovered' },
  { step: 'nightly-drill', waits: true },
  // What is due may be taken of any container.
  { step: 'scheduled-snapshots', waits: true },
  { step: 'scheduled-backups', waits: true },
  // The containers are as they should be by then.
  { step: 'isolation-audits', waits: true },
  // What recovery brings up again is not alerted of.
  { step: 'alerts', waits: true },
  // All that they need is as it should be by then.
  { step: 'autostart', waits: false, failure: 'not-started-at-boot' },
] as const satisfies readonly Recovery[];

export type RecoveryName = (typeof recoveryOrder)[number]['step'];
export type RecoverySteps = Readonly<Record<RecoveryName, RecoveryStep>>;

export interface RecoverOptions {
  readonly log: Log;
  readonly progress: Pick<RecoveryProgress, 'reach' | 'fail'>;
  /** Ends it before its next step: the next helper does the rest. */
  readonly signal: AbortSignal;
}

const lastAwaited: RecoveryName | undefined = recoveryOrder.findLast(({ waits }) => waits)?.step;

/** Resolves when all that waits has ended, or a step without an event of its own has failed. */
export async function recover(steps: RecoverySteps, { log, progress, signal }: RecoverOptions): Promise<void> {
  const begun = new Map<string, Promise<void>>();
  try {
    for (const recovery of recoveryOrder) {
      // Who asks meanwhile is answered between two steps.
      await nextTurn();
      if (signal.aborted) return;
      const { step, waits, after, failure, reaches }: Recovery & { readonly step: RecoveryName } = recovery;
      const earlier = after === undefined ? undefined : begun.get(after);
      const work = earlier === undefined ? steps[step]() : earlier.then(steps[step]);
      begun.set(step, work);
      const ended =
        failure === undefined
          ? work
          : work.catch((error: unknown) => log('error', failure, { reason: messageOf(error) }));
      if (waits) await ended;
      if (reaches !== undefined) progress.reach(reaches);
      // Starts go by what is recovered, as requests do.
      if (step === lastAwaited) {
        progress.reach('whole');
        log('info', 'recovered');
      }
    }
  } catch (error) {
    // What a step needs has ended with the helper.
    if (signal.aborted) return;
    log('error', 'recovery-failed', { reason: messageOf(error) });
    progress.fail(messageOf(error));
  }
}
