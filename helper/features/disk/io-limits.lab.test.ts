// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mebibyte } from '../../../hosts/fixtures/disk-use.ts';
import { idle } from '../../../hosts/fixtures/idle.ts';
import { openLabClient, type LabClient } from '../../../hosts/fixtures/lab-client.ts';
import { useTestLab } from '../../../lab/test-lab.ts';

const lab = await useTestLab();
const suffix = Date.now().toString(36);
const small = `small-${suffix}`;

let helper: LabClient;

beforeAll(async () => {
  helper = await openLabClient(lab);
  await helper.create({ name: small, ...idle, start: true });
});
afterAll(() => helper.close());

describe('limits of reading and writing', () => {
  it('are in the cgroup of the container, also after its next start, and are removed', async () => {
    const client = await helper.client();
    const ofCgroup = (): Promise<string> => lab.mustRun(`cat /sys/fs/cgroup/lxc.payload.${small}/io.max`);
    const set = await client.request('container.configure', {
      name: small,
      limits: { ioWriteBytesPerSecond: 20 * mebibyte, ioReadBytesPerSecond: 30 * mebibyte },
    });
    expect(set.applied.map(({ applies }) => applies)).toEqual(['live', 'live']);
    expect(await ofCgroup()).toMatch(/^254:0 rbps=31457280 wbps=20971520 /);
    await client.request('container.restart', { name: small });
    expect(await ofCgroup()).toMatch(/^254:0 rbps=31457280 wbps=20971520 /);
    expect(await helper.find(small)).toMatchObject({ limits: { ioWriteBytesPerSecond: 20 * mebibyte } });
    await client.request('container.configure', {
      name: small,
      limits: { ioWriteBytesPerSecond: null, ioReadBytesPerSecond: null },
    });
    expect(await ofCgroup()).toBe('');
  });

  it('say when nothing on the host goes by weights, and are taken where something does', async () => {
    const client = await helper.client();
    await expect(
      client.request('container.configure', { name: small, limits: { ioWeight: 50 } }),
    ).rejects.toMatchObject({ code: 'limit-not-possible', message: expect.stringContaining('bfq') as string });
    await lab.mustRun('echo "254:0 enable=1" > /sys/fs/cgroup/io.cost.qos');
    try {
      await client.request('container.configure', { name: small, limits: { ioWeight: 50 } });
      expect(await lab.mustRun(`cat /sys/fs/cgroup/lxc.payload.${small}/io.weight`)).toContain('default 50');
      await client.request('container.configure', { name: small, limits: { ioWeight: null } });
      expect(await lab.mustRun(`cat /sys/fs/cgroup/lxc.payload.${small}/io.weight`)).toContain('default 100');
    } finally {
      await lab.mustRun('echo "254:0 enable=0" > /sys/fs/cgroup/io.cost.qos');
    }
  });
});
