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
import { describeRatio, describeTimes, takeTurns } from '../harness.ts';
import { median } from '../median.ts';

const megabytes = 101;
const repeats = Number(process.argv[2] ?? '7');
const policy = process.argv[3];
const megabytesExplained = 2;

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bulkhead-denials-'));
  try {
    const program = join(checkout, 'dist/cli/bulkheadctl.js');
    for (const eventsPerSecond of [100, 500, 2000])
      await compare(program, join(folder, 'audit.log'), { isEnriched: false, eventsPerSecond });
    await compare(program, join(folder, 'audit.log'), { isEnriched: true, eventsPerSecond: 100 });
    const ours = await compare(program, join(folder, 'audit.log'), { isEnriched: true, eventsPerSecond: 500 });
    if (policy !== undefined) explain(policy, join(folder, 'part.log'), ours);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Gives the median of ours. */
async function compare(program: string, log: string, options: LogOptions): Promise<number> {
  const shape = writeAuditLog(log, { bytes: megabytes * 1e6, ...options });
  console.log(
    `${options.isEnriched ? 'enriched' : 'raw'} log, ${options.eventsPerSecond} events/s: ` +
      `${(shape.bytes / 1e6).toFixed(1)} MB, ${shape.records} records, ${shape.vectors} AVC`,
  );
  let megabytesOfMemory = 0;
  const times = await takeTurns(
    {
      bulkheadctl() {
        const [seconds, { stderr }] = timed(
          process.execPath,
          ['--import', `data:text/javascript,${encodeURIComponent(tellMemory)}`, program, 'denials', '--input', log],
          'ignore',
        );
        const megabytesNow = Math.round(Number(/memory (\d+)/.exec(stderr)?.[1]) / 1024);
        megabytesOfMemory = Math.max(megabytesOfMemory, megabytesNow);
        return seconds;
      },
      'ausearch -m avc --raw': () => timed('ausearch', ['-if', log, '-m', 'avc', '--raw'], 'ignore')[0],
      'ausearch --raw': () => timed('ausearch', ['-if', log, '--raw'], 'ignore')[0],
    },
    { rounds: repeats },
  );
  console.log(describeTimes(times, 's', 3));
  console.log(`  ${describeRatio(times, { of: 'bulkheadctl', to: 'ausearch -m avc --raw', most: 0.8 })}`);
  console.log(`  ${describeRatio(times, { of: 'bulkheadctl', to: 'ausearch --raw', most: 0.7 })}`);
  console.log(`  memory ${megabytesOfMemory} MB (below 200)`);
  return median(times.bulkheadctl);
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

function timed(command: string, argv: readonly string[], stdout: 'ignore'): [number, SpawnSyncReturns<string>] {
  const begun = performance.now();
  const result = spawnSync(command, argv, { encoding: 'utf8', stdio: ['ignore', stdout, 'pipe'] });
  if (result.error !== undefined || result.status !== 0)
    throw new Error(`cannot run ${command}`, { cause: result.error });
  return [(performance.now() - begun) / 1000, result];
}

await main();
