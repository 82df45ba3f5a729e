/** Groups the denials of a log file; those of a large one by two threads, with the same result. */

import type { DenialGroups } from '../../audit/denial-groups.ts';
import type { LogGrouping } from '../../audit/log-grouping.ts';
import { fillFromFile, type InputFile, type InputSink } from '../commands/fill-from-input.ts';
import { readLaterPart } from './later-part.ts';
import type { RangeResult, SkippedLine } from './range-result.ts';

export interface FileGrouping {
  readonly groups: DenialGroups;
  readonly grouping: LogGrouping;
  readonly since: number;
  /** The program of the second thread. */
  readonly program: string | undefined;
  /** Brings all these pieces into the sink, and ends it. */
  readonly pass: (lengths: AsyncIterable<number>, sink: InputSink) => Promise<void>;
  readonly onSkipped: (lineNumber: number, reason: string) => void;
}

export async function groupLogFile(input: InputFile, options: FileGrouping): Promise<void> {
  const { grouping, pass, onSkipped } = options;
  const stop = new AbortController();
  try {
    const later = await readLaterPart({ program: options.program, input, since: options.since }, stop.signal);
    await pass(fillFromFile(input, grouping, { to: later?.from }), grouping);
    if (later === undefined) return;
    const skipped = absorbed(options.groups, await later.result);
    // What the other thread could not give whole is read here, where the earlier part has ended.
    if (skipped === undefined) await pass(fillFromFile(input, grouping, { from: later.from }), grouping);
    else for (const { lineNumber, reason } of skipped) onSkipped(grouping.lines + lineNumber, reason);
  } finally {
    stop.abort();
  }
}

function absorbed(groups: DenialGroups, result: RangeResult | undefined): readonly SkippedLine[] | undefined {
  return result !== undefined && groups.absorb(result.groups) ? result.skipped : undefined;
}
