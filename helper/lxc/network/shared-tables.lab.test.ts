// SPDX-License-Identifier: Apache-2.0
/**
 * What root of a container takes of the tables that the kernel has once for all: neighbours, leases and names of the
 * network, connections, watches of files. Each is tried at full speed, and the others are asked what they still get.
 */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLabClient, type LabClient } from '../../../hosts/fixtures/lab-client.ts';
import {
  type Attack,
  countConnections,
  countNeighbours,
  createAttack,
} from '../../../hosts/fixtures/shared-attacks.ts';
import { useTestLab } from '../../../lab/test-lab.ts';
import { until } from '../fixtures/until.ts';

const lab = await useTestLab();
const suffix = Date.now().toString(36);
const [evil, other] = [`evil-${suffix}`, `other-${suffix}`] as const;

let helper: LabClient;
/** Neighbours in all namespaces before there were these containers. */
let atRest: number;

const neighbours = (): Promise<number> => countNeighbours(lab);

beforeAll(async () => {
  helper = await openLabClient(lab);
  atRest = await neighbours();
  for (const name of [evil, other]) await helper.create({ name, image: 'debian-13', start: true });
  for (const name of [evil, other]) await addressOf(name);
});
afterAll(() => helper.close(), 120_000);

function addressOf(name: string): Promise<string> {
  return until(async () => (await helper.find(name))?.addresses.find((address) => address.startsWith('10.0.3.')));
}

const attack: Attack = (...words) => createAttack(helper, evil)(...words);
const connections = (): Promise<number> => countConnections(lab);

/** Says whether the host reaches the other container when it has to ask for its hardware address again. */
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

  it('has neither user namespaces nor sockets of netfilter, and needs neither to boot (N4)', async () => {
    const namespace = await helper.exec(evil, 'unshare', '--user', 'true');
    expect(namespace.output).toBe('unshare: unshare failed: Permission denied');
    const socket = 'import socket; socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 12)';
    expect((await helper.exec(evil, 'python3', '-c', socket)).output).toContain('Permission denied');
    expect(await helper.booted(other)).toBe('running');
  });

  it('reads nothing of the load and the hardware of the host, also where it mounts /proc again (N5)', async () => {
    const files = ['cmdline', 'diskstats', 'interrupts', 'loadavg', 'modules', 'partitions'];
    const again = 'mkdir /srv/proc && mount -t proc proc /srv/proc';
    const paths = ['/proc', '/srv/proc'].map((folder) => files.map((file) => `${folder}/${file}`).join(' ')).join(' ');
    const read = `for path in ${paths} /sys/block /sys/fs/ext4; do cat $path/* $path 2>/dev/null; ls $path/ 2>/dev/null; done`;
    expect((await helper.exec(evil, 'sh', '-c', `${again}; ${read}`)).output).toBe('');
    expect((await helper.exec(evil, 'uptime')).exitCode).toBe(0);
  });

  it('is frozen when it makes neighbours by messages to the kernel, and they are gone (N1)', async () => {
    const before = await neighbours();
    const attempt = attack('write-neighbours', 60).catch(() => undefined);
    await until(async () => (await helper.find(evil))?.state === 'frozen');
    await until(async () => (await neighbours()) - before < 1000);
    expect(await isResolved()).toBe(true);
    expect(await helpersActs()).toContainEqual(
      expect.objectContaining({ operation: 'container.freeze', subject: evil, outcome: 'done' }),
    );
    await (await helper.client()).request('container.stop', { name: evil, force: true });
    await attempt;
    await (await helper.client()).request('container.start', { name: evil });
    await addressOf(evil);
  });

  it('has a bound on the connections that the host tracks, and none is left after its end (N7)', async () => {
    // The request for an address at its boot would otherwise keep its place among its connections, for another request.
    await lab.run('conntrack --delete --proto udp --dport 67');
    const before = await connections();
    const { sent } = await attack('open-connections', 20, '10.0.3.1');
    expect(sent).toBeGreaterThan(9000);
    expect((await connections()) - before).toBeLessThan(9000);
    expect(await isResolved()).toBe(true);
  });

  it("gets one address and no other's name at its bound of connections, whatever clients it claims to be (N2, N7, N9)", async () => {
    const [own, theirs] = [await addressOf(evil), await addressOf(other)];
    expect(await attack('ask-leases', 8, other)).toEqual({ addresses: [own] });
    const leases = await lab.mustRun('cat /var/lib/misc/dnsmasq.lxcbr0.leases');
    expect(leases.split('\n').filter((line) => line.includes(` ${own} `))).toHaveLength(1);
    expect([await namedAddress(other), await namedAddress(evil)]).toEqual([theirs, own]);
  });

  it('takes its own part of the watches of files, and leaves the others theirs (N20)', async () => {
    const attempt = attack('watch-files', 20);
    const count = ['perl', '-e', 'my $n = 0; $n++ while $n < 100 && syscall(294, 0) >= 0; print $n'];
    await until(async () => (await helper.exec(evil, ...count)).output === '0');
    expect([(await helper.exec(other, ...count)).output, await lab.mustRun(count)]).toEqual(['100', '100']);
    await attempt;
  });

  it('leaves nothing of all this behind when it is removed (N1, N7)', async () => {
    const address = await addressOf(evil);
    await attack('flood-neighbours', 2);
    const namespace = await lab.mustRun(`readlink /proc/$(lxc-info --name ${evil} --pid --no-humanize)/ns/net`);
    await (await helper.client()).request('container.remove', { name: evil, force: true });
    const left = await lab.mustRun(
      `sleep 5; lsns --noheadings --type net --output NS | grep -c "${namespace.replaceAll(/\D/g, '')}" || true; ` +
        `conntrack -L 2>/dev/null | grep -c "src=${address} " || true`,
    );
    expect(left).toBe('0\n0\n');
    expect((await neighbours()) - atRest).toBeLessThan(50);
  });
});

/** What the helper did by itself, latest last. */
async function helpersActs(): Promise<readonly unknown[]> {
  const stream = (await helper.client()).stream('activity.watch', { latest: 50 });
  for await (const item of stream) {
    if (item.type === 'snapshot') return item.entries.filter(({ user }) => user === 'bulkhead-helper');
  }
  return [];
}

/** What the DNS of the bridge says of a name; empty where it knows none. */
async function namedAddress(name: string): Promise<string> {
  const question =
    'import socket, sys; n = sys.argv[1].encode(); s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); ' +
    's.settimeout(20); s.sendto(bytes.fromhex("123401000001000000000000") + bytes([len(n)]) + n + ' +
    'b"\\0\\0\\1\\0\\1", ("10.0.3.1", 53)); r = s.recv(512); print(socket.inet_ntoa(r[-4:]) if r[7] else "")';
  return (await lab.mustRun(['python3', '-c', question, name])).trim();
}
