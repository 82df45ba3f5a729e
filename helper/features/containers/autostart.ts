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
import { say, type Words } from '../../../contract/text.ts';
import { type ActivityLog, helperItself } from '../../journal/activity-log.ts';
import type { IntentJournal } from '../../journal/intent-journal.ts';
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
  /** Fails with `not-recovered` where a container could not be recovered. */
  readonly mustBeRecovered: (name: string) => void;
  readonly intents: Pick<IntentJournal, 'begin' | 'note' | 'release' | 'pendingOf'>;
  readonly activity: Pick<ActivityLog, 'begin' | 'end'>;
  readonly log: Log;
  /** Resolves after so many seconds, or is rejected when the signal aborts. */
  readonly wait: (seconds: number, signal: AbortSignal) => Promise<void>;
}

const bootSchema = z.object({ bootId: z.string() });
/** Somebody may work on it, as recovery does on labels. */
const busyAgainSeconds = 10;
const maxBusyTries = 30;

/** What this helper has to start, and how the activity log says so. */
interface Due {
  readonly intent: number;
  readonly containers: readonly Container[];
  /** Over whose start the helper before has ended: it is tried once more, and not again. */
  readonly begun: string | null;
  readonly how: Words;
}

/**
 * Goes on with what the helper before has not reached of this boot. Does nothing where that was all, or where the helper
 * is new on this host: then nothing was to be started at its boot.
 */
export async function startAtBoot(options: AutostartOptions, signal: AbortSignal): Promise<void> {
  const { intents, log, wait } = options;
  const due = await findDue(options, signal);
  if (due === undefined) return;
  const note = (left: readonly Container[], begun: string | null): void =>
    intents.note('autostart', due.intent, { due: namesOf(left), begun });
  for (const [index, { name, settings }] of due.containers.entries()) {
    const after = due.containers.slice(index + 1);
    try {
      if (name === due.begun) note(after, null);
      else note(due.containers.slice(index), name);
      await startOne({ name, how: due.how }, options, signal);
      // A person may stop it from now on.
      note(after, null);
    } catch (error) {
      signal.throwIfAborted();
      log('error', 'not-started-at-boot', { container: name, reason: messageOf(error) });
    }
    const delaySeconds = settings?.autostart?.delaySeconds ?? 0;
    if (delaySeconds > 0) await wait(delaySeconds, signal);
  }
  intents.release(due.intent);
}

/** Undefined when there is nothing to begin or to go on with. */
async function findDue(
  { state, intents, ...options }: AutostartOptions,
  signal: AbortSignal,
): Promise<Due | undefined> {
  const path = join(state, 'boot.json');
  const bootId = options.bootId();
  const before = readBoot(path);
  const [left] = intents.pendingOf('autostart').filter(({ subject, id }) => {
    if (subject === bootId) return true;
    intents.release(id);
    return false;
  });
  if (before === bootId && left === undefined) return undefined;
  const all = inOrder(await options.containers.list(signal));
  if (left !== undefined && before === bootId) {
    const { due, begun } = left.data;
    const containers = all.filter(({ name }) => due.includes(name));
    return { intent: left.id, containers, begun, how: say('at boot; the helper before had not reached it') };
  }
  const containers = before === undefined ? [] : all;
  const data = { due: namesOf(containers), begun: null };
  const intent = left?.id ?? intents.begin({ kind: 'autostart', subject: bootId, data });
  writeDurably(path, JSON.stringify({ bootId }), 0o600);
  return { intent, containers, begun: null, how: say('at boot') };
}

function namesOf(containers: readonly Container[]): string[] {
  return containers.map(({ name }) => name);
}

/** Lists those that are to be started, lowest order first; by name where it is the same. */
export function inOrder(containers: readonly Container[]): readonly Container[] {
  const orderOf = ({ settings }: Container): number => settings?.autostart?.order ?? 0;
  return containers
    .filter(
      ({ isManaged, state, settings }) => isManaged && state === 'stopped' && (settings?.autostart ?? null) !== null,
    )
    .toSorted((a, b) => orderOf(a) - orderOf(b) || (a.name < b.name ? -1 : 1));
}

async function startOne(
  { name, how }: { readonly name: string; readonly how: Words },
  { containers, mustBeRecovered, activity, wait }: AutostartOptions,
  signal: AbortSignal,
): Promise<void> {
  const record = activity.begin({ operation: 'container.start', subject: name, ...helperItself });
  try {
    mustBeRecovered(name);
    for (let tries = 1; ; tries += 1) {
      try {
        await containers.start(name, signal);
        break;
      } catch (error) {
        if (!isFailure(error, 'container-busy') || tries === maxBusyTries) throw error;
        await wait(busyAgainSeconds, signal);
      }
    }
    activity.end(record, 'done', how);
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
