// SPDX-License-Identifier: Apache-2.0
/** Measures one container: it learns, is made as narrow as what it used, and has to do its work again. */

import type { LabClient } from '../../hosts/fixtures/lab-client.ts';
import type { Access, AccessUsage, LearnedRule } from '../../contract/model/policy/policy-module.ts';
import type { Guest } from '../../lab/guest.ts';
import { readResult } from '../../rpc/read-result.ts';
import { policyNames } from '../../sepolicy/own-domain/names.ts';
import { blockedRecords, countRecords } from './records.ts';
import type { Service } from './services.ts';

export interface Measured {
  readonly name: string;
  readonly usage: AccessUsage;
  /** What it did that its module does not grant. */
  readonly rules: readonly LearnedRule[];
  /** Counts the kernel's records until it had booted the first time. */
  readonly bootRecords: number;
  readonly records: number;
  /** All accesses of its domain when it enforces without the surplus. */
  readonly countAfter: number;
  readonly blocked: readonly string[];
}

interface Measuring {
  readonly guest: Guest;
  readonly helper: LabClient;
  readonly image: string;
  /** Runs in the container; without one the system alone is measured. */
  readonly service?: Service;
  readonly beforeAdoption?: (container: string, used: readonly Access[]) => Promise<void>;
}

export async function measureContainer({
  guest,
  helper,
  image,
  service,
  beforeAdoption,
}: Measuring): Promise<Measured> {
  const label = service?.name ?? 'debian';
  const container = `used-${label}`;
  const { domain } = policyNames(container);
  const say = (text: string): void => console.log(`${new Date().toISOString().slice(11, 19)} ${label}: ${text}`);
  const client = await helper.client();
  // Not through helper.create, which removes it at the end and loads the policy for that: the lab is reset. One that a
  // failed run left goes on.
  if ((await helper.find(container)) === undefined)
    await readResult(
      client.stream('container.create', {
        name: container,
        image,
        start: true,
        confinement: 'learning',
        learnSeconds: 7200,
        ports: service === undefined ? [] : [{ protocol: 'tcp', port: service.port }],
        allow: [...(service?.allow ?? [])],
      }),
    );
  say(`booted, ${await helper.booted(container)}`);
  const bootRecords = await countRecords(guest, domain);
  if (service !== undefined) {
    await run(helper, container, `systemctl unmask ${service.unit} && systemctl enable --now ${service.unit}`);
    await test(helper, container, service);
    say('passed its test while it learns');
  }
  // What it does when it stops, and when its service starts at boot.
  await restart(helper, container);
  const records = await countRecords(guest, domain);
  const { rules, usage } = await (await helper.client()).request('policy.learned', { name: container });
  if (usage === null) throw new Error(`cannot measure ${container}: it learned with its grants`);
  say(`granted ${usage.granted}, used ${usage.used}, of it outside ${usage.grantedOutside} and ${usage.usedOutside}`);
  await beforeAdoption?.(container, [...usage.accesses, ...usage.surplus]);
  await readResult(
    (await helper.client()).stream('policy.adopt', {
      name: container,
      rules: rules
        .filter(({ advice }) => advice !== 'drop')
        .map(({ group, permissions }) => ({ group, permissions: [...permissions] })),
      remove: usage.surplus.map((access) => ({ ...access, permissions: [...access.permissions] })),
    }),
  );
  await restart(helper, container);
  if (service !== undefined) await test(helper, container, service);
  const counts = await (await helper.client()).request('policy.count', { subject: { kind: 'type', name: domain } });
  const blocked = await blockedRecords(guest, domain);
  say(`passed its test without the surplus, ${blocked.length} denials`);
  for (const line of blocked) say(line);
  return { name: label, usage, rules, bootRecords, records, countAfter: counts.counts[0]?.total ?? -1, blocked };
}

async function restart(helper: LabClient, container: string): Promise<void> {
  await (await helper.client()).request('container.restart', { name: container });
  const state = await helper.booted(container);
  if (state !== 'running') {
    const { output } = await helper.exec(container, 'systemctl', '--failed', '--no-legend');
    throw new Error(`cannot measure ${container}: it is ${state} after its restart\n${output}`);
  }
}

async function test(helper: LabClient, container: string, { test: script }: Service): Promise<void> {
  await run(helper, container, `set -e -o pipefail\n${script}`);
}

async function run(helper: LabClient, container: string, script: string): Promise<void> {
  const { exitCode, output } = await helper.exec(container, 'bash', '-c', script);
  if (exitCode !== 0) throw new Error(`the test of ${container} failed (${exitCode}):\n${output}\n${script}`);
}
