// SPDX-License-Identifier: Apache-2.0
/** What root of an instance of Incus takes of the tables that the kernel has once for all, and what is left of it. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLabClient, type LabClient } from '../../../../hosts/fixtures/lab-client.ts';
import {
  type Attack,
  countConnections,
  countNeighbours,
  createAttack,
} from '../../../../hosts/fixtures/shared-attacks.ts';
import { bootedAs, execIn } from '../../../../lab/incus/fixtures/confined-instance.ts';
import { incusImage } from '../../../../lab/incus/image.ts';
import { labelledPool } from '../../../../lab/incus/preseed.ts';
import { useIncusLab } from '../../../../lab/incus/test-incus-lab.ts';
import { until } from '../../../lxc/fixtures/until.ts';

const lab = await useIncusLab();
const evil = `evil-${Date.now().toString(36)}`;
const minutes = 60_000;

let helper: LabClient;

beforeAll(async () => {
  helper = await openLabClient(lab);
  await (
    await helper.client()
  ).request('cluster.create', { name: evil, image: incusImage, pool: labelledPool, start: true });
  expect(await bootedAs(lab, evil)).toBe('running');
}, 10 * minutes);
afterAll(async () => {
  await lab.run(['incus', 'delete', '--force', evil]);
  await helper.close();
});

const attack: Attack = (...words) => createAttack(helper, evil)(...words);
const neighbours = (): Promise<number> => countNeighbours(lab);
const connections = (): Promise<number> => countConnections(lab);

function addressOf(name: string): Promise<string> {
  return until(async () => (await helper.find(name))?.addresses.find((address) => address.startsWith('10.77.0.')));
}

/** The flood comes last: an instance that has used up its next hops speaks with no other machine for a minute. */
describe('root of an instance', { timeout: 10 * minutes }, () => {
  it('gets one address of a bridge that Incus manages (N2)', async () => {
    expect(await attack('ask-leases', 8, 'other')).toEqual({ addresses: [await addressOf(evil)] });
  });

  it('has a bound on the connections that the host tracks (N7)', async () => {
    const before = await connections();
    expect(Number((await attack('open-connections', 10, '10.77.0.1'))['sent'])).toBeGreaterThan(9000);
    expect((await connections()) - before).toBeLessThan(9000);
  });

  it('fills no table of neighbours, and makes no namespace without bounds (N1)', async () => {
    const before = await neighbours();
    expect(await attack('flood-neighbours', 5)).toMatchObject({ settingsDenied: 2 });
    expect((await neighbours()) - before).toBeLessThan(700);
    expect((await helper.exec(evil, 'unshare', '--net', 'true')).output).toContain('Operation not permitted');
    expect(await execIn(lab, evil, 'cat', '/proc/sys/user/max_inotify_instances')).toBe('256\n');
  });

  it('leaves nothing of it behind when it is removed (N1, N7)', async () => {
    const address = await addressOf(evil);
    const pid = (await lab.mustRun(`incus info ${evil} | sed -n 's/^PID: //p'`)).trim();
    const namespace = (await lab.mustRun(`readlink /proc/${pid}/ns/net`)).replaceAll(/\D/g, '');
    await attack('flood-neighbours', 2);
    await (await helper.client()).request('container.remove', { name: evil, force: true });
    const left = await lab.mustRun(
      `sleep 5; lsns --noheadings --type net --output NS | grep -c "${namespace}" || true; ` +
        `conntrack -L 2>/dev/null | grep -c "src=${address} " || true`,
    );
    expect(left).toBe('0\n0\n');
  });
});
