// SPDX-License-Identifier: Apache-2.0
/** Fixed addresses, DNS servers and networks that are set up, on a host that enforces. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLabClient, type LabClient } from '../../../hosts/fixtures/lab-client.ts';
import { useTestLab } from '../../../lab/test-lab.ts';
import { until } from '../../lxc/fixtures/until.ts';

const lab = await useTestLab();
const suffix = Date.now().toString(36);
const [first, second] = [`first-${suffix}`, `second-${suffix}`] as const;

let helper: LabClient;

/** A machine that is reached rejects the connection. */
const question = `
import errno, socket, sys
s = socket.socket(); s.settimeout(20)
try:
    s.connect((sys.argv[1], 9))
except OSError as error:
    print(errno.errorcode.get(error.errno, 'timeout'))
`;

beforeAll(async () => {
  helper = await openLabClient(lab);
  await lab.mustRun('auditctl -m bulkhead-addresses-begin');
  await lab.mustRun('echo LXC_DHCP_CONFILE=/var/lib/bulkhead/dhcp/lxcbr0.conf >> /etc/default/lxc-net');
  await helper.create({
    name: first,
    image: 'debian-13',
    start: true,
    published: [{ hostPort: 18_080, port: 80 }],
    settings: { address: '10.0.3.201', nameservers: ['192.0.2.53'], searchDomains: ['example.org'] },
  });
});
afterAll(() => helper.close(), 120_000);

async function untilAt(name: string, address: string): Promise<string> {
  return until(async () => (await helper.find(name))?.addresses.includes(address) === true && address);
}

async function problemOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'none',
    (error: unknown) => String(error),
  );
}

describe('a container with a fixed address', () => {
  it('has it from its first start, with its DNS servers and search domains', async () => {
    await untilAt(first, '10.0.3.201');
    const lease = await until(async () => {
      const { output } = await helper.exec(first, 'sh', '-c', 'cat /run/systemd/netif/leases/*');
      return output.includes('DNS=') && output;
    });
    expect(lease).toMatch(/^DNS=192\.0\.2\.53\r?$/m);
    expect(lease).toMatch(/^DOMAINNAME=example\.org\r?$/m);
  });

  it('has its published ports lead to that address', async () => {
    await until(async () => (await lab.run('nft list table inet bulkhead')).stdout.includes('10.0.3.201:80'));
  });

  it('keeps it from all others', async () => {
    const client = await helper.client();
    const settings = { address: '10.0.3.201' };
    expect(await problemOf(helper.create({ name: second, image: 'debian-13', settings }))).toContain(
      `10.0.3.201 belongs to ${first}`,
    );
    await helper.create({ name: second, image: 'debian-13' });
    expect(await problemOf(client.request('container.change-settings', { name: second, settings }))).toContain(
      `10.0.3.201 belongs to ${first}`,
    );
    for (const address of ['10.0.3.1', '10.0.9.9'])
      expect(
        await problemOf(client.request('container.change-settings', { name: second, settings: { address } })),
      ).toContain('cannot give');
  });

  it('has another from its next start, and none is kept for one that is gone', async () => {
    const client = await helper.client();
    await client.request('container.change-settings', { name: first, settings: { address: '10.0.3.202' } });
    await client.request('container.restart', { name: first });
    await untilAt(first, '10.0.3.202');
    await client.request('container.remove', { name: first, force: true });
    // Its lease has not ended: another container takes it over.
    await client.request('container.change-settings', { name: second, settings: { address: '10.0.3.202' } });
    await client.request('container.start', { name: second });
    await untilAt(second, '10.0.3.202');
  });
});

describe('a network that is set up', () => {
  const net = `own-${suffix.slice(-6)}`;
  const [third, fourth] = [`third-${suffix}`, `fourth-${suffix}`] as const;
  let prefix = '';

  const answerOf = async (from: string, address: string): Promise<string> =>
    (await helper.exec(from, 'python3', '-c', question, address)).output;

  it('gives its containers addresses and publishes their ports, and they reach each other', async () => {
    const client = await helper.client();
    const { address } = await client.request('network.create', { name: net });
    prefix = address.replace(/\d+\/\d+$/, '');
    const network = { kind: 'bridge', bridge: net } as const;
    await helper.create({
      name: third,
      image: 'debian-13',
      network,
      start: true,
      settings: { address: `${prefix}50` },
      published: [{ hostPort: 18_090, port: 80 }],
    });
    await helper.create({ name: fourth, image: 'debian-13', network, start: true });
    await untilAt(third, `${prefix}50`);
    await until(async () => (await helper.find(fourth))?.addresses.some((one) => one.startsWith(prefix)));
    await until(async () => (await lab.run('nft list table inet bulkhead')).stdout.includes(`${prefix}50:80`));
    expect(await answerOf(fourth, `${prefix}50`)).toBe('ECONNREFUSED');
  });

  it('reaches no container of another network, nor is it reached from there (net-detour)', async () => {
    expect(await answerOf(third, '10.0.3.202')).toMatch(/^(?:EHOSTUNREACH|ENETUNREACH|timeout)$/);
    expect(await answerOf(second, `${prefix}50`)).toMatch(/^(?:EHOSTUNREACH|ENETUNREACH|timeout)$/);
  });

  it('is left by a container that does not run, which then reaches what is on its other network only', async () => {
    const client = await helper.client();
    const network = { kind: 'nat' } as const;
    expect(await problemOf(client.request('network.change', { name: fourth, network }))).toContain('while it runs');
    await client.request('container.stop', { name: fourth, force: true });
    await client.request('network.change', { name: fourth, network });
    await client.request('container.start', { name: fourth });
    await until(async () => (await helper.find(fourth))?.addresses.some((one) => one.startsWith('10.0.3.')));
    expect(await answerOf(fourth, `${prefix}50`)).toMatch(/^(?:EHOSTUNREACH|ENETUNREACH|timeout)$/);
  });

  it('is removed only once nobody is on it', async () => {
    const client = await helper.client();
    expect(await problemOf(client.request('network.remove', { name: net }))).toContain(`${third} use it`);
    for (const name of [third, fourth]) await client.request('container.remove', { name, force: true });
  });

  it('comes back with the helper, and is gone once it is removed', async () => {
    await lab.mustRun(
      `systemctl stop 'bulkhead-network@*' && ip link delete ${net} && systemctl restart bulkhead-helper.service`,
    );
    await until(async () => (await lab.run(`ip -4 -o addr show dev ${net}`)).stdout.includes(prefix));
    await (await helper.client()).request('network.remove', { name: net });
    expect((await lab.run(`ip link show ${net}`)).code).not.toBe(0);
    expect(await lab.mustRun('ip rule show; ls /var/lib/bulkhead/dhcp; nft list ruleset')).not.toContain(prefix);
  });

  it('left no denial of the helper or of a DHCP server', async () => {
    const records = await lab.mustRun(
      "sed -n '/bulkhead-addresses-begin/,$p' /var/log/audit/audit.log | grep -aE 'denied.*(bulkhead_helper_t|dnsmasq_t)' || true",
    );
    expect(records).toBe('');
  });
});
