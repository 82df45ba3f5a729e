// SPDX-License-Identifier: Apache-2.0
/** Sends frames to a socket, or writes lines to an audit log, and ends. */

import { appendFileSync } from 'node:fs';
import { createRandom } from '../../helper/server/fixtures/random.ts';
import { writeAuditLines } from '../denials/write-audit-log.ts';
import { sendFrames } from '../fairness/send-frames.ts';
import { changeText } from './change-text.ts';
import { auditPieces } from './texts.ts';

const [kind = '', path = '', countText = '', seedText = ''] = process.argv.slice(2);
const [count, seed] = [Number(countText), Number(seedText)];

if (kind === 'frames') await sendFrames(path, count, seed);
else writeLines();
process.exit(0);

function writeLines(): void {
  const random = createRandom(seed);
  let [written, serial] = [0, 1];
  while (written < count) {
    const lines = writeAuditLines(serial, 200, { isEnriched: serial % 3 === 0, eventsPerSecond: 1000 }).map((line) =>
      random.next() < 1 / 3 ? changeText(line, auditPieces, random) : line,
    );
    serial += 200;
    written += lines.length;
    appendFileSync(path, `${lines.join('\n')}\n`);
  }
}
