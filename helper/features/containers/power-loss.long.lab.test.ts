// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf, noTraces, tracesOf } from '../../../hosts/fixtures/cut-creation.ts';
import { openLabClient, type LabClient } from '../../../hosts/fixtures/lab-client.ts';
import { useTestLab } from '../../../lab/test-lab.ts';
import { until } from '../../lxc/fixtures/until.ts';

const lab = await useTestLab();
const [changed, half] = ['power-changed', 'power-half'] as const;
/** Each is another limit of processes. */
const firstLimit = 1000;

let helper: LabClient;
/** The last limit that the helper said was set. */
let acknowledged = firstLimit - 1;
let creation: Promise<string>;

const bootId = 'cat /proc/sys/kernel/random/boot_id';

async function isBackFrom(boot: string): Promise<boolean> {
  const { code, stdout } = await lab.run(`${bootId}; systemctl is-active bulkhead-helper.service`);
  return code === 0 && !stdout.startsWith(boot);
}

async function changeUntilGone(): Promise<void> {
  const client = await helper.client();
  for (let pids = firstLimit; ; pids += 1) {
    await client.request('container.configure', { name: changed, limits: { pids } });
    acknowledged = pids;
  }
}

beforeAll(async () => {
  helper = await openLabClient(lab);
  await helper.create({ name: changed, image: 'debian-13' });
  // What the deploy left to be written is no concern of this test.
  await lab.mustRun('sync; echo 1 > /proc/sys/kernel/sysrq');
  const changes = changeUntilGone().catch(() => undefined);
  await until(() => Promise.resolve(acknowledged > firstLimit + 20));
  creation = codeOf(helper.create({ name: half, image: 'debian-13', start: true })).catch(() => 'gone');
  await until(async () => (await tracesOf(lab, half)).includes(`/var/lib/lxc/${half}`));
  const boot = (await lab.run(bootId)).stdout;
  // The host resets at once: what the disk has not got is lost.
  await lab.run('(sleep 0.1; echo b > /proc/sysrq-trigger) >/dev/null 2>&1 &');
  await until(async () => isBackFrom(boot), 400);
  await Promise.all([changes, creation]);
  await helper.recovered();
});
afterAll(() => lab.reset(), 120_000);

describe('a host that lost its power (F2)', () => {
  it('has every change that was acknowledged, and a configuration that is whole', async () => {
    const container = await helper.find(changed);
    expect(container?.limits.pids).toBeGreaterThanOrEqual(acknowledged);
    expect(container?.limits.pids).toBeLessThanOrEqual(acknowledged + 1);
    expect(await codeOf((await helper.client()).request('container.start', { name: changed }))).toBe('done');
    expect(await helper.find(changed)).toMatchObject({ state: 'running', confinementMode: 'enforced' });
  });

  it('has nothing of a container that was being made, or the whole of it', async () => {
    await creation;
    const isThere = (await helper.find(half)) !== undefined;
    if (isThere) expect(await codeOf((await helper.client()).request('container.start', { name: half }))).toBe('done');
    else expect(await tracesOf(lab, half)).toBe(noTraces);
  });
});
