// SPDX-License-Identifier: Apache-2.0
/**
 * What containers cost a helper that starts, without a guest: the time from its start to its first answer, and until all
 * is recovered, with 200 containers beside none. Their roots are mounted, and nothing was under way with them, as after
 * an upgrade. Figures: at most 1.5 times to the first answer, 3 times until all is done. The built helper runs in
 * namespaces of its own, where /var/lib and /run are empty; there is no SELinux and no project quota, unless the host has
 * them. After `npm run build`:
 *
 *     npx tsx bench/recovery/without-guest.ts [CONTAINERS [ROUNDS]]     as root
 */

import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describeRatio, describeTimes, takeTurns } from '../harness.ts';
import type { MeasuredStart } from './measure-start.ts';

const containers = Number(process.argv[2] ?? 200);
const rounds = Number(process.argv[3] ?? 7);
const starts: Record<Way, MeasuredStart[]> = { none: [], many: [] };

type Way = 'none' | 'many';
const ways = { none: () => start('none', 0), many: () => start('many', containers) };
const sentences = { answered: 'to the first answer', recovered: 'until all is recovered' } as const;
const units = { passed: 'time', used: 'processor' } as const;

await takeTurns(ways, { rounds, hasWarmUp: true });
console.log(`many are ${containers} containers`);
for (const stage of ['answered', 'recovered'] as const)
  for (const unit of ['passed', 'used'] as const) {
    // The first of each filled caches.
    const of = (way: Way): readonly number[] => starts[way].slice(1).map((one) => one[stage][unit]);
    const times = { none: of('none'), many: of('many') };
    console.log(`${units[unit]} ${sentences[stage]}:\n${describeTimes(times)}`);
    console.log(describeRatio(times, { of: 'many', to: 'none', most: stage === 'answered' ? 1.5 : 3 }));
  }

/** Gives the seconds to the first answer. */
function start(way: Way, count: number): number {
  const program = ['--import', 'tsx', join(import.meta.dirname, 'measure-start.ts'), String(count)];
  const apart = ['--mount', '--net', '--propagation', 'private', '--', process.execPath, ...program];
  const text = execFileSync('unshare', apart, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  const measured = JSON.parse(text) as MeasuredStart;
  starts[way].push(measured);
  return measured.answered.passed;
}
