// SPDX-License-Identifier: Apache-2.0
/**
 * A process of its own that reads the archive of a stranger on its standard input, and writes what may be unpacked of it
 * as a plain tar archive to its standard output. It runs as nobody in a scratch folder: what is wrong with an archive
 * ends only this process.
 */

import { writeSync } from 'node:fs';
import { hasCode } from '../../../system/errno.ts';
import { messageOf } from '../../../system/message-of.ts';
import { type ByteReader, createByteReader } from './byte-reader.ts';
import { type Report, taskSchema } from './protocol.ts';
import { readTree } from './read-tree.ts';
import { readEntries } from './tar-entries.ts';
import { createTarWriter } from './tar-writer.ts';
import { createTreeWriter } from './tree-writer.ts';
import { NoSpaceError, UnusableError } from './unusable-error.ts';

const [input, output, reports] = [0, 1, 3] as const;
const progressMs = 250;
/** Programs fill the last block of an archive up with zeros; no usual one is larger. */
const maxRest = 16 * 1024 * 1024;

function main(): void {
  const { layout, keeps, limits } = taskSchema.parse(JSON.parse(process.argv[2] ?? ''));
  const tree = createTreeWriter(createTarWriter(output), limits, keeps);
  let next = performance.now() + progressMs;
  const onEntry = (): void => {
    const now = performance.now();
    if (now < next) return;
    next = now + progressMs;
    report({ type: 'progress', files: tree.files, bytes: tree.bytes });
  };
  try {
    const reader = createByteReader(input);
    const facts = readTree(readEntries(reader), tree, {
      layout,
      onEntry,
      maxBytes: limits.maxBytes,
      maxEntries: limits.maxFiles,
    });
    passRest(reader);
    report({ type: 'done', ...facts, ...tree.end() });
  } catch (error) {
    const isDiskFull = error instanceof NoSpaceError || hasCode(error, 'ENOSPC', 'EDQUOT');
    if (!(error instanceof UnusableError) && !isDiskFull) throw error;
    report({ type: 'failed', problem: messageOf(error), isDiskFull });
  }
}

/** What unpacks the archive verifies it at its very end, and must not be cut off before. */
function passRest(reader: ByteReader): void {
  if (reader.skip(maxRest + 1) > maxRest)
    throw new UnusableError(`more than ${maxRest / 1024 ** 2} MiB of other data follow its end; pack it without these`);
}

function report(line: Report): void {
  const text = Buffer.from(`${JSON.stringify(line)}\n`);
  for (let at = 0; at < text.length;) at += writeSync(reports, text, at);
}

main();
