/**
 * Compares reading, assembling and grouping a 100 MB audit log with `ausearch -if FILE -m avc --raw`: both as whole programs, start-up included, in turns, medians of wall time.
 * `npx tsx bench/denials/run.ts [REPEATS] [POLICY]`; needs ausearch (Debian: auditd). How dense the log is decides how long ausearch takes, so several densities are measured.
 * With a binary policy it also runs `audit2why -p POLICY` (Debian: policycoreutils-python-utils), once, over the first 2 MB of such a log: it would take minutes for the whole.
 * Its time is scaled to the whole log, less what it takes for an empty one.
 */

import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { type LogOptions, writeAuditLog } from './write-audit-log.ts';

const megabytes = 101;
const repeats = Number(process.argv[2] ?? '7');
const policy = process.argv[3];
const megabytesExplained = 2;

interface Measured {
  readonly ours: number[];
  readonly theirs: number[];
  report: string;
}

function main(): void {
  const folder = mkdtempSync(join(tmpdir(), 'bulkhead-denials-'));
  try {
    const program = bundle(folder);
    for (const eventsPerSecond of [100, 500, 2000]) compare(program, join(folder, 'audit.log'), { isEnriched: false, eventsPerSecond });
    const ours = compare(program, join(folder, 'audit.log'), { isEnriched: true, eventsPerSecond: 500 });
    if (policy !== undefined) explain(policy, join(folder, 'part.log'), ours);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** As the command line is shipped: one file. */
function bundle(folder: string): string {
  const outfile = join(folder, 'group-file.mjs');
  const entry = fileURLToPath(new URL('group-file.ts', import.meta.url));
  buildSync({ entryPoints: [entry], bundle: true, platform: 'node', format: 'esm', target: 'node20', outfile, logLevel: 'error' });
  return outfile;
}

function compare(program: string, log: string, options: LogOptions): number {
  const shape = writeAuditLog(log, { bytes: megabytes * 1e6, ...options });
  console.log(`${options.isEnriched ? 'enriched' : 'raw'} log, ${options.eventsPerSecond} events/s: ${(shape.bytes / 1e6).toFixed(1)} MB, ${shape.records} records, ${shape.vectors} AVC`);
  const measured: Measured = { ours: [], theirs: [], report: '' };
  for (let turn = 0; turn < repeats; turn += 1) measureBoth(program, log, measured);
  const [ours, theirs] = [median(measured.ours), median(measured.theirs)];
  console.log(`  ours      ${ours.toFixed(3)} s  (best ${Math.min(...measured.ours).toFixed(3)})  ${measured.report}`);
  console.log(`  ausearch  ${theirs.toFixed(3)} s  (best ${Math.min(...measured.theirs).toFixed(3)})`);
  console.log(`  ratio     ${(ours / theirs).toFixed(2)}`);
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
  console.log(`audit2why  ${part.toFixed(1)} s for ${(bytes / 1e6).toFixed(1)} MB, ${start.toFixed(1)} s for nothing: ${whole.toFixed(0)} s for ${megabytes} MB, ${(whole / ours).toFixed(0)} times as long as ours`);
}

/** Whoever is first in one turn is second in the next. */
function measureBoth(program: string, log: string, measured: Measured): void {
  const ours = (): void => {
    const [seconds, { stdout }] = timed(process.execPath, [program, log], 'pipe');
    measured.ours.push(seconds);
    measured.report = stdout.trim();
  };
  const theirs = (): void => {
    measured.theirs.push(timed('ausearch', ['-if', log, '-m', 'avc', '--raw'], 'ignore')[0]);
  };
  for (const run of measured.ours.length % 2 === 0 ? [ours, theirs] : [theirs, ours]) run();
}

function timed(command: string, argv: readonly string[], stdout: 'pipe' | 'ignore'): [number, SpawnSyncReturns<string>] {
  const begun = performance.now();
  const result = spawnSync(command, argv, { encoding: 'utf8', stdio: ['ignore', stdout, 'inherit'] });
  if (result.error !== undefined || result.status !== 0) throw new Error(`cannot run ${command}`, { cause: result.error });
  return [(performance.now() - begun) / 1000, result];
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

main();
