// SPDX-License-Identifier: Apache-2.0
/**
 * Reads the journal of a container by the container's own journalctl, which runs in the container's context and
 * confinement. The journal's files are the container's, and no program of the host reads them. What is printed is
 * untrusted: it is limited in length, in time and in number, and taken for lines or left out.
 */

import { fail, isFailure } from '../../../../contract/errors.ts';
import type { LogLine } from '../../../../contract/model/logs/log-line.ts';
import type { Item, Params } from '../../../../contract/operations/index.ts';
import { serviceLimits } from '../../../../contract/rules/service-limits.ts';
import { say } from '../../../../contract/text.ts';
import type { Consoles } from '../../consoles/ports.ts';
import type { Containers } from '../../containers/ports/containers.ts';
import { inBatches } from '../batches.ts';
import { followCommand, historyCommand } from './journal-arguments.ts';
import type { JournalEntry } from './journal-entry.ts';
import { createJournalOutput } from './journal-output.ts';

export interface JournalOptions {
  readonly containers: Pick<Containers, 'attachTarget' | 'require'>;
  readonly consoles: Pick<Consoles, 'open'>;
  /** Seconds since the epoch. */
  readonly now: () => number;
  readonly silenceMs?: number;
}

type Request = Params<'log.read'> & { readonly uid: number };

/** What is collected before it is given, when journalctl gives the newest first. */
const maxCollectedCharacters = 8 * 1024 * 1024;

/** What was there, then what is new: in two runs, so that a reader knows when it has everything. */
export async function* readJournal(
  request: Request,
  options: JournalOptions,
  signal: AbortSignal,
): AsyncGenerator<Item<'log.read'>, void, undefined> {
  const begun = options.now();
  const last = yield* readHistory(request, options, signal);
  yield { lines: [], isCaughtUp: true };
  if (!request.isFollowed || request.until !== undefined) return;
  const command = followCommand(request, last?.cursor, begun);
  for await (const entries of entriesOf(request, { ...options, command, isHistory: false }, signal))
    if (entries.length > 0) yield { lines: linesOf(entries), isCaughtUp: true };
}

/** Gives the last entry. A program that does not keep to what it was asked for is ended. */
async function* readHistory(
  request: Request,
  options: JournalOptions,
  signal: AbortSignal,
): AsyncGenerator<Item<'log.read'>, JournalEntry | undefined, undefined> {
  const { lines: wanted, text } = request;
  const isReversed = text !== undefined;
  const newestFirst: JournalEntry[] = [];
  let last: JournalEntry | undefined;
  let room = maxCollectedCharacters;
  let count = 0;
  const command = historyCommand(request, wanted);
  for await (const batch of entriesOf(request, { ...options, command, isHistory: true }, signal)) {
    const entries = batch.slice(0, wanted - count);
    count += entries.length;
    if (isReversed) {
      newestFirst.push(...entries);
      for (const { line } of entries) room -= line.message.length;
    } else {
      last = entries.at(-1) ?? last;
      if (entries.length > 0) yield { lines: linesOf(entries), isCaughtUp: false };
    }
    if (count >= wanted || room < 0) break;
  }
  yield* inBatches(linesOf(newestFirst.toReversed()));
  return isReversed ? newestFirst[0] : last;
}

interface Run extends JournalOptions {
  readonly command: readonly string[];
  /** It ends by itself, and so must not be silent for long. */
  readonly isHistory: boolean;
}

/** Fails with `log-unavailable` when journalctl is not there, ends with an error, or gives no entry for too long. */
async function* entriesOf(
  { name, uid }: Request,
  run: Run,
  signal: AbortSignal,
): AsyncGenerator<readonly JournalEntry[], void, undefined> {
  const { state } = await run.containers.require(name, { can: 'journal', isManaged: true });
  if (state === 'frozen')
    fail('log-unavailable', { name, reason: say('it is frozen, so nothing runs in it; unfreeze it first') });
  const target = await run.containers.attachTarget(name, signal);
  const silence = createSilence(run.isHistory ? (run.silenceMs ?? serviceLimits.logSilenceMs.value) : undefined);
  const output = run.consoles.open(
    { target, command: run.command, columns: 1000, rows: 24, uid, input: noInput() },
    AbortSignal.any([signal, silence.signal]),
  );
  const text = createJournalOutput(name);
  const decoder = new TextDecoder();
  try {
    for (;;) {
      const next = await silence.limit(output.next());
      if (next.done === true) {
        text.end(next.value.exitCode);
        return;
      }
      const entries = text.take(decoder.decode(next.value.data, { stream: true }));
      if (entries.length > 0) silence.end();
      yield entries;
    }
  } catch (error) {
    if (!silence.signal.aborted || signal.aborted || !isFailure(error, 'cancelled')) throw error;
    fail('log-unavailable', { name, reason: say('its journalctl gave no entry for too long, and was killed') });
  } finally {
    await output.return({ exitCode: 0 });
  }
}

/** Ends what gives no entry for so long; undefined for no limit. The time in which nobody asks for more does not count. */
function createSilence(milliseconds: number | undefined) {
  const controller = new AbortController();
  let left = milliseconds ?? 0;
  return {
    signal: controller.signal,
    end(): void {
      left = milliseconds ?? 0;
    },
    async limit<T>(waiting: Promise<T>): Promise<T> {
      if (milliseconds === undefined) return waiting;
      const begun = performance.now();
      const timer = setTimeout(() => controller.abort(), left);
      return waiting.finally(() => {
        clearTimeout(timer);
        left = Math.max(0, left - (performance.now() - begun));
      });
    },
  };
}

function linesOf(entries: readonly JournalEntry[]): LogLine[] {
  return entries.map(({ line }) => line);
}

async function* noInput(): AsyncGenerator<never, void, undefined> {
  // Nothing is ever typed into it.
}
