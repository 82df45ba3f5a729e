// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../../../hosts/fixtures/cut-creation.ts';
import { availableBytes, mebibyte, runInside, takeAll } from '../../../hosts/fixtures/disk-use.ts';
import { idle } from '../../../hosts/fixtures/idle.ts';
import { openLabClient, type LabClient } from '../../../hosts/fixtures/lab-client.ts';
import { useTestLab } from '../../../lab/test-lab.ts';
import { until } from '../../lxc/fixtures/until.ts';

const lab = await useTestLab();
const suffix = Date.now().toString(36);
const [small, greedy, second] = [`small-${suffix}`, `greedy-${suffix}`, `second-${suffix}`] as const;

let helper: LabClient;

beforeAll(async () => {
  helper = await openLabClient(lab);
  await helper.create({
    name: small,
    ...idle,
    limits: { diskBytes: 512 * mebibyte, diskInodes: 3000 },
    start: true,
  });
});
afterAll(() => helper.close());

const countOf = async (script: string): Promise<number> => Number(await lab.mustRun(script));

describe('containers whose limits together are more than the disk has (review F1)', () => {
  beforeAll(async () => {
    // It holds more than half of what its limit allows.
    await runInside(helper, small, 'fallocate -l 300M /root/kept');
    for (const name of [greedy, second]) await helper.create({ name, ...idle, start: true });
  });

  it('leave the reserve of the host, which goes on (E5)', async () => {
    const client = await helper.client();
    const { disk } = await client.request('host.info', {});
    expect(disk).toMatchObject({ backing: 'project-quota', isOvercommitted: true });
    const reserve = disk?.reserveBytes ?? NaN;
    // Twice, so that what the limits were raised by meanwhile is taken too.
    await Promise.all(
      [greedy, second].map((name) => runInside(helper, name, `${takeAll('64M')}; sleep 3; ${takeAll('32M')}`)),
    );
    expect(await availableBytes(lab)).toBeGreaterThanOrEqual(reserve);
    expect((await client.request('host.info', {})).disk).toMatchObject({ reserveBytes: reserve });
    const lines = await countOf('wc -l < /var/log/audit/audit.log');
    await lab.mustRun('for i in 1 2 3; do auditctl -m "room for $i"; done');
    await until(async () => (await countOf('wc -l < /var/log/audit/audit.log')) >= lines + 3);
    expect(await lab.mustRun('journalctl -u auditd --since -10min -o cat | grep -c -i suspending || true')).toBe('0\n');
  });

  it('do not keep another from writing what its limit allows (review F1)', async () => {
    expect(
      await runInside(helper, small, 'dd if=/dev/zero of=/root/own bs=1M count=100 conv=fsync 2>&1 | grep copied'),
    ).toMatch(/^104857600 bytes/);
  });

  it('hold to that while the helper is down, and when it comes back (review F1)', async () => {
    const { disk } = await (await helper.client()).request('host.info', {});
    await lab.mustRun('systemctl stop bulkhead-helper.service bulkhead-helper.socket');
    try {
      // LXC itself runs it, since the helper is not there.
      await lab.mustRun(
        `rm -f /var/lib/lxc/${greedy}/rootfs/root/piece.1; lxc-attach -n ${greedy} -- sh -c '${takeAll('8M')}'`,
      );
      expect(await availableBytes(lab)).toBeGreaterThanOrEqual(disk?.reserveBytes ?? NaN);
    } finally {
      await lab.mustRun('systemctl start bulkhead-helper.socket bulkhead-helper.service');
    }
    await Promise.all([greedy, second].map((name) => runInside(helper, name, takeAll('8M'))));
    expect(await availableBytes(lab)).toBeGreaterThanOrEqual(disk?.reserveBytes ?? NaN);
  });

  it('are removed while they are full, and their projects are free again', async () => {
    const client = await helper.client();
    const projects = (
      await lab.mustRun(
        `lsattr -pd /var/lib/bulkhead/containers/${greedy}/upper /var/lib/bulkhead/containers/${second}/upper | awk '{ print $1 }'`,
      )
    )
      .trim()
      .split('\n');
    for (const name of [greedy, second])
      expect(await codeOf(client.request('container.remove', { name, force: true }))).toBe('done');
    // Asks quotactl, as quota tools are not installed: limits and use of each.
    const script = `
import ctypes, struct, os
libc = ctypes.CDLL(None, use_errno=True)
fd = os.open('/var/lib/bulkhead/containers', os.O_RDONLY)
for project in (${projects.join(', ')}):
    quota = ctypes.create_string_buffer(72)
    failed = libc.syscall(443, fd, (0x800007 << 8) | 2, project, quota)
    print(0 if failed else sum(struct.unpack('=6Q', quota.raw[:48])))`;
    expect(await lab.mustRun(['python3', '-c', script])).toBe('0\n0\n');
  });
});
