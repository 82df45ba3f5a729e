// SPDX-License-Identifier: Apache-2.0
/**
 * A storm of real denials: a program in a container is denied by SELinux as often as the guest allows, and each denial
 * takes the whole way through kernel, auditd, log and helper. Emulation limits how many come in a second, so `run.ts`
 * measures the helper's part at 20,000. Figure: each denial is counted, or reported as dropped by the kernel.
 *
 *     npx tsx bench/storm/lab.ts [LAB] [DENIALS]
 *
 * LAB is a running, deployed lab; without it one is started, and stopped at the end.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import { type LabClient, openLabClient } from '../../hosts/fixtures/lab-client.ts';
import type { Guest } from '../../lab/guest.ts';
import { withLab } from '../lab-argument.ts';

const container = 'bench-storm';
const [name, denialsText = '20000'] = process.argv.slice(2);
const denials = Number(denialsText);
const timeoutMs = 90_000;

await withLab(name, async (guest) => {
  const helper = await openLabClient(guest);
  try {
    await helper.create({ name: container, image: 'debian-13', start: true });
    await helper.booted(container);
    await measure(guest, helper);
  } finally {
    await helper.close();
  }
});

async function measure(guest: Guest, helper: LabClient): Promise<void> {
  const [lostBefore, cpuBefore] = [await kernelLost(helper), await cpuSeconds(guest)];
  const begun = performance.now();
  // No container may have a socket of this address family.
  const { output } = await helper.exec(
    container,
    'perl',
    '-e',
    `my $n = 0; for (1..${denials}) { socket(my $s, 15, 3, 2) or $n++ } print $n`,
  );
  const took = (performance.now() - begun) / 1000;
  const denied = Number(output);
  const counted = await untilCounted(helper, denied);
  const seconds = (performance.now() - begun) / 1000;
  const lost = (await kernelLost(helper)) - lostBefore;
  const cpu = (await cpuSeconds(guest)) - cpuBefore;
  console.log(
    `${denied} denials in ${took.toFixed(1)} s (${Math.round(denied / took)} a second); counted ` +
      `${counted} within ${seconds.toFixed(1)} s; the kernel's counter of lost records grew by ${lost}`,
  );
  console.log(`the helper took ${cpu.toFixed(1)} s of the guest's CPU`);
  if (counted !== denied && lost === 0) process.exitCode = 1;
}

async function kernelLost(helper: LabClient): Promise<number> {
  return (await (await helper.client()).request('host.info', {})).auditLost ?? Number.NaN;
}

async function cpuSeconds(guest: Guest): Promise<number> {
  return (
    Number(await guest.mustRun(['systemctl', 'show', '-p', 'CPUUsageNSec', '--value', 'bulkhead-helper.service'])) / 1e9
  );
}

async function untilCounted(helper: LabClient, wanted: number): Promise<number> {
  const end = performance.now() + timeoutMs;
  for (;;) {
    const { groups } = await (await helper.client()).request('denial.query', { container });
    const counted = groups.find((group) => group.class === 'key_socket')?.count ?? 0;
    if (counted >= wanted || performance.now() > end) return counted;
    await sleep(500);
  }
}
