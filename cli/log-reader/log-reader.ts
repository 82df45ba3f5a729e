/** The program of the thread that reads a log's later part, while `bulkheadctl` reads the earlier one. It answers with one {@link RangeResult}; whatever is in the way is a result that is not whole. */

import { closeSync, openSync, readSync } from 'node:fs';
import { once } from 'node:events';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { createDenialGroups } from '../../audit/denial-groups.ts';
import { createLogGrouping } from '../../audit/log-grouping.ts';
import type { RangeRequest, RangeResult, RangeStart, SkippedLine } from './range-result.ts';

/** A log of nothing but lines that cannot be read is left to the one who writes them out as they come. */
const mostSkipped = 1000;

async function main(port: MessagePort, request: RangeRequest): Promise<void> {
  const [{ from }] = (await once(port, 'message')) as [RangeStart];
  port.postMessage(readRange(request, from));
}

function readRange({ file, since }: RangeRequest, from: number): RangeResult {
  const groups = createDenialGroups();
  const skipped: SkippedLine[] = [];
  let skippedLines = 0;
  const grouping = createLogGrouping({
    groups,
    since,
    onSkipped(lineNumber, reason) {
      skippedLines += 1;
      if (skipped.length < mostSkipped) skipped.push({ lineNumber, reason });
    },
  });
  const descriptor = openSync(file, 'r');
  try {
    for (let at = from, length = -1; length !== 0 && skippedLines <= mostSkipped; at += length) {
      length = readSync(descriptor, grouping.space(), { position: at });
      grouping.filled(length);
    }
  } finally {
    closeSync(descriptor);
  }
  grouping.end();
  return { groups: groups.groups(), skipped, isWhole: groups.lost === 0 && skippedLines <= mostSkipped };
}

if (parentPort !== null) void main(parentPort, workerData as RangeRequest);
