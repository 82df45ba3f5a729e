// SPDX-License-Identifier: Apache-2.0
/** What reaches a container from the host, and from another container: by published ports, and by a link. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLabClient, type LabClient } from '../../../hosts/fixtures/lab-client.ts';
import { useTestLab } from '../../../lab/test-lab.ts';
import { until } from '../../lxc/fixtures/until.ts';

const lab = await useTestLab();
const suffix = Date.now().toString(36);
const [server, client] = [`server-${suffix}`, `client-${suffix}`] as const;

let helper: LabClient;

/** Answers on TCP and UDP ports with who asked. */
const service = `
import socket, threading
t = socket.socket(); t.setsockopt(1, 2, 1); t.bind(('', 8000)); t.listen(9)
u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); u.bind(('', 8001))
def answer():
    while True:
        data, peer = u.recvfrom(99); u.sendto(b'udp', peer)
threading.Thread(target=answer, daemon=True).start()
while True:
    c, peer = t.accept(); c.send(b'tcp'); c.close()
`;

const question = `
import errno, socket, sys
protocol, address, port = sys.argv[1], sys.argv[2], int(sys.argv[3])
s = socket.socket(socket.AF_INET, socket.SOCK_STREAM if protocol == 'tcp' else socket.SOCK_DGRAM)
s.settimeout(15)
try:
    s.connect((address, port))
    if protocol == 'udp': s.send(b'?')
    print(s.recv(9).decode())
except OSError as error:
    print(errno.errorcode.get(error.errno, 'timeout'))
`;

/**
 * Sends a packet to the hardware address of the host with the address of another container: the host would route it.
 */
const detour = `
import subprocess, sys
host, other = sys.argv[1], sys.argv[2]
subprocess.run(['ip', 'neigh', 'replace', other, 'lladdr', host, 'dev', 'eth0', 'nud', 'permanent'], check=True)
`;

beforeAll(async () => {
  helper = await openLabClient(lab);
  await lab.mustRun('auditctl -m bulkhead-networks-begin');
  await helper.create({
    name: server,
    image: 'debian-13',
    start: true,
    published: [{ hostPort: 18_000, port: 8000 }],
  });
  await helper.create({ name: client, image: 'debian-13', start: true });
  // Its systemd starts no service for others before it has brought up the network.
  await addressOf(server);
  await helper.exec(server, 'systemd-run', '--unit', 'answer', 'python3', '-c', service);
});
afterAll(() => helper.close(), 120_000);

async function addressOf(name: string): Promise<string> {
  return until(async () => (await helper.find(name))?.addresses.find((address) => address.startsWith('10.0.3.')));
}

async function hostAddress(): Promise<string> {
  return (await lab.mustRun('ip -4 -o addr show scope global | awk \'$2 != "lxcbr0" { print $4; exit }\''))
    .trim()
    .replace(/\/\d+$/, '');
}

const fromHost = async (protocol: string, address: string, port: number): Promise<string> =>
  (await lab.run(['python3', '-c', question, protocol, address, `${port}`])).stdout.trim();
const fromClient = async (address: string, port: number): Promise<string> =>
  (await helper.exec(client, 'python3', '-c', question, 'tcp', address, `${port}`)).output;

async function untilPublished(protocol: string, port: number): Promise<string> {
  const address = await hostAddress();
  return until(async () => (await fromHost(protocol, address, port)) === protocol && 'reached');
}

describe('a published port', () => {
  it('reaches a container that was created with it, as soon as it has an address', async () => {
    expect(await untilPublished('tcp', 18_000)).toBe('reached');
    const { forwards } = await (await helper.client()).request('network.list', {});
    expect(forwards).toContainEqual({ container: server, address: await addressOf(server) });
  });

  it('is published for UDP at one address of the host, while both run', async () => {
    const address = await hostAddress();
    await (
      await helper.client()
    ).request('port.publish', {
      name: server,
      protocol: 'udp',
      address,
      hostPort: 18_001,
      port: 8001,
    });
    expect([await fromHost('udp', address, 18_001), await fromHost('udp', '127.0.0.1', 18_001)]).toEqual([
      'udp',
      'ECONNREFUSED',
    ]);
  });

  it('is not taken from the host or from another container', async () => {
    const problemOf = async (name: string, hostPort: number): Promise<string> =>
      String(
        await (
          await helper.client()
        )
          .request('port.publish', { name, hostPort, port: 80 })
          .catch((error: unknown) => error),
      );
    expect(await problemOf(client, 22)).toContain('a program of the host listens on it');
    expect(await problemOf(client, 18_000)).toContain(`${server} has published it`);
  });

  it('comes back after a restart of the helper, and after somebody removed the rules', async () => {
    await lab.mustRun('nft delete table inet bulkhead && systemctl restart bulkhead-helper.service');
    expect(await untilPublished('tcp', 18_000)).toBe('reached');
    expect(await untilPublished('udp', 18_001)).toBe('reached');
  });

  it('does not lead one container to another', async () => {
    expect(await fromClient(await hostAddress(), 18_000)).not.toBe('tcp');
  });

  it('reaches nothing once it is ended', async () => {
    await (await helper.client()).request('port.unpublish', { name: server, hostPort: 18_000 });
    expect(await fromHost('tcp', await hostAddress(), 18_000)).toBe('ECONNREFUSED');
    expect(await lab.mustRun('nft list table inet bulkhead')).toContain('18001');
  });
});

describe('two containers', () => {
  it('do not reach each other by way of the host either (net-detour)', async () => {
    const [mac, theirs, own] = [
      (await lab.mustRun('cat /sys/class/net/lxcbr0/address')).trim(),
      await addressOf(server),
      await addressOf(client),
    ];
    await helper.exec(client, 'python3', '-c', detour, mac, theirs);
    await helper.exec(server, 'python3', '-c', detour, mac, own);
    expect(await fromClient(theirs, 8000)).toMatch(/^(?:EHOSTUNREACH|ENETUNREACH|timeout)$/);
    for (const [name, other] of [
      [client, theirs],
      [server, own],
    ] as const)
      await helper.exec(name, 'ip', 'neigh', 'del', other, 'dev', 'eth0');
  });

  it('reach each other while they are linked, and no longer', async () => {
    const theirs = await addressOf(server);
    await (await helper.client()).request('network.link', { name: client, other: server });
    expect(await fromClient(theirs, 8000)).toBe('tcp');
    await (await helper.client()).request('network.unlink', { name: server, other: client });
    expect(await fromClient(theirs, 8000)).not.toBe('tcp');
    expect(await lab.mustRun('cat /proc/sys/net/ipv4/conf/lxcbr0/proxy_arp_pvlan')).toBe('0\n');
  });

  it('left no denial of the helper', async () => {
    const records = await lab.mustRun(
      "sed -n '/bulkhead-networks-begin/,$p' /var/log/audit/audit.log | grep -a 'denied.*bulkhead_helper_t' || true",
    );
    expect(records).toBe('');
  });

  it('leave no rule behind when they are removed', async () => {
    await (await helper.client()).request('container.remove', { name: server, force: true });
    await until(async () => (await lab.run('nft list table inet bulkhead')).code !== 0);
  });
});
