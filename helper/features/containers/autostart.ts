// SPDX-License-Identifier: Apache-2.0
/**
 * Starts the containers that start with the host, once for each boot of it: the helper does it, and not LXC's own
 * service, because the helper looks whether each is confined as it should be before anything of it runs on.
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { isFailure } from '../../../contract/errors.ts';
import type { Container } from '../../../contract/model/containers/container.ts';
import { say } from '../../../contract/text.ts';
import { type ActivityLog, helperItself } from '../../journal/activity-log.ts';
import { writeDurably } from '../../system/files/write-durably.ts';
import type { Log } from '../../system/log.ts';
import { messageOf } from '../../system/message-of.ts';
import type { Containers } from './ports/containers.ts';

export interface AutostartOptions {
  /** The helper's folder. */
  readonly state: string;
  /** What the kernel calls this boot. */
  readonly bootId: () => string;
  readonly containers: Pick<Containers, 'list' | 'start'>;
  readonly activity: Pick<ActivityLog, 'begin' | 'end'>;
  readonly log: Log;
  /** Resolves after so many seconds, or is rejected when the signal aborts. */
  readonly wait: (seconds: number, signal: AbortSignal) => Promise<void>;
}

const bootSchema = z.object({ bootId: z.string() });
/** Somebody may work on it, as recovery does on labels. */
const busyAgainSeconds = 10;
const maxBusyTries = 30;

/**
 * Does nothing where this boot was begun already, or where the helper is new on this host: then nothing was to be
 * started at its boot.
 */
export async function startAtBoot(options: AutostartOptions, signal: AbortSignal): Promise<void> {
  const { state, containers, log, wait } = options;
  const path = join(state, 'boot.json');
  const bootId = options.bootId();
  const before = readBoot(path);
  if (before === bootId) return;
  // Before the first start: a helper that crashes over one does not begin again what a person may have stopped since.
  writeDurably(path, JSON.stringify({ bootId }), 0o600);
  if (before === undefined) return;
  const due = inOrder(await containers.list(signal));
  for (const { name, settings } of due) {
    await startOne(name, options, signal).catch((error: unknown) => {
      signal.throwIfAborted();
      log('error', 'not-started-at-boot', { container: name, reason: messageOf(error) });
    });
    const delaySeconds = settings?.autostart?.delaySeconds ?? 0;
    if (delaySeconds > 0) await wait(delaySeconds, signal);
  }
}

/** Those that are to be started, lowest order first; by name where it is the same. */
export function inOrder(containers: readonly Container[]): readonly Container[] {
  const orderOf = ({ settings }: Container): number => settings?.autostart?.order ?? 0;
  return containers
    .filter(
      ({ isManaged, state, settings }) => isManaged && state === 'stopped' && (settings?.autostart ?? null) !== null,
    )
    .toSorted((a, b) => orderOf(a) - orderOf(b) || (a.name < b.name ? -1 : 1));
}

async function startOne(
  name: string,
  { containers, activity, wait }: AutostartOptions,
  signal: AbortSignal,
): Promise<void> {
  const record = activity.begin({ operation: 'container.start', subject: name, ...helperItself });
  try {
    for (let tries = 1; ; tries += 1) {
      try {
        await containers.start(name, signal);
        break;
      } catch (error) {
        if (!isFailure(error, 'container-busy') || tries === maxBusyTries) throw error;
        await wait(busyAgainSeconds, signal);
      }
    }
    activity.end(record, 'done', say('at boot'));
  } catch (error) {
    const words = isFailure(error) ? error.words : say('a fault in the helper; its log has the details');
    activity.end(record, signal.aborted ? 'cancelled' : 'failed', say('at boot: {words}', { words }));
    throw error;
  }
}

function readBoot(path: string): string | undefined {
  try {
    return bootSchema.parse(JSON.parse(readFileSync(path, 'utf8'))).bootId;
  } catch {
    return undefined;
  }
}
