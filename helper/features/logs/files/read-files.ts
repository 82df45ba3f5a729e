// SPDX-License-Identifier: Apache-2.0
/** Reads the logs that LXC writes about a container on the host: its console, and its last start. */

import type { LogLine } from '../../../../contract/model/logs/log-line.ts';
import type { Item, Params } from '../../../../contract/operations/index.ts';
import { inBatches } from '../batches.ts';
import type { SplitLine } from '../split-lines.ts';
import { consoleLine } from './console-line.ts';
import { readLogFile } from './read-log-file.ts';
import { startLine } from './start-line.ts';

type Request = Params<'log.read'> & { readonly source: 'console' | 'start' };

export interface FilesOptions {
  readonly path: string;
  /** Seconds since the epoch. */
  readonly now: () => number;
  readonly pollMs?: number;
}

export async function* readFiles(
  request: Request,
  { now, ...options }: FilesOptions,
  signal: AbortSignal,
): AsyncGenerator<Item<'log.read'>, void, undefined> {
  const { source, lines: wanted, until } = request;
  const isFollowed = request.isFollowed && until === undefined;
  const fits = createFilter(request);
  const lineOf = (line: SplitLine, time: number | null): LogLine =>
    source === 'console' ? consoleLine(line, time) : startLine(line);
  let history: LogLine[] | undefined = [];
  for await (const { lines, isCaughtUp } of readLogFile({ ...options, isFollowed }, signal)) {
    const time = history === undefined ? now() : null;
    const fitting = lines.map((line) => lineOf(line, time)).filter(fits);
    if (history === undefined) {
      if (fitting.length > 0) yield { lines: fitting, isCaughtUp: true };
      continue;
    }
    history.push(...fitting);
    if (!isCaughtUp) continue;
    yield* inBatches(history.slice(-wanted));
    yield { lines: [], isCaughtUp: true };
    history = undefined;
  }
}

function createFilter({ since, until, priority, text }: Request): (line: LogLine) => boolean {
  const wanted = text?.toLowerCase();
  return ({ time, priority: level, message }) => {
    if (time !== null && ((since !== undefined && time < since) || (until !== undefined && time > until))) return false;
    if (priority !== undefined && level !== null && level > priority) return false;
    return wanted === undefined || message.toLowerCase().includes(wanted);
  };
}
