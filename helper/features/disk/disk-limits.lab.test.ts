// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLabClient, type LabClient } from '../../../hosts/fixtures/lab-client.ts';
import { codeOf, createUntil, noTraces, tracesOf } from '../../../hosts/fixtures/cut-creation.ts';
import { useTestLab } from '../../../lab/test-lab.ts';
import { until } from '../../lxc/fixtures/until.ts';

const lab = await useTestLab();
const suffix = Date.now().toString(36);
const [small, greedy, second] = [`small-${suffix}`, `greedy-${suffix}`, `second-${suffix}`] as const;
const mebibyte = 2 ** 20;

let helper: LabClient;

beforeAll(async () => {
  helper = await openLabClient(lab);
  await helper.create({
    name: small,
    image: 'debian-13',
    limits: { diskBytes: 256 * mebibyte, diskInodes: 3000 },
    start: true,
  });
});
afterAll(() => helper.close());

const inside = async (name: string, script: string): Promise<string> =>
  (await helper.exec(name, 'sh', '-c', script)).output;
const hostNumber = async (script: string): Promise<number> => Number(await lab.mustRun(script));
/** Uses space in pieces until the kernel returns an error; gives the number of pieces, and the error. */
const takeAll = (piece: string): string =>
  `i=0; while fallocate -l ${piece} /root/piece.$i 2>/dev/shm/said; do i=$((i+1)); done; echo $i; cat /dev/shm/said`;
const availableBytes = (): Promise<number> => hostNumber('df -B1 --output=avail /var/lib/bulkhead | tail -n 1');

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
    const [pieces = '', said = ''] = (await inside(small, takeAll('16M'))).split('\n');
    expect(Number(pieces)).toBeLessThan(16);
    expect(said).toMatch(/Disk quota exceeded|No space left on device/);
    expect(
      await inside(
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
      await inside(small, 'df -B1 --output=size / | tail -n 1; df --output=itotal / | tail -n 1')
    )
      .split('\n')
      .map(Number);
    expect(bytes).toBe(256 * mebibyte);
    expect(inodes).toBe(3000);
  });

  it('has as many files as its limit says (review F1)', async () => {
    await inside(small, 'rm -f /root/piece.* /root/more');
    const made = await helper.exec(
      small,
      'perl',
      '-e',
      'mkdir "/root/many"; for my $i (0 .. 4000) { open(my $f, ">", "/root/many/$i") or do { print "$i $!"; last } }',
    );
    expect(made.output).toMatch(/^[12]\d{3} (Disk quota exceeded|No space left on device)$/);
    expect((await usageOf(small)).inodes).toBeLessThanOrEqual(3000);
    await inside(small, 'rm -rf /root/many');
  });

  it('is made larger and smaller while it runs, and says when it holds more than its new limit', async () => {
    const client = await helper.client();
    await inside(small, 'fallocate -l 200M /root/kept');
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
      await inside(
        small,
        'dd if=/dev/zero of=/root/more bs=1M count=1 2>&1 | grep -c -E "quota exceeded|No space left"',
      ),
    ).toBe('1');
    const widened = await client.request('container.configure', { name: small, limits: { diskBytes: 512 * mebibyte } });
    expect(widened).toMatchObject({
      container: { limits: { diskBytes: 512 * mebibyte } },
      applied: [{ key: 'diskBytes', applies: 'live', note: null }],
    });
    expect(await inside(small, 'fallocate -l 100M /root/more && echo room')).toBe('room');
  });

  it('full, is stopped and started again', async () => {
    await inside(small, takeAll('16M'));
    const client = await helper.client();
    expect((await client.request('container.stop', { name: small, force: true })).state).toBe('stopped');
    expect((await client.request('container.start', { name: small })).state).toBe('running');
    expect(
      await inside(
        small,
        'dd if=/dev/zero of=/root/last bs=1M count=64 2>&1 | grep -c -E "quota exceeded|No space left"',
      ),
    ).toBe('1');
    await inside(small, 'rm -f /root/piece.*');
  });
});

describe('containers whose limits together are more than the disk has (review F1)', () => {
  beforeAll(async () => {
    for (const name of [greedy, second]) await helper.create({ name, image: 'debian-13', start: true });
  });

  it('leave the reserve of the host, which goes on (E5)', async () => {
    const client = await helper.client();
    const { disk } = await client.request('host.info', {});
    expect(disk).toMatchObject({ backing: 'project-quota', isOvercommitted: true });
    const reserve = disk?.reserveBytes ?? NaN;
    // Twice, so that what the limits were raised by meanwhile is taken too.
    await Promise.all([greedy, second].map((name) => inside(name, `${takeAll('64M')}; sleep 3; ${takeAll('32M')}`)));
    expect(await availableBytes()).toBeGreaterThanOrEqual(reserve);
    expect((await client.request('host.info', {})).disk).toMatchObject({ reserveBytes: reserve });
    const lines = await hostNumber('wc -l < /var/log/audit/audit.log');
    await lab.mustRun('for i in 1 2 3; do auditctl -m "room for $i"; done');
    await until(async () => (await hostNumber('wc -l < /var/log/audit/audit.log')) >= lines + 3, 30);
    expect(await lab.mustRun('journalctl -u auditd --since -10min -o cat | grep -c -i suspending || true')).toBe('0\n');
  });

  it('do not keep another from writing what its limit allows (review F1)', async () => {
    expect(await inside(small, 'dd if=/dev/zero of=/root/own bs=1M count=100 conv=fsync 2>&1 | grep copied')).toMatch(
      /^104857600 bytes/,
    );
  });

  it('hold to that while the helper is down, and when it comes back (review F1)', async () => {
    const { disk } = await (await helper.client()).request('host.info', {});
    await lab.mustRun('systemctl stop bulkhead-helper.service bulkhead-helper.socket');
    try {
      // By LXC itself, since the helper is not there.
      await lab.mustRun(
        `rm -f /var/lib/lxc/${greedy}/rootfs/root/piece.1; lxc-attach -n ${greedy} -- sh -c '${takeAll('8M')}'`,
      );
      expect(await availableBytes()).toBeGreaterThanOrEqual(disk?.reserveBytes ?? NaN);
    } finally {
      await lab.mustRun('systemctl start bulkhead-helper.socket bulkhead-helper.service');
    }
    await Promise.all([greedy, second].map((name) => inside(name, takeAll('8M'))));
    expect(await availableBytes()).toBeGreaterThanOrEqual(disk?.reserveBytes ?? NaN);
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
    // By quotactl, as quota tools are not installed: limits and use of each.
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

describe('a creation that is cut short (F1)', () => {
  /** All projects that the kernel has limits for. */
  const limited = (): Promise<string> =>
    lab.mustRun([
      'python3',
      '-c',
      `
import ctypes, struct, os
libc = ctypes.CDLL(None, use_errno=True)
fd, project = os.open('/var/lib/bulkhead/containers', os.O_RDONLY), 1
while True:
    quota = ctypes.create_string_buffer(80)
    if libc.syscall(443, fd, (0x800009 << 8) | 2, project, quota): break
    words = struct.unpack('=9Q', quota.raw[:72])
    found = struct.unpack('=I', quota.raw[68:72])[0]
    if words[0] or words[3]: print(found)
    project = found + 1`,
    ]);

  it('by the death of the helper leaves no limit behind', async () => {
    const name = `shot-${suffix}`;
    helper.adopt(name);
    const before = await limited();
    await createUntil(helper, name, 'mount', () =>
      lab.mustRun(['systemctl', 'kill', '-s', 'KILL', '--kill-whom=main', 'bulkhead-helper.service']),
    ).catch(() => 'gone');
    await until(
      async () =>
        (await lab.mustRun(['systemctl', 'is-active', 'bulkhead-helper.service']).catch(() => '')) === 'active\n',
      240,
    );
    await until(async () => (await tracesOf(lab, name)).endsWith(noTraces), 60);
    // The signal may come when all is done; then it is whole.
    if ((await helper.find(name)) === undefined)
      expect([await tracesOf(lab, name), await limited()]).toEqual([noTraces, before]);
    else expect(await helper.exec(name, 'true')).toEqual({ exitCode: 0, output: '' });
  });
});

describe('a container that was made before there were limits', () => {
  it('gets one at the start of the helper, with all that it has written (review F1)', async () => {
    const folder = `/var/lib/bulkhead/containers/${small}`;
    const before = await usageOf(small);
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
      await inside(
        small,
        'dd if=/dev/zero of=/root/more bs=1M count=64 2>&1 | grep -c -E "quota exceeded|No space left"',
      ),
    ).toBe('1');
    await (
      await helper.client()
    ).request('container.configure', { name: small, limits: { diskBytes: 512 * mebibyte } });
  });
});

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
