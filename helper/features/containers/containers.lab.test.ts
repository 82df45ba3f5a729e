// SPDX-License-Identifier: Apache-2.0
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Container } from '../../../contract/model/containers/container.ts';
import { openLabClient, type LabClient } from '../../../hosts/fixtures/lab-client.ts';
import { useTestLab } from '../../../lab/test-lab.ts';
import { until } from '../../lxc/fixtures/until.ts';

const lab = await useTestLab();
const suffix = Date.now().toString(36);
const [first, second] = [`life-a-${suffix}`, `life-b-${suffix}`] as const;

let helper: LabClient;
let a: Container;
let b: Container;

beforeAll(async () => {
  helper = await openLabClient(lab);
  [a, b] = (await Promise.all(
    [first, second].map((name) => helper.create({ name, image: 'debian-13', start: true })),
  )) as [Container, Container];
});
afterAll(() => helper.close());

function initPidOf(container: Container): number {
  return container.initPid ?? Number.NaN;
}

async function limitFiles(name: string): Promise<readonly string[]> {
  const files = ['memory.max', 'memory.swap.max', 'pids.max', 'cpu.max', 'cpu.weight', 'cpuset.cpus'];
  return Promise.all([...files, 'cpuset.cpus.effective'].map((file) => cgroupFile(name, file)));
}

async function cgroupFile(name: string, file: string): Promise<string> {
  return (await lab.mustRun(['cat', `/sys/fs/cgroup/lxc.payload.${name}/${file}`])).trim();
}

describe('a container that was created and started', () => {
  it("is seen running by LXC's own tools", async () => {
    const listed = (await lab.mustRun(['lxc-ls', '--running', '-1'])).trim().split('\n');
    expect(listed).toEqual(expect.arrayContaining([first, second]));
    expect(await lab.mustRun(['lxc-info', '-n', first, '-s', '-H'])).toBe('RUNNING\n');
    expect(await lab.mustRun(['lxc-info', '-n', first, '-p', '-H'])).toBe(`${initPidOf(a)}\n`);
  });

  it('runs in its context, with categories and ids that the other has not', async () => {
    const contexts = await Promise.all(
      [a, b].map(async (container) =>
        (await lab.mustRun(['cat', `/proc/${initPidOf(container)}/attr/current`])).replace(/\0$/, '').trim(),
      ),
    );
    expect(contexts).toEqual([a.context, b.context]);
    expect(contexts[0]).toMatch(/^system_u:system_r:bulkhead_t:s0:c\d+,c\d+$/);
    expect(a.categories).not.toEqual(b.categories);
    const bases = [a, b].map(({ userNamespaceBase }) => userNamespaceBase ?? Number.NaN);
    expect(Math.abs((bases[0] ?? 0) - (bases[1] ?? 0))).toBeGreaterThanOrEqual(65_536);
    expect(await lab.mustRun(['cat', `/proc/${initPidOf(a)}/uid_map`])).toMatch(
      new RegExp(`^\\s*0\\s+${bases[0]}\\s+65536\\s*$`),
    );
  });

  it('has a configuration of exactly these lines (C2)', async () => {
    const text = await lab.mustRun(['cat', `/var/lib/lxc/${first}/config`]);
    const base = a.userNamespaceBase;
    const level = (a.context ?? '').split(':').slice(3).join(':');
    expect(text.trimEnd().split('\n').map(withoutRandomness)).toEqual([
      `lxc.uts.name = ${first}`,
      `lxc.rootfs.path = dir:/var/lib/lxc/${first}/rootfs`,
      `lxc.selinux.context = ${a.context}`,
      `lxc.idmap = u 0 ${base} 65536`,
      `lxc.idmap = g 0 ${base} 65536`,
      'lxc.cap.drop = mac_admin mac_override sys_time sys_module sys_rawio syslog wake_alarm block_suspend audit_control',
      'lxc.seccomp.profile = /usr/lib/bulkhead/seccomp/container.seccomp',
      'lxc.autodev = 1',
      'lxc.hook.version = 1',
      `lxc.hook.autodev = /usr/bin/chcon system_u:object_r:bulkhead_tmpfs_t:${level} $LXC_ROOTFS_MOUNT/dev`,
      'lxc.pty.max = 512',
      'lxc.tty.max = 0',
      `lxc.console.logfile = /var/lib/bulkhead/containers/${first}/console.log`,
      'lxc.console.size = 524288',
      'lxc.console.rotate = 1',
      'lxc.rootfs.mount = /var/lib/bulkhead/root-mount',
      'lxc.mount.auto = proc:mixed sys:mixed cgroup:rw:force',
      'lxc.cgroup2.cgroup.max.descendants = 1000',
      'lxc.cgroup2.cgroup.max.depth = 32',
      'lxc.cgroup2.memory.swap.max = 0',
      'lxc.cgroup2.memory.max = 536870912',
      'lxc.cgroup2.pids.max = 512',
      'lxc.net.0.type = veth',
      'lxc.net.0.link = lxcbr0',
      'lxc.net.0.flags = up',
      'lxc.net.0.name = eth0',
      'lxc.net.0.veth.pair = VETH',
      'lxc.net.0.hwaddr = ADDRESS',
      'lxc.net.0.script.up = /bin/sh /usr/lib/bulkhead/network/guard-port.sh up nat VETH 0xADDRESS 0xIDENTIFIER learned',
      'lxc.net.0.script.down = /bin/sh /usr/lib/bulkhead/network/guard-port.sh down VETH',
      'lxc.hook.start-host = /bin/sh /usr/lib/bulkhead/network/guard-namespace.sh up 512',
      'lxc.hook.stop = /bin/sh /usr/lib/bulkhead/network/guard-namespace.sh down',
    ]);
    expect(await lab.mustRun(['stat', '-c', '%U %a', `/var/lib/lxc/${first}/config`])).toBe('root 600\n');
  });

  it('boots until systemd says that it runs', async () => {
    for (const name of [first, second]) expect(await helper.booted(name)).toBe('running');
  });

  it('gets an address, and reaches what lies behind its host', async () => {
    const address = await until(async () =>
      (await helper.find(first))?.addresses.find((candidate) => candidate.includes('.')),
    );
    expect(address).toMatch(/^10\.0\.3\.\d+$/);
    const server = createServer((socket) => socket.end('hello from outside\n')).listen(0, '127.0.0.1');
    try {
      await new Promise((resolve) => server.once('listening', resolve));
      const { port } = server.address() as { readonly port: number };
      // QEMU's network leads its gateway's address to this machine.
      expect(await helper.exec(first, 'bash', '-c', `cat < /dev/tcp/10.0.2.2/${port}`)).toEqual({
        exitCode: 0,
        output: 'hello from outside',
      });
    } finally {
      server.close();
    }
  });

  it('gives a console in its own context, with no descriptor but the terminal (D2)', async () => {
    expect(await helper.exec(first, 'cat', '/proc/self/attr/current')).toEqual({
      exitCode: 0,
      output: `${a.context}\0`,
    });
    // The 3 is ls reading the folder.
    expect((await helper.exec(first, 'ls', '/proc/self/fd')).output.split(/\s+/)).toEqual(['0', '1', '2', '3']);
    const terminals = (
      await helper.exec(first, 'readlink', '/proc/self/fd/0', '/proc/self/fd/1', '/proc/self/fd/2')
    ).output.split('\n');
    expect(terminals).toEqual(Array.from({ length: 3 }, () => expect.stringMatching(/^\/dev\/pts\/\d+$/) as string));
    expect(new Set(terminals).size).toBe(1);
  });
});

/** Gives how many of a hundred processes it could start, and ends them. */
const forkBomb = `import os, time
children = []
for _ in range(100):
    try:
        child = os.fork()
    except OSError:
        break
    if child == 0:
        time.sleep(60)
        os._exit(0)
    children.append(child)
for child in children:
    os.kill(child, 9)
    os.waitpid(child, 0)
print(len(children))`;

describe('limits', () => {
  it('work on a running container at once, and stay in its configuration', async () => {
    const client = await helper.client();
    const limits = { memoryBytes: 300 * 2 ** 20, pids: 60, cpus: 0.5, cpuWeight: 250, cpuSet: '0' };
    const { applied, container } = await client.request('container.configure', { name: second, limits });
    expect(applied).toEqual([...applied].map(({ key }) => ({ key, applies: 'live', note: null })));
    expect(container.limits).toMatchObject(limits);
    expect(await limitFiles(second)).toEqual(['314572800', '0', '60', '50000 100000', '250', '0', '0']);
  });

  it('name no processor that the host does not have', async () => {
    const client = await helper.client();
    await expect(client.request('container.configure', { name: second, limits: { cpuSet: '0-99' } })).rejects.toThrow(
      'this host has the processors 0-1, not 0-99',
    );
    expect((await helper.find(second))?.limits.cpuSet).toBe('0');
  });

  it('hold against a fork bomb', async () => {
    const { output } = await helper.exec(second, 'python3', '-c', forkBomb);
    expect(Number(output)).toBeGreaterThan(5);
    expect(Number(output)).toBeLessThan(60);
    expect(await cgroupFile(second, 'pids.events')).toMatch(/^max [1-9]/);
    expect(Number(await cgroupFile(second, 'pids.peak'))).toBeLessThanOrEqual(60);
    expect((await helper.exec(first, 'true')).exitCode).toBe(0);
  });

  it('hold for memory although the host has swap to spare', async () => {
    await lab.mustRun('fallocate -l 512M /swap && chmod 600 /swap && mkswap /swap && swapon /swap');
    try {
      // 400 MiB, of which each page is written; Python is killed, not swapped out.
      expect((await helper.exec(second, 'python3', '-c', "b'x' * (400 << 20)")).exitCode).toBe(137);
      expect(await cgroupFile(second, 'memory.events')).toMatch(/^oom_kill [1-9]/m);
      expect(await cgroupFile(second, 'memory.swap.peak')).toBe('0');
    } finally {
      await lab.mustRun('swapoff /swap && rm /swap');
    }
  });

  it('that are lifted are lifted', async () => {
    const client = await helper.client();
    await client.request('container.configure', {
      name: second,
      limits: { cpus: null, cpuWeight: null, cpuSet: null, pids: null, memoryBytes: null },
    });
    expect(await limitFiles(second)).toEqual(['max', 'max', 'max', 'max 100000', '100', '0-1', '0-1']);
    expect((await helper.find(second))?.limits).toMatchObject({
      memoryBytes: null,
      pids: null,
      cpus: null,
      cpuWeight: null,
      cpuSet: null,
    });
  });
});

describe('a helper that is killed (F5)', () => {
  it('comes back by itself, finds its containers as they were, and opens consoles in them', async () => {
    const before = [a, b].map(({ initPid }) => initPid);
    const pid = await mainPid();
    await lab.mustRun(['kill', '-9', pid]);
    await until(async () => !['', '0', pid].includes(await mainPid()));
    await sleep(500);
    expect(await Promise.all([first, second].map(async (name) => (await helper.find(name))?.initPid))).toEqual(before);
    expect(await helper.exec(first, 'echo', 'still here')).toEqual({ exitCode: 0, output: 'still here' });
  });
});

describe('a monitor of LXC that is killed', () => {
  it('leaves nothing that a new start would run beside, or that would run under another name', async () => {
    const monitor = `/sys/fs/cgroup/lxc.monitor.${second}`;
    const before = (await helper.find(second))?.initPid ?? Number.NaN;
    await lab.mustRun(`kill -9 $(cat ${monitor}/cgroup.procs)`);
    await until(async () => (await helper.find(second))?.state === 'stopped');
    expect(await lab.mustRun(['cat', `/proc/${before}/comm`])).toBe('systemd\n');
    const started = await (await helper.client()).request('container.start', { name: second });
    expect(await lab.mustRun(`ls -d /sys/fs/cgroup/lxc.payload.${second}*`)).toBe(
      `/sys/fs/cgroup/lxc.payload.${second}\n`,
    );
    expect(await lab.mustRun(`ls -d /proc/${before} || true`)).toBe('');
    expect((await lab.mustRun(['cat', `/proc/${started.initPid ?? 0}/attr/current`])).replace(/\0$/, '')).toBe(
      b.context,
    );
  });

  it.each(['monitor', 'payload'])('does not hide what is started by hand beside its cgroup of the %s', async (rest) => {
    if (rest === 'payload') await (await helper.client()).request('container.start', { name: second });
    const port = (await lab.mustRun(`sed -n 's/^lxc.net.0.veth.pair = //p' /var/lib/lxc/${second}/config`)).trim();
    await lab.mustRun(`kill -9 $(cat /sys/fs/cgroup/lxc.monitor.${second}/cgroup.procs)`);
    await lab.mustRun(`echo 1 > /sys/fs/cgroup/lxc.payload.${second}/cgroup.kill`);
    await until(async () => (await lab.mustRun(`ls -d /sys/class/net/${port} || true`)) === '');
    if (rest === 'payload') await lab.mustRun(['rmdir', `/sys/fs/cgroup/lxc.monitor.${second}`]);
    await lab.mustRun(['lxc-start', '-n', second]);
    const initPid = Number(await lab.mustRun(['lxc-info', '-n', second, '-p', '-H']));
    expect(await helper.find(second)).toMatchObject({ state: 'running', initPid, context: b.context });
    await (await helper.client()).request('container.configure', { name: second, limits: { pids: 321 } });
    expect(await cgroupFile(`${second}-1`, 'pids.max')).toBe('321');
    await (await helper.client()).request('container.stop', { name: second, force: true });
    expect((await helper.find(second))?.state).toBe('stopped');
    expect(await lab.mustRun(`ls -d /proc/${initPid} || true`)).toBe('');
  });
});

async function mainPid(): Promise<string> {
  return (await lab.mustRun(['systemctl', 'show', '-p', 'MainPID', '--value', 'bulkhead-helper.service'])).trim();
}

function withoutRandomness(line: string): string {
  return line
    .replace(/\bbh[0-9a-f]{13}$|\bbh[0-9a-f]{13}(?= )/, 'VETH')
    .replace(/10:66:6a(:[0-9a-f]{2}){3}$|10666a[0-9a-f]{6}\b/, 'ADDRESS')
    .replace(/12666afffe[0-9a-f]{6}/, 'IDENTIFIER');
}
