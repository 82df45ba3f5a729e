// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Container } from '../../../../contract/model/containers/container.ts';
import type { ContainerObjects } from '../../../../contract/model/policy/container-objects.ts';
import { idle } from '../../../../hosts/fixtures/idle.ts';
import { openLabClient, type LabClient } from '../../../../hosts/fixtures/lab-client.ts';
import { useTestLab } from '../../../../lab/test-lab.ts';

const lab = await useTestLab();
const name = `objects-${Date.now().toString(36)}`;

let helper: LabClient;
let container: Container;

beforeAll(async () => {
  helper = await openLabClient(lab);
  container = await helper.create({ name, ...idle, start: true });
});
afterAll(() => helper.close());

/** What was looked at in this container, and found of it: other tests may run beside. */
async function prove() {
  const client = await helper.client();
  const { certificate } = await client.request('policy.prove', {});
  const objects: ContainerObjects | undefined = certificate.proof.objects;
  return {
    verdict: certificate.proof.verdict,
    looked: objects?.containers.find((one) => one.name === name),
    found: objects?.found.filter((one) => one.container === name),
  };
}

it('looks at each kind of object of a container as it is created, reads all, and finds nothing', async () => {
  const { looked, found } = await prove();
  expect(found).toEqual([]);
  expect(looked?.unread).toBe(0);
  for (const kind of ['mount', 'file', 'process', 'descriptor'] as const)
    expect(looked?.looked[kind], kind).toBeGreaterThan(0);
});

it('finds a file in its memory that was given the label of no container, and is no proof then', async () => {
  const inside = `/proc/${container.initPid ?? 0}/root/dev/shm`;
  const type = (await lab.mustRun(`stat -c %C ${inside}`)).trim().split(':')[2] ?? '';
  // Its memory takes files from its own users only: the user namespace has no number for root of the host.
  await helper.exec(name, 'touch', '/dev/shm/planted');
  await lab.mustRun(`chcon system_u:object_r:${type}:s0 ${inside}/planted`);
  const { verdict, found } = await prove();
  expect(verdict).toBe('open');
  expect(found).toMatchObject([
    { kind: 'file', path: '/dev/shm/planted', context: `system_u:object_r:${type}:s0`, lacks: 'all' },
  ]);
  await lab.mustRun(`rm ${inside}/planted`);
  expect((await prove()).found).toEqual([]);
});
