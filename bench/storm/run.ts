// SPDX-License-Identifier: Apache-2.0
/**
 * A storm of denials: written as auditd writes them, enriched and with all records of each event, into a log that is
 * rotated at 8 MiB with four files kept, and followed by the helper's own code in a process of its own, with one
 * watcher. Figures: at 20,000 a second for a minute none is lost, on less than one core and 150 MB.
 *
 *     npx tsx bench/storm/run.ts [DENIALS A SECOND] [SECONDS]
 */

import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { bundle } from '../../scripts/build/bundle.ts';
import { helperFlags } from '../../scripts/build/helper.ts';
import { checkout } from '../../scripts/build/target.ts';
import { writeAuditLines } from '../denials/write-audit-log.ts';
import type { Figures } from './figures.ts';
import { createRotatedLog } from './rotated-log.ts';

const perSecond = Number(process.argv[2] ?? 20_000);
const seconds = Number(process.argv[3] ?? 60);
/** Milliseconds for the last of them to be counted. */
const timeoutMs = 10_000;

const folder = mkdtempSync(join(tmpdir(), 'bulkhead-storm-'));
try {
  await measure();
} finally {
  rmSync(folder, { recursive: true });
}

async function measure(): Promise<void> {
  const [logs, lxc] = [join(folder, 'audit'), join(folder, 'lxc')];
  for (const made of [logs, lxc]) mkdirSync(made);
  const log = createRotatedLog(join(logs, 'audit.log'), { bytes: 8 * 1024 * 1024, kept: 4 });
  const program = fork(await bundled(), [join(logs, 'audit.log'), join(folder, 'state'), lxc], {
    execArgv: helperFlags,
  });
  try {
    await once(program, 'message');
    program.send('begin');
    const begun = performance.now();
    const written = await storm(log.write);
    const took = (performance.now() - begun) / 1000;
    const figures = await untilCounted(program, written);
    const delay = (performance.now() - begun) / 1000 - took;
    console.log(
      `${written} denials in ${took.toFixed(1)} s (${Math.round(written / took)} a second), ${log.rotations} rotations`,
    );
    console.log(
      `counted ${figures.counted}, lost ${figures.lost}, lines not understood ${figures.skippedLines}; ` +
        `the last was counted within ${delay.toFixed(1)} s`,
    );
    console.log(
      `${((figures.cpuSeconds / (took + delay)) * 100).toFixed(0)} % of a core (at most 100), ` +
        `${figures.maxMegabytes.toFixed(0)} MB at most (at most 150)`,
    );
    console.log(
      `the watcher got ${figures.messages} messages with whole groups, and was informed of ` +
        `${figures.watcherLost} single events that it missed`,
    );
    if (figures.counted + figures.lost !== written || figures.lost !== 0) process.exitCode = 1;
  } finally {
    program.send('end');
    await once(program, 'exit');
    log.close();
  }
}

/** Bundles the program as the helper is shipped, in a place where it finds its native modules. */
async function bundled(): Promise<string> {
  const output = join(checkout, 'dist/bench/storm.mjs');
  await bundle({
    entry: 'bench/storm/ingest-program.ts',
    output,
    format: 'esm',
    external: ['better-sqlite3', 'koffi'],
  });
  return output;
}

/** Gives the number of denials. Keeps to the pace of the clock, not to that of its own turns. */
async function storm(write: (text: string) => void): Promise<number> {
  const begun = performance.now();
  let denials = 0;
  for (let serial = 1; serial <= perSecond * seconds;) {
    const due = Math.min(perSecond * seconds, Math.floor(((performance.now() - begun) / 1000) * perSecond)) + 1;
    const lines = writeAuditLines(serial, Math.min(due - serial, 1000), {
      isEnriched: true,
      eventsPerSecond: perSecond,
    });
    if (lines.length > 0) write(`${lines.join('\n')}\n`);
    denials += lines.filter((line) => line.startsWith('type=AVC')).length;
    serial = Math.min(due, serial + 1000);
    if (serial === due) await sleep(5);
  }
  return denials;
}

async function untilCounted(program: ChildProcess, written: number): Promise<Figures> {
  const end = performance.now() + timeoutMs;
  for (;;) {
    program.send('figures');
    const [figures] = (await once(program, 'message')) as [Figures];
    if (figures.counted + figures.lost >= written || performance.now() > end) return figures;
    await sleep(50);
  }
}
