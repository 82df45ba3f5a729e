// SPDX-License-Identifier: Apache-2.0
/**
 * Reads the journal of a container by the container's own journalctl, which runs in the container's context and
 * confinement. The journal's files are the container's, and no program of the host reads them. What is printed is
 * untrusted: it is limited in length, in time and in number, and taken for lines or left out.
 */

import { fail, isFailure } from '../../../../contract/errors.ts';
import type { LogLine } from '../../../../contract/model/logs/log-line.ts';
import type { Item, Params } from '../../../../contract/operations/index.ts';
import { serviceLimits } from '../../../../contract/service-limits.ts';
import type { Consoles } from '../../consoles/ports.ts';
import type { Containers } from '../../containers/ports.ts';
import { visibleLine } from '../../../system/visible-line.ts';
import { inBatches } from '../batches.ts';
import { createLineSplitter } from '../split-lines.ts';
import { followCommand, historyCommand } from './journal-arguments.ts';
import { type JournalEntry, parseEntry } from './journal-entry.ts';

export interface JournalOptions {
  readonly containers: Pick<Containers, 'attachTarget' | 'require'>;
  readonly consoles: Pick<Consoles, 'open'>;
  /** Seconds since the epoch. */
  readonly now: () => number;
  readonly silenceMs?: number;
}

type Request = Params<'log.read'> & { readonly uid: number };

/** What is kept of what journalctl says beside entries, for the failure. */
const maxWords = 300;
/** What is collected before it is given, when journalctl gives the newest first. */
const maxCollectedCharacters = 8 * 1024 * 1024;

/** What is read beside entries before the program counts as something else than journalctl. */
const maxOtherCharacters = 16 * 1024 * 1024;

/** What a shell, or lxc-attach, gives for a program that is not there. */
const notFound = 127;

export async function* readJournal(
  request: Request,
  options: JournalOptions,
  signal: AbortSignal,
): AsyncGenerator<Item<'log.read'>, void, undefined> {
  const { lines: wanted, isFollowed, until, text } = request;
  const begun = options.now();
  const history = entriesOf(request, { ...options, command: historyCommand(request, wanted), isHistory: true }, signal);
  let cursor: string | undefined;
  const isReversed = text !== undefined;
  const collected: JournalEntry[] = [];
  let room = maxCollectedCharacters;
  let count = 0;
  for await (const batch of history) {
    // A program that does not keep to what it was asked for is ended here.
    const entries = batch.slice(0, wanted - count);
    count += entries.length;
    if (isReversed) {
      collected.push(...entries);
      for (const { line } of entries) room -= line.message.length;
    } else {
      cursor = entries.at(-1)?.cursor ?? cursor;
      if (entries.length > 0) yield { lines: linesOf(entries), isCaughtUp: false };
    }
    if (count >= wanted || room < 0) break;
  }
  if (isReversed) cursor = collected[0]?.cursor;
  yield* inBatches(linesOf(collected.toReversed()));
  yield { lines: [], isCaughtUp: true };
  if (!isFollowed || until !== undefined) return;
  const command = followCommand(request, cursor, begun);
  for await (const entries of entriesOf(request, { ...options, command, isHistory: false }, signal))
    if (entries.length > 0) yield { lines: linesOf(entries), isCaughtUp: true };
}

interface Run extends JournalOptions {
  readonly command: readonly string[];
  /** It ends by itself, and so must not be silent for long. */
  readonly isHistory: boolean;
}

/** Fails with `log-unavailable` when journalctl is not there, ends with an error, or is silent for too long. */
async function* entriesOf(
  { name, uid }: Request,
  run: Run,
  signal: AbortSignal,
): AsyncGenerator<readonly JournalEntry[], void, undefined> {
  const { state } = await run.containers.require(name, { isManaged: true });
  if (state === 'frozen')
    fail('log-unavailable', { name, reason: 'it is frozen, so nothing runs in it; unfreeze it first' });
  const target = await run.containers.attachTarget(name, signal);
  const silence = createSilence(run.isHistory ? (run.silenceMs ?? serviceLimits.logSilenceMs.value) : undefined);
  const output = run.consoles.open(
    { target, command: run.command, columns: 1000, rows: 24, uid, input: noInput() },
    AbortSignal.any([signal, silence.signal]),
  );
  const splitter = createLineSplitter(serviceLimits.logLineCharacters.value);
  let words = '';
  let other = 0;
  try {
    for (;;) {
      const next = await silence.limit(output.next());
      if (next.done === true) {
        judgeEnd(name, next.value.exitCode, words);
        return;
      }
      const entries: JournalEntry[] = [];
      for (const line of splitter.push(next.value.data)) {
        const entry = parseEntry(line);
        if (entry !== undefined) entries.push(entry);
        else if (line.text !== '') words = `${words}${words === '' ? '' : '; '}${line.text}`.slice(0, maxWords);
      }
      other = entries.length === 0 ? other + next.value.data.length : 0;
      if (other > maxOtherCharacters)
        fail('log-unavailable', { name, reason: `its journalctl prints no entries, but: ${visibleLine(words)}` });
      yield entries;
    }
  } catch (error) {
    if (!silence.signal.aborted || signal.aborted || !isFailure(error, 'cancelled')) throw error;
    fail('log-unavailable', { name, reason: 'its journalctl gave nothing for too long, and was killed' });
  } finally {
    await output.return({ exitCode: 0 });
  }
}

/** journalctl ends with 1 and without a word when nothing matches. One that is killed ends with its container. */
function judgeEnd(name: string, exitCode: number, words: string): void {
  if (exitCode === notFound)
    fail('log-unavailable', { name, reason: 'it has no journalctl, so probably no systemd; look at its console log' });
  if (exitCode === 0 || exitCode > 128 || words === '') return;
  fail('log-unavailable', { name, reason: `its journalctl ended with ${exitCode}: ${visibleLine(words)}` });
}

/** Ends what is silent for so long; undefined for no limit. The time in which nobody asks for more does not count. */
function createSilence(milliseconds: number | undefined) {
  const controller = new AbortController();
  return {
    signal: controller.signal,
    async limit<T>(waiting: Promise<T>): Promise<T> {
      if (milliseconds === undefined) return waiting;
      const timer = setTimeout(() => controller.abort(), milliseconds);
      return waiting.finally(() => clearTimeout(timer));
    },
  };
}

function linesOf(entries: readonly JournalEntry[]): LogLine[] {
  return entries.map(({ line }) => line);
}

async function* noInput(): AsyncGenerator<never, void, undefined> {
  // Nothing is ever typed into it.
}
