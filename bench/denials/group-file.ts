/** The program under test: reads a log file as `bulkheadctl denials --input FILE` does and prints how much it found. */

import { closeSync, openSync, readSync } from 'node:fs';
import { createDenialGroups } from '../../audit/denial-groups.ts';
import { createLogGrouping } from '../../audit/log-grouping.ts';

const [path = ''] = process.argv.slice(2);
const groups = createDenialGroups();
let skipped = 0;
const grouping = createLogGrouping({
  groups,
  onSkipped() {
    skipped += 1;
  },
});
const descriptor = openSync(path, 'r');
for (let length = readSync(descriptor, grouping.space()); length > 0; length = readSync(descriptor, grouping.space())) grouping.filled(length);
closeSync(descriptor);
grouping.end();
const found = groups.groups();
const events = found.reduce((sum, { count }) => sum + count, 0);
const { maxRSS } = process.resourceUsage();
process.stdout.write(`${JSON.stringify({ events, skipped, groups: found.length, lost: groups.lost, memoryMb: Math.round(maxRSS / 1024) })}\n`);
