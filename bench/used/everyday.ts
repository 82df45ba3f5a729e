// SPDX-License-Identifier: Apache-2.0
/**
 * Whether a Debian in a domain of its own is quiet: it serves PHP, installs a package, runs a job, takes a login, pings
 * and analyses its boot, each of which has to work without a denial; then it idles for a minute, with every denial
 * logged, and has to be `running`. Fails with the denials.
 *
 * npx tsx bench/used/everyday.ts [LAB]   a running, deployed lab; without it one is started, and stopped at the end
 */

import { setTimeout as sleep } from 'node:timers/promises';
import type { DenialGroup } from '../../contract/model/denials/denial.ts';
import { type LabClient, openLabClient } from '../../hosts/fixtures/lab-client.ts';
import type { Guest } from '../../lab/guest.ts';
import { loadPolicyWithoutDontaudit } from '../../lab/policy-without-dontaudit.ts';
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
    const found = [...(await denialsOfUses(guest, helper)), ...(await denialsWhileIdle(guest, helper))];
    const { output } = await helper.exec(container, 'systemctl', 'is-system-running');
    console.log(`after ${idleMs / 1000} idle seconds: ${output}, ${found.length} denials in all`);
    if (found.length > 0 || output !== 'running') process.exitCode = 1;
  } finally {
    await helper.close();
  }
});

async function denialsOfUses(guest: Guest, helper: LabClient): Promise<readonly string[]> {
  const found: string[] = [];
  const noteSince = async (name: string, since: number): Promise<void> => {
    const denied = await denialsSince(helper, since);
    found.push(...denied);
    console.log(`${name}: ${denied.length} denials`);
    for (const line of denied) console.log(`  ${line}`);
  };
  const bootedFrom = 0;
  console.log(`booted, ${await helper.booted(container)}`);
  await noteSince('boot', bootedFrom);
  for (const { name, script } of everyday.uses) {
    const since = await timeOf(guest);
    const { exitCode, output } = await helper.exec(container, 'bash', '-c', `set -e -o pipefail\n${script}`);
    await noteSince(name, since);
    if (exitCode !== 0) throw new Error(`cannot use ${name} in ${container} (${exitCode}):\n${output}`);
  }
  return found;
}

async function denialsWhileIdle(guest: Guest, helper: LabClient): Promise<readonly string[]> {
  const restore = await loadPolicyWithoutDontaudit(guest);
  try {
    const since = await timeOf(guest);
    await sleep(idleMs);
    const denied = await denialsSince(helper, since);
    for (const line of denied) console.log(`  idle: ${line}`);
    return denied;
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
