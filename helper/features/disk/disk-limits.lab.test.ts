// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mebibyte, runInside, takeAll } from '../../../hosts/fixtures/disk-use.ts';
import { idle } from '../../../hosts/fixtures/idle.ts';
import { openLabClient, type LabClient } from '../../../hosts/fixtures/lab-client.ts';
import { useTestLab } from '../../../lab/test-lab.ts';
import { isThorough } from '../../../lab/thorough.ts';
import { until } from '../../lxc/fixtures/until.ts';

const lab = await useTestLab();
const suffix = Date.now().toString(36);
const small = `small-${suffix}`;

let helper: LabClient;

beforeAll(async () => {
  helper = await openLabClient(lab);
  await helper.create({
    name: small,
    ...idle,
    limits: { diskBytes: 256 * mebibyte, diskInodes: 3000 },
    start: true,
  });
});
afterAll(() => helper.close());

async function usageOf(
  name: string,
): Promise<{ readonly bytes: number; readonly max: number; readonly inodes: number }> {
  const client = await helper.client();
  for await (const { samples } of client.stream('sample.watch', { names: [name] })) {
    const sample = samples.at(-1)?.containers[0];
    if (sample !== undefined)
      return { bytes: sample.diskBytes ?? NaN, max: sample.diskMax ?? NaN, inodes: sample.diskInodes ?? NaN };
  }
  throw new Error(`no sample of ${name}`);
}

describe('the layer of a container', () => {
  it('is limited by a project quota of its own, from its first file on (review F1)', async () => {
    expect(await helper.find(small)).toMatchObject({
      disk: { backing: 'project-quota' },
      limits: { diskBytes: 256 * mebibyte, diskInodes: 3000 },
    });
    const projects = await lab.mustRun(
      `lsattr -pd /var/lib/bulkhead/containers/${small}/upper /var/lib/bulkhead/containers/${small}/work ` +
        `/var/lib/bulkhead/containers/${small}/upper/etc | awk '{ print $1, $2 ~ /P/ }' | sort -u`,
    );
    expect(projects).toMatch(/^\s*[1-9]\d+ 1\n$/);
  });

  it('ends its root at its limit, whatever it does (review F1)', async () => {
    const [pieces = '', said = ''] = (await runInside(helper, small, takeAll('16M'))).split('\n');
    expect(Number(pieces)).toBeLessThan(16);
    expect(said).toMatch(/Disk quota exceeded|No space left on device/);
    expect(
      await runInside(
        helper,
        small,
        'dd if=/dev/zero of=/root/more bs=1M count=64 2>&1 | grep -c -E "quota exceeded|No space left"',
      ),
    ).toBe('1');
    expect((await usageOf(small)).bytes).toBeLessThanOrEqual(257 * mebibyte);
  });

  it('cannot be taken out of its project by its root (review F1)', async () => {
    // FS_IOC_FSGETXATTR, then FS_IOC_FSSETXATTR with another project, and FS_IOC_SETFLAGS without the flag that files
    // inherit it.
    const script = String.raw`
open my $f, "<", "/root/piece.0"; my $b = "\0" x 28;
ioctl($f, 0x801c581f, $b) or print "get: $!\n";
substr($b, 12, 4) = pack("L", 0);
print ioctl($f, 0x401c5820, $b) ? "moved\n" : "denied\n";
open my $d, "<", "/root"; my $g = pack("Q", 0);
ioctl($d, 0x80086601, $g);
my $n = pack("Q", unpack("Q", $g) & ~0x20000000);
print ioctl($d, 0x40086602, $n) ? "freed\n" : "denied\n";`;
    expect((await helper.exec(small, 'perl', '-e', script)).output).toBe('denied\ndenied');
  });

  it('shows its limit, not the disk of the host, to df inside (review F12)', async () => {
    const [bytes = 0, inodes = 0] = (
      await runInside(helper, small, 'df -B1 --output=size / | tail -n 1; df --output=itotal / | tail -n 1')
    )
      .split('\n')
      .map(Number);
    expect(bytes).toBe(256 * mebibyte);
    expect(inodes).toBe(3000);
  });

  it('has as many files as its limit says (review F1)', async () => {
    await runInside(helper, small, 'rm -f /root/piece.* /root/more');
    const made = await helper.exec(
      small,
      'perl',
      '-e',
      'mkdir "/root/many"; for my $i (0 .. 4000) { open(my $f, ">", "/root/many/$i") or do { print "$i $!"; last } }',
    );
    expect(made.output).toMatch(/^[12]\d{3} (Disk quota exceeded|No space left on device)$/);
    expect((await usageOf(small)).inodes).toBeLessThanOrEqual(3000);
    await runInside(helper, small, 'rm -rf /root/many');
  });

  it('is made larger and smaller while it runs, and says when it holds more than its new limit', async () => {
    const client = await helper.client();
    await runInside(helper, small, 'fallocate -l 200M /root/kept');
    const tightened = await client.request('container.configure', {
      name: small,
      limits: { diskBytes: 64 * mebibyte },
    });
    expect(tightened.applied).toEqual([
      {
        key: 'diskBytes',
        applies: 'live',
        note: expect.stringMatching(/^its layer holds 2\d\d(\.\d)? MiB, more than that/) as string,
      },
    ]);
    expect(
      await runInside(
        helper,
        small,
        'dd if=/dev/zero of=/root/more bs=1M count=1 2>&1 | grep -c -E "quota exceeded|No space left"',
      ),
    ).toBe('1');
    const widened = await client.request('container.configure', { name: small, limits: { diskBytes: 512 * mebibyte } });
    expect(widened).toMatchObject({
      container: { limits: { diskBytes: 512 * mebibyte } },
      applied: [{ key: 'diskBytes', applies: 'live', note: null }],
    });
    expect(await runInside(helper, small, 'fallocate -l 100M /root/more && echo room')).toBe('room');
  });

  it('full, is stopped and started again', async () => {
    await runInside(helper, small, takeAll('16M'));
    const client = await helper.client();
    expect((await client.request('container.stop', { name: small, force: true })).state).toBe('stopped');
    expect((await client.request('container.start', { name: small })).state).toBe('running');
    expect(
      await runInside(
        helper,
        small,
        'dd if=/dev/zero of=/root/last bs=1M count=64 2>&1 | grep -c -E "quota exceeded|No space left"',
      ),
    ).toBe('1');
    await runInside(helper, small, 'rm -f /root/piece.*');
  });
});

describe('a container that was made before there were limits', () => {
  it.runIf(isThorough)('gets one at the start of the helper, with all that it has written (review F1)', async () => {
    const folder = `/var/lib/bulkhead/containers/${small}`;
    // Samples hold what the last look at the disk found, which may be from before files were removed.
    const before = await until(async () => {
      const usage = await usageOf(small);
      return usage.bytes < 400 * mebibyte && usage;
    });
    await lab.mustRun(`set -e
systemctl stop bulkhead-helper.service
chattr -R -f -p 0 ${folder}/upper ${folder}/work || true; chattr -R -f -P ${folder}/upper ${folder}/work || true
python3 -c "
import json; path = '/var/lib/lxc/${small}/bulkhead.json'
made = json.load(open(path)); del made['layer']; json.dump(made, open(path, 'w'))"
systemctl start bulkhead-helper.service`);
    const adopted = await until(async () => {
      const container = await helper.find(small);
      return container?.disk?.backing === 'project-quota' && container;
    });
    expect(adopted.limits).toMatchObject({ diskBytes: 10 * 2 ** 30, diskInodes: 500_000 });
    // Links still count for no project, and they use no blocks.
    expect((await usageOf(small)).bytes).toBeGreaterThanOrEqual(before.bytes - mebibyte);
    await (await helper.client()).request('container.configure', { name: small, limits: { diskBytes: 64 * mebibyte } });
    expect(
      await runInside(
        helper,
        small,
        'dd if=/dev/zero of=/root/more bs=1M count=64 2>&1 | grep -c -E "quota exceeded|No space left"',
      ),
    ).toBe('1');
    await (
      await helper.client()
    ).request('container.configure', { name: small, limits: { diskBytes: 512 * mebibyte } });
  });
});
