// SPDX-License-Identifier: Apache-2.0
/**
 * Checks that a Debian in a domain of its own is quiet: it serves PHP, installs a package, runs a job, takes a login, pings
 * and analyses its boot, each of which has to work without a denial; then it idles for a minute, with every denial
 * logged, and has to be `running`. Fails with the denials.
 *
 * npx tsx bench/used/everyday.ts [LAB]   a running, deployed lab; without it one is started, and stopped at the end
 */

import { setTimeout as sleep } from 'node:timers/promises';
import type { DenialGroup } from '../../contract/model/denials/denial.ts';
import { type LabClient, openLabClient } from '../../hosts/fixtures/lab-client.ts';
import type { Guest } from '../../lab/guest.ts';
import { loadPolicyWithoutDontaudit } from '../../lab/policy/policy-without-dontaudit.ts';
import { withLab } from '../lab-argument.ts';
import { everyday } from './everyday-uses.ts';
import { installServiceImage, serviceImage } from './service-image.ts';

const container = 'everyday';
const idleMs = 60_000;
const useTimeoutMs = 600_000;

await withLab(process.argv[2], async (guest) => {
  await installServiceImage(guest);
  const helper = await openLabClient(guest, 'operator', useTimeoutMs);
  try {
    await helper.create({
      name: container,
      image: serviceImage,
      start: true,
      confinement: 'own',
      ports: everyday.ports.map((port) => ({ protocol: 'tcp', port })),
      allow: [...everyday.allow],
    });
    await useEveryday(guest, helper);
    await idle(guest);
    const { output } = await helper.exec(container, 'systemctl', 'is-system-running');
    // All denials are read, whenever they were: a record may come later than what asks for it.
    const found = await denialsSince(helper, 0);
    console.log(`after ${idleMs / 1000} idle seconds: ${output}, ${found.length} denials in all`);
    for (const line of found) console.log(`  ${line}`);
    if (found.length > 0 || output !== 'running') process.exitCode = 1;
  } finally {
    await helper.close();
  }
});

async function useEveryday(guest: Guest, helper: LabClient): Promise<void> {
  console.log(`booted, ${await helper.booted(container)}, ${(await denialsSince(helper, 0)).length} denials`);
  for (const { name, script } of everyday.uses) {
    const since = await timeOf(guest);
    const { exitCode, output } = await helper.exec(container, 'bash', '-c', `set -e -o pipefail\n${script}`);
    if (exitCode !== 0) throw new Error(`cannot use ${name} in ${container} (${exitCode}):\n${output}`);
    console.log(`${name}: ${(await denialsSince(helper, since)).length} denials`);
  }
}

/** Idles with every denial logged. */
async function idle(guest: Guest): Promise<void> {
  const restore = await loadPolicyWithoutDontaudit(guest);
  try {
    await sleep(idleMs);
  } finally {
    await restore();
  }
}

async function timeOf(guest: Guest): Promise<number> {
  return Number(await guest.mustRun(['date', '+%s.%3N']));
}

async function denialsSince(helper: LabClient, since: number): Promise<readonly string[]> {
  const { groups } = await (await helper.client()).request('denial.query', { container, events: 0, since });
  return groups.map(textOf);
}

function textOf({ targetType, class: className, permissions, comms, count }: DenialGroup): string {
  return `${permissions.join(' ')} on ${targetType}:${className}, ${count} times, by ${comms.join(', ')}`;
}
