/** The program under test: reads a log file as `bulkheadctl denials --input FILE` does and prints how much it found. */

import { Buffer } from 'node:buffer';
import { closeSync, openSync, readSync } from 'node:fs';
import { createAuditReader } from '../../audit/audit-reader.ts';
import { createDenialGroups } from '../../audit/denial-groups.ts';

const [path = ''] = process.argv.slice(2);
const groups = createDenialGroups();
let events = 0;
let skipped = 0;
const reader = createAuditReader({
  onEvent(event) {
    events += 1;
    groups.add(event);
  },
  onSkipped() {
    skipped += 1;
  },
});
const descriptor = openSync(path, 'r');
const chunk = Buffer.allocUnsafe(256 * 1024);
for (let length = readSync(descriptor, chunk); length > 0; length = readSync(descriptor, chunk)) reader.push(chunk.subarray(0, length));
closeSync(descriptor);
reader.end();
const { maxRSS } = process.resourceUsage();
process.stdout.write(`${JSON.stringify({ events, skipped, groups: groups.groups().length, lost: groups.lost, memoryMb: Math.round(maxRSS / 1024) })}\n`);
