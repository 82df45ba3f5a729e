// SPDX-License-Identifier: Apache-2.0
/**
 * What a container on the host's bridge can reach of another, and what of its lies leaves it: two containers, and a
 * listener on the host that names the frames which came.
 */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLabClient, type LabClient } from '../../../hosts/fixtures/lab-client.ts';
import { useTestLab } from '../../../lab/test-lab.ts';
import { isThorough } from '../../../lab/thorough.ts';
import { until } from '../fixtures/until.ts';
import { vethNameOf } from './veth-name.ts';

const lab = await useTestLab();
const suffix = Date.now().toString(36);
const [liar, victim] = [`liar-${suffix}`, `victim-${suffix}`] as const;

let helper: LabClient;

beforeAll(async () => {
  // The bridge is not there: what brings it up is a part of what is tried.
  await lab.mustRun('systemctl stop lxc-net && [ ! -e /sys/class/net/lxcbr0 ] && auditctl -m bulkhead-test-begins');
  helper = await openLabClient(lab);
  for (const name of [liar, victim]) await helper.create({ name, image: 'debian-13', start: true });
});
afterAll(() => helper.close(), 120_000);

async function addressOf(name: string): Promise<string> {
  return until(async () => (await helper.find(name))?.addresses.find((address) => address.startsWith('10.0.3.')));
}

async function isIsolated(name: string): Promise<string> {
  return (await lab.run(`cat /sys/class/net/${vethNameOf(name)}/brport/isolated`)).stdout.trim();
}

/** What the filter of bridges holds for a container. */
async function rulesOf(name: string): Promise<string> {
  return (await lab.run(`nft list table bridge bulkhead 2>/dev/null | grep ${vethNameOf(name)}`)).stdout;
}

/**
 * Asks for a TCP connection to an address. A machine that is reached accepts or rejects it; when no answer to ARP comes,
 * the kernel says that there is no route.
 */
const connection = `
import errno, socket, sys
s = socket.socket(socket.AF_INET, socket.SOCK_STREAM); s.settimeout(60)
code = s.connect_ex((sys.argv[1], 53))
print('reached' if code in (0, errno.ECONNREFUSED) else errno.errorcode[code])
`;

/** Frames from inside the container: each has a word of its own, and goes to every listener on its segment. */
const sender = `
import socket, struct, sys, time
own, other, ip, theirs = (bytes.fromhex(a.replace(':', '')) if ':' in a else socket.inet_aton(a) for a in sys.argv[1:5])
s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW); s.bind(('eth0', 0))
every = b'\\xff' * 6
def sum16(b):
    n = sum(struct.unpack('!%dH' % (len(b) // 2), b)); n = (n & 0xffff) + (n >> 16); return ~(n + (n >> 16)) & 0xffff
def ipv4(word, src, sport=4000, dport=4001):
    u = struct.pack('!4H', sport, dport, 8 + len(word), 0) + word
    h = struct.pack('!BBHHHBBH4s4s', 0x45, 0, 20 + len(u), 1, 0, 64, 17, 0, src, b'\\xff' * 4)
    return b'\\x08\\x00' + h[:10] + struct.pack('!H', sum16(h)) + h[12:] + u
def arp(word, mac, src):
    return b'\\x08\\x06' + struct.pack('!HHBBH6s4s6s4s', 1, 0x800, 6, 4, 2, mac, src, every, src) + word
def ipv6(word, src, kind, body=b''):
    p = bytes([kind, 0, 0, 0]) + body + word
    return b'\\x86\\xdd' + struct.pack('!IHBB', 6 << 28, len(p), 58, 255) + src + bytes.fromhex('ff02' + '00' * 13 + '01') + p
def linklocal(m): return bytes.fromhex('fe80' + '00' * 6) + bytes([m[0] ^ 2]) + m[1:3] + b'\\xff\\xfe' + m[3:]
frames = [
    (own, ipv4(b'=truth=', ip)), (other, ipv4(b'=mac=', ip)), (own, ipv4(b'=address=', theirs)), (own, ipv4(b'=dhcpserver=', ip, 67, 68)),
    (own, arp(b'=arptruth=', own, ip)), (own, arp(b'=arpaddress=', own, theirs)), (own, arp(b'=arpmac=', other, ip)),
    (own, ipv6(b'=six=', linklocal(own), 128)), (own, ipv6(b'=sixaddress=', linklocal(other), 128)),
    (own, ipv6(b'=router=', linklocal(own), 134)),
    (own, ipv6(b'=claim=', linklocal(own), 136, b'\\x20\\0\\0\\0' + linklocal(other))),
    (own, b'\\x81\\x00\\x00\\x01' + ipv4(b'=vlan=', ip)),
    (own, ipv4(b'=end=', ip)),
]
for source, rest in frames: s.send(every + source + rest)
`;

/** Words of the frames that reach the host by its bridge, until the last. */
const listener = `
import re, socket
s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3)); s.bind(('lxcbr0', 0)); s.settimeout(60)
print('ready', flush=True)
seen = set()
while 'end' not in seen:
    seen.update(w.decode() for w in re.findall(rb'=([a-z]+)=', s.recv(4096)))
print(' '.join(sorted(seen)))
`;

describe('two containers behind the host', () => {
  it('have a bridge that the helper brought up itself, with no denial (lxc-net)', async () => {
    expect(await lab.mustRun(['systemctl', 'is-active', 'lxc-net'])).toBe('active\n');
    const records = await lab.mustRun(
      "sed -n '/bulkhead-test-begins/,$p' /var/log/audit/audit.log | grep -a 'denied.*bulkhead_helper_t' || true",
    );
    expect(records).toBe('');
  });

  it('reach the host and its names, and not each other by IP or ARP (net-spoof)', async () => {
    const [own, theirs] = [await addressOf(liar), await addressOf(victim)];
    expect((await lab.run(['ping', '-c1', '-W20', own])).code).toBe(0);
    expect((await helper.exec(liar, 'python3', '-c', connection, '10.0.3.1')).output).toBe('reached');
    const question = (
      'import socket; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.settimeout(20); ' +
      "s.sendto(bytes.fromhex('123401000001000000000000') + bytes([len(n)]) + n + b'\\0\\0\\1\\0\\1', " +
      "('10.0.3.1', 53)); print(s.recv(512)[:2].hex())"
    ).replace('import socket;', `import socket; n = b'${victim}';`);
    expect((await helper.exec(liar, 'python3', '-c', question)).output).toBe('1234');
    expect((await helper.exec(liar, 'python3', '-c', connection, theirs)).output).toBe('EHOSTUNREACH');
    expect((await helper.exec(liar, 'ip', '-4', 'neigh', 'show', theirs)).output).toMatch(/FAILED|INCOMPLETE/);
  });

  it('cannot send with the hardware address, the address, or the answers of another (net-spoof)', async () => {
    const [own, theirs] = [await addressOf(liar), await addressOf(victim)];
    const macs = await Promise.all(
      [liar, victim].map(async (name) =>
        (await lab.mustRun(`sed -n 's/^lxc.net.0.hwaddr = //p' /var/lib/lxc/${name}/config`)).trim(),
      ),
    );
    const hearing = lab.run(['timeout', '90', 'python3', '-c', listener]);
    await until(
      async () =>
        (
          await lab.run(
            `awk -v i=$(cat /sys/class/net/lxcbr0/ifindex) '$4 == "0003" && $5 == i { found = 1 } END { exit !found }' /proc/net/packet`,
          )
        ).code === 0,
    );
    expect(await helper.exec(liar, 'python3', '-c', sender, ...macs, own, theirs)).toEqual({ exitCode: 0, output: '' });
    expect((await hearing).stdout).toBe('ready\narptruth end six truth\n');
  });

  it.runIf(isThorough)(
    'are guarded again after a reboot of their own, a restart of lxc-net, and when a table of rules was removed (net-spoof)',
    async () => {
      const pid = (await helper.find(liar))?.initPid;
      await helper.exec(liar, 'systemctl', 'reboot', '--force', '--force');
      // A process of its own is there before its network is.
      await until(
        async () =>
          ![null, undefined, pid].includes((await helper.find(liar))?.initPid) &&
          (await lab.run(['lxc-info', '-n', liar, '-sH'])).stdout === 'RUNNING\n',
      );
      expect([await isIsolated(liar), await rulesOf(liar)]).toEqual(['1', expect.stringContaining('jump')]);
      await lab.mustRun('systemctl restart lxc-net && nft delete table bridge bulkhead');
      expect(await isIsolated(victim)).toBe('1');
      await (await helper.client()).request('container.restart', { name: victim });
      expect([await isIsolated(victim), await rulesOf(victim)]).toEqual(['1', expect.stringContaining('jump')]);
      expect(await addressOf(victim)).toMatch(/^10\.0\.3\./);
    },
  );

  it('do not start when their port cannot be guarded, which says why (net-spoof)', async () => {
    await (await helper.client()).request('container.stop', { name: liar, force: true });
    // Another program's set of another type has the name.
    await lab.mustRun(`nft 'add table bridge bulkhead { set leases_${vethNameOf(liar)} { type ipv4_addr; }; }'`);
    try {
      const problem: unknown = await (
        await helper.client()
      )
        .request('container.start', { name: liar })
        .catch((error: unknown) => error);
      expect(String(problem)).toContain(`cannot guard the port ${vethNameOf(liar)}`);
      expect((await helper.find(liar))?.state).toBe('stopped');
    } finally {
      await lab.mustRun(`nft delete set bridge bulkhead leases_${vethNameOf(liar)}`);
    }
  });

  it('leave no rule behind when they end (net-spoof)', async () => {
    await (await helper.client()).request('container.stop', { name: victim, force: true });
    await until(async () => (await rulesOf(victim)) === '');
  });
});
