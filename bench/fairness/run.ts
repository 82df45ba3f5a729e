// SPDX-License-Identifier: Apache-2.0
/**
 * How much longer one user waits for `host.info` while another keeps the helper busy. Figures: at most three times as
 * long as at rest while 8 connections keep 60 calls each under way, and while ten `policy.preview` are asked for at
 * once.
 *
 * npx tsx bench/fairness/run.ts [LAB] [SECONDS]     a running, deployed lab; without it one is started, and stopped at
 * the end
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openLabClient } from '../../hosts/fixtures/lab-client.ts';
import type { Guest } from '../../lab/guest.ts';
import { generateModule } from '../../sepolicy/own-domain/generate.ts';
import { withLab } from '../lab-argument.ts';
import { median } from '../median.ts';

interface Load {
  readonly name: string;
  readonly words: readonly string[];
  readonly seconds: number;
}

const [name, secondsText = '40'] = process.argv.slice(2);
const seconds = Number(secondsText);
const container = 'bench-fair';
const program = '/usr/local/bin/bulkhead-load.py';
const rule = '/etc/polkit-1/rules.d/11-bulkhead-bench.rules';
/** In the guest `operator` makes the load, and `admin`, whom a rule gives the same rights, asks meanwhile. */
const ruleText =
  "polkit.addRule(function (action, subject) { if (action.id.indexOf('org.bulkhead.') === 0 && " +
  "subject.user === 'admin') return polkit.Result.YES; });\n";
const maxAllowed = 3;

await withLab(name, async (guest) => {
  const helper = await openLabClient(guest);
  try {
    await guest.mustRun(['sh', '-c', `cat > ${program} && chmod 755 ${program}`], {
      input: readFileSync(join(import.meta.dirname, 'guest/load.py'), 'utf8'),
    });
    await guest.mustRun(['sh', '-c', `cat > ${rule} && chmod 644 ${rule} && systemctl restart polkit.service`], {
      input: ruleText,
    });
    await helper.create({ name: container, image: 'debian-13' });
    for (const load of loads()) await measure(guest, load);
  } finally {
    await guest.mustRun(['rm', '-f', rule, program]);
    await helper.close();
  }
});

function loads(): readonly Load[] {
  const source = generateModule({
    owner: container,
    ports: [],
    allow: [],
    connectTypes: [],
    volumes: [],
    hasVolumes: false,
  });
  const request = (method: string): Load => ({
    name: `8 connections x 60 ${method}`,
    words: ['8', '60', method, String(seconds)],
    seconds,
  });
  return [
    request('host.info'),
    request('container.list'),
    request('denial.query'),
    {
      name: '5 connections x 2 policy.preview',
      words: ['5', '2', 'policy.preview', String(3 * seconds), JSON.stringify({ name: container, source }), 'stream'],
      seconds: 3 * seconds,
    },
  ];
}

async function measure(guest: Guest, load: Load): Promise<void> {
  await ping(guest, 10, seconds);
  const atRest = await ping(guest, 40, seconds);
  const ended = guest.mustRun(['python3', program, 'load', ...load.words], { user: 'operator' });
  await guest.mustRun(['sleep', '3']);
  const during = await ping(guest, 40, load.seconds - 6);
  const counts = (await ended).trim().split('\n').at(-1) ?? '';
  await guest.mustRun(['sleep', '2']);
  const ratio = median(during) / median(atRest);
  console.log(
    `${load.name}: another user's host.info ${figures(atRest)} at rest, ${figures(during)} during: ` +
      `${ratio.toFixed(1)} x (at most ${maxAllowed}); the load was ${counts}`,
  );
  if (!(ratio <= maxAllowed)) process.exitCode = 1;
}

async function ping(guest: Guest, most: number, within: number): Promise<readonly number[]> {
  return JSON.parse(
    await guest.mustRun(['python3', program, 'ping', 'host.info', String(most), String(within)], { user: 'admin' }),
  ) as number[];
}

function figures(times: readonly number[]): string {
  return `${Math.round(median(times))} ms (slowest ${Math.round(Math.max(...times))}, ${times.length} calls)`;
}
