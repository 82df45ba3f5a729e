// SPDX-License-Identifier: Apache-2.0
/**
 * What it costs to unpack a tar by the chain of processes that reads archives of strangers, beside `tar -x` of the same;
 * and to pack the files of an export, beside `tar -c | gzip` at its level. On this machine, without a guest: in an
 * emulated one, compiled JavaScript costs several times what C does. Figures: each at least at 0.8 times the speed.
 *
 *     npx tsx bench/archives/run.ts [--at FOLDER] [FOLDER [ROUNDS]]     as root
 *
 * What is in FOLDER, /usr/share by itself, is packed and unpacked, below the folder of `--at`: /dev/shm leaves the disk
 * out of it.
 */

import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { preparePacking } from './packing.ts';
import { type Contest, holdContest } from './turns.ts';
import { prepareUnpacking } from './unpacking.ts';

const { values, positionals } = parseArgs({
  options: { at: { type: 'string', default: tmpdir() } },
  allowPositionals: true,
});
const [source = '/usr/share', rounds = '7'] = positionals;
const least = 0.8;

const folder = mkdtempSync(join(values.at, 'bulkhead-bench-archives-'));
// The reader, which is another user, has to get into the folder.
chmodSync(folder, 0o755);
try {
  const archive = join(folder, 'tree.tar');
  execFileSync('tar', ['--create', `--file=${archive}`, '--numeric-owner', `--directory=${source}`, '.']);
  const size = `${(statSync(archive).size / 1e6).toFixed(0)} MB`;
  const unpacking = await prepareUnpacking(archive, folder);
  try {
    await measure(`unpack of ${size}`, unpacking);
  } finally {
    unpacking.remove();
  }
  await measure(`export of ${size}`, preparePacking(archive, folder));
} finally {
  rmSync(folder, { recursive: true });
}

async function measure(what: string, contest: Contest): Promise<void> {
  const { ours, theirs } = await holdContest(contest, Number(rounds));
  const ratio = theirs.seconds / ours.seconds;
  console.log(
    `${what}: ${ours.seconds.toFixed(2)} s (${ours.cpu.toFixed(2)} s of CPU), ${contest.than}: ` +
      `${theirs.seconds.toFixed(2)} s (${theirs.cpu.toFixed(2)} s of CPU), ratio ${ratio.toFixed(2)} (at least ${least})`,
  );
}
