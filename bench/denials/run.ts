// SPDX-License-Identifier: Apache-2.0
/**
 * Compares `bulkheadctl denials --input FILE` on a 100 MB audit log with `ausearch -if FILE -m avc --raw` and with
 * `ausearch -if FILE --raw`: all as whole programs, start-up included, in turns, medians of elapsed time.
 * Figures: at most 0.8x of the first, at most 0.7x of the second; memory below 200 MB.
 * `npm run build && npx tsx bench/denials/run.ts [REPEATS] [POLICY]`; needs ausearch (Debian: auditd). The time of
 * ausearch depends on the density of the log, so several densities are measured.
 * With a binary policy it also runs `audit2why -p POLICY` (Debian: policycoreutils-python-utils), once, over the first
 * 2 MB of such a log, because the whole log would take minutes.
 * That time, less the time for an empty log, is scaled to the whole log. Figure: at least 50 times as long as ours.
 */

import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkout } from '../../scripts/build/target.ts';
import { type LogOptions, writeAuditLog } from './write-audit-log.ts';
import { median } from '../median.ts';

const megabytes = 101;
const repeats = Number(process.argv[2] ?? '7');
const policy = process.argv[3];
const megabytesExplained = 2;

interface Measured {
  readonly ours: number[];
  readonly denials: number[];
  readonly all: number[];
  megabytes: number;
}

function main(): void {
  const folder = mkdtempSync(join(tmpdir(), 'bulkhead-denials-'));
  try {
    const program = join(checkout, 'dist/cli/bulkheadctl.js');
    for (const eventsPerSecond of [100, 500, 2000])
      compare(program, join(folder, 'audit.log'), { isEnriched: false, eventsPerSecond });
    compare(program, join(folder, 'audit.log'), { isEnriched: true, eventsPerSecond: 100 });
    const ours = compare(program, join(folder, 'audit.log'), { isEnriched: true, eventsPerSecond: 500 });
    if (policy !== undefined) explain(policy, join(folder, 'part.log'), ours);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function compare(program: string, log: string, options: LogOptions): number {
  const shape = writeAuditLog(log, { bytes: megabytes * 1e6, ...options });
  console.log(
    `${options.isEnriched ? 'enriched' : 'raw'} log, ${options.eventsPerSecond} events/s: ` +
      `${(shape.bytes / 1e6).toFixed(1)} MB, ${shape.records} records, ${shape.vectors} AVC`,
  );
  const measured: Measured = { ours: [], denials: [], all: [], megabytes: 0 };
  for (let turn = 0; turn < repeats; turn += 1) measureAll(program, log, measured);
  const ours = median(measured.ours);
  console.log(
    `  bulkheadctl           ${ours.toFixed(3)} s  (best ${Math.min(...measured.ours).toFixed(3)}), ` +
      `${measured.megabytes} MB`,
  );
  for (const [name, times] of [
    ['ausearch -m avc --raw', measured.denials],
    ['ausearch --raw       ', measured.all],
  ] as const) {
    console.log(
      `  ${name} ${median(times).toFixed(3)} s  (best ${Math.min(...times).toFixed(3)}), ratio ` +
        (ours / median(times)).toFixed(2),
    );
  }
  return ours;
}

/** `ours` is our time for a whole log. */
function explain(policyFile: string, log: string, ours: number): void {
  const run = (): number => timed('audit2why', ['-p', policyFile, '-i', log], 'ignore')[0];
  writeFileSync(log, '');
  const start = run();
  const { bytes } = writeAuditLog(log, { bytes: megabytesExplained * 1e6, isEnriched: true, eventsPerSecond: 500 });
  const part = run();
  const whole = start + ((part - start) * megabytes * 1e6) / bytes;
  console.log(
    `audit2why  ${part.toFixed(1)} s for ${(bytes / 1e6).toFixed(1)} MB, ${start.toFixed(1)} s for ` +
      `nothing: ${whole.toFixed(0)} s for ${megabytes} MB, ${(whole / ours).toFixed(0)} times as long as ` +
      'ours',
  );
}

const tellMemory = 'process.on("exit", () => process.stderr.write(`memory ${process.resourceUsage().maxRSS}\\n`))';

/** The program that runs first in one turn runs last in the next. */
function measureAll(program: string, log: string, measured: Measured): void {
  const ours = (): void => {
    const [seconds, { stderr }] = timed(
      process.execPath,
      ['--import', `data:text/javascript,${encodeURIComponent(tellMemory)}`, program, 'denials', '--input', log],
      'ignore',
    );
    measured.ours.push(seconds);
    measured.megabytes = Math.max(measured.megabytes, Math.round(Number(/memory (\d+)/.exec(stderr)?.[1]) / 1024));
  };
  const theirs =
    (times: number[], ...options: readonly string[]): (() => void) =>
    () => {
      times.push(timed('ausearch', ['-if', log, ...options, '--raw'], 'ignore')[0]);
    };
  const runs = [ours, theirs(measured.denials, '-m', 'avc'), theirs(measured.all)];
  for (const run of measured.ours.length % 2 === 0 ? runs : runs.toReversed()) run();
}

function timed(command: string, argv: readonly string[], stdout: 'ignore'): [number, SpawnSyncReturns<string>] {
  const begun = performance.now();
  const result = spawnSync(command, argv, { encoding: 'utf8', stdio: ['ignore', stdout, 'pipe'] });
  if (result.error !== undefined || result.status !== 0)
    throw new Error(`cannot run ${command}`, { cause: result.error });
  return [(performance.now() - begun) / 1000, result];
}

main();
