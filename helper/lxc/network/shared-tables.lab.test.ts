// SPDX-License-Identifier: Apache-2.0
/**
 * What root of a container takes of the tables that the kernel has once for all: neighbours, leases and names of the
 * network, connections, watches of files. Each is tried at full speed, and the others are asked what they still get.
 */

import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLabClient, type LabClient } from '../../../hosts/fixtures/lab-client.ts';
import { useTestLab } from '../../../lab/test-lab.ts';
import { until } from '../fixtures/until.ts';

const lab = await useTestLab();
const suffix = Date.now().toString(36);
const [evil, other] = [`evil-${suffix}`, `other-${suffix}`] as const;
const attacks = readFileSync(new URL('../../../hosts/fixtures/shared-attacks.py', import.meta.url), 'utf8');

let helper: LabClient;

beforeAll(async () => {
  helper = await openLabClient(lab);
  for (const name of [evil, other]) await helper.create({ name, image: 'debian-13', start: true });
  for (const name of [evil, other]) await addressOf(name);
});
afterAll(() => helper.close(), 120_000);

function addressOf(name: string): Promise<string> {
  return until(async () => (await helper.find(name))?.addresses.find((address) => address.startsWith('10.0.3.')));
}

/** What an attempt of the container's root says that it made. */
async function attack(attempt: string, seconds: number, argument = ''): Promise<Record<string, unknown>> {
  const { output } = await helper.exec(evil, 'python3', '-c', attacks, attempt, String(seconds), argument);
  return JSON.parse(output.trim().split('\n').at(-1) ?? '') as Record<string, unknown>;
}

const numberOf = async (command: string): Promise<number> => Number((await lab.mustRun(command)).trim());
/** Neighbours of IPv4 in all namespaces. */
const neighbours = (): Promise<number> =>
  numberOf(`awk 'NR == 2 { printf "%d", strtonum("0x" $1) }' /proc/net/stat/arp_cache`);
const connections = (): Promise<number> => numberOf('cat /proc/sys/net/netfilter/nf_conntrack_count');

/** Whether the host reaches the other container when it has to ask for its hardware address again. */
async function isResolved(): Promise<boolean> {
  const address = await addressOf(other);
  return (await lab.run(`ip neigh flush to ${address}; ping -c1 -W20 ${address}`)).code === 0;
}

describe('root of a container', () => {
  it('fills no table of neighbours by packets, whatever it sets for its devices (N1)', async () => {
    const before = await neighbours();
    const made = await attack('flood-neighbours', 5);
    expect(made['settingsDenied']).toBe(2);
    expect(Number(made['sent']) + Number(made['blocked'])).toBeGreaterThan(1000);
    expect((await neighbours()) - before).toBeLessThan(700);
    expect(await isResolved()).toBe(true);
    expect(await helper.find(evil)).toMatchObject({ state: 'running' });
  });

  it('makes no network namespace, in which there would be no bound (N1)', async () => {
    const { output, exitCode } = await helper.exec(evil, 'unshare', '--net', 'true');
    expect([output, exitCode]).toEqual(['unshare: unshare failed: Operation not permitted', 1]);
    expect(await helper.booted(evil)).toBe('running');
  });

  it('is frozen when it makes neighbours by messages to the kernel, and they are gone (N1)', async () => {
    const before = await neighbours();
    const attempt = attack('write-neighbours', 60).catch(() => undefined);
    await until(async () => (await helper.find(evil))?.state === 'frozen');
    await until(async () => (await neighbours()) - before < 1000);
    expect(await isResolved()).toBe(true);
    const client = await helper.client();
    const { records } = await client.request('activity.query', { limit: 50 });
    expect(records).toContainEqual(
      expect.objectContaining({ operation: 'container.freeze', subject: evil, user: 'bulkhead-helper' }),
    );
    await client.request('container.unfreeze', { name: evil });
    await attempt;
    // It goes on where it was frozen, and is frozen again for as long as it does.
    await until(async () => (await helper.find(evil))?.state !== 'freezing');
  });
});
