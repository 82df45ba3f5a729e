// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isFailure } from '../../contract/errors.ts';
import { idle } from '../../hosts/fixtures/idle.ts';
import { openLabClient, type LabClient } from '../../hosts/fixtures/lab-client.ts';
import { useTestLab } from '../../lab/test-lab.ts';

const lab = await useTestLab();
const suffix = Date.now().toString(36);
const [flooder, other] = [`full-a-${suffix}`, `full-b-${suffix}`] as const;

let helper: LabClient;

/** The helper's folder becomes a small file system of its own, with the images of the real one in it. */
beforeAll(async () => {
  await lab.mustRun(`set -e
systemctl stop bulkhead-helper.service
mkdir -p /run/kept-images && mount --bind /var/lib/bulkhead/images /run/kept-images
context=$(stat -c %C /var/lib/bulkhead)
mount -t tmpfs -o "size=160m,mode=0711,rootcontext=\\"$context\\"" small /var/lib/bulkhead
mkdir /var/lib/bulkhead/images && mount --bind /run/kept-images /var/lib/bulkhead/images
systemctl start bulkhead-helper.service`);
  helper = await openLabClient(lab);
});
afterAll(async () => {
  try {
    await helper.close();
  } finally {
    await lab.mustRun(
      'systemctl stop bulkhead-helper.service; umount /var/lib/bulkhead/images /run/kept-images; ' +
        'umount --lazy /var/lib/bulkhead; systemctl start bulkhead-helper.service',
    );
  }
});

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'done';
  } catch (error) {
    if (isFailure(error)) return error.code;
    throw error;
  }
}

function tracesOf(name: string): Promise<string> {
  return lab.mustRun(
    `cd /; ls -d /var/lib/lxc/${name} /var/lib/bulkhead/containers/${name} 2>/dev/null; grep -F ${name} /proc/mounts; true`,
  );
}

/** What the helper could report to the journal only. */
function unrecorded(): Promise<string> {
  return lab.mustRun('journalctl -u bulkhead-helper.service -o cat -g activity-not-recorded || true');
}

/** Uses all the free space, as a log of the host could. */
function flood(): Promise<string> {
  return lab.mustRun(
    'dd if=/dev/zero bs=4k >> /var/lib/bulkhead/flood 2>/dev/null; [ "$(df --output=avail /var/lib/bulkhead | tail -n 1)" -eq 0 ]',
  );
}

describe("when the disk of the helper's database is full (E5)", () => {
  const limits = { diskBytes: 64 * 2 ** 20 };

  beforeAll(async () => {
    await helper.create({ name: flooder, ...idle, limits, start: true });
    await flood();
  });

  it('a limit can be tightened, and that is in the activity log', async () => {
    const client = await helper.client();
    const { container, applied } = await client.request('container.configure', { name: flooder, limits: { pids: 77 } });
    expect([container.limits.pids, applied]).toEqual([77, [{ key: 'pids', applies: 'live', note: null }]]);
    expect(await unrecorded()).not.toContain('container.configure');
  });

  it('the container can be frozen and stopped, which the journal says when no room is left at all', async () => {
    await flood();
    const client = await helper.client();
    expect(await codeOf(client.request('container.freeze', { name: flooder }))).toBe('done');
    expect(await codeOf(client.request('container.stop', { name: flooder, force: true }))).toBe('done');
    expect(await unrecorded()).toContain(`"operation":"container.stop","subject":"${flooder}"`);
  });

  it('every other change fails for the full disk, and nothing of it is there', async () => {
    const client = await helper.client();
    expect(await codeOf(helper.create({ name: other, image: 'debian-13', limits }))).toBe('disk-full');
    expect(await tracesOf(other)).toBe('');
    expect(await codeOf(client.request('container.start', { name: flooder }))).toBe('disk-full');
    expect(await helper.find(flooder)).toMatchObject({ state: 'stopped', limits: { pids: 77 } });
    expect(await lab.mustRun(['ls', '-A', `/var/lib/lxc/${flooder}`])).toBe('bulkhead.json\nconfig\nrootfs\n');
  });

  it('a helper that is killed comes back', async () => {
    await lab.mustRun(
      'systemctl kill -s KILL --kill-whom=main bulkhead-helper.service; systemctl restart bulkhead-helper.service',
    );
    await helper.recovered();
    expect(await helper.find(flooder)).toMatchObject({ state: 'stopped' });
  });

  it('the container can be removed, and then others are made again', async () => {
    expect(await codeOf((await helper.client()).request('container.remove', { name: flooder }))).toBe('done');
    expect(await tracesOf(flooder)).toBe('');
    await lab.mustRun(['rm', '/var/lib/bulkhead/flood']);
    expect((await helper.create({ name: other, image: 'debian-13', limits })).state).toBe('stopped');
  });
});
