// SPDX-License-Identifier: Apache-2.0
/** Fixed addresses and DNS servers: what the DHCP server of LXC's bridge gives containers, on a host that enforces. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLabClient, type LabClient } from '../../../hosts/fixtures/lab-client.ts';
import { useTestLab } from '../../../lab/test-lab.ts';
import { until } from '../../lxc/fixtures/until.ts';

const lab = await useTestLab();
const suffix = Date.now().toString(36);
const [first, second] = [`first-${suffix}`, `second-${suffix}`] as const;

let helper: LabClient;

beforeAll(async () => {
  helper = await openLabClient(lab);
  await lab.mustRun('auditctl -m bulkhead-addresses-begin');
  await helper.create({
    ...{ name: first, image: 'debian-13', start: true },
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

  it('left no denial of the helper or of the DHCP server', async () => {
    const records = await lab.mustRun(
      "sed -n '/bulkhead-addresses-begin/,$p' /var/log/audit/audit.log | grep -aE 'denied.*(bulkhead_helper_t|dnsmasq_t)' || true",
    );
    expect(records).toBe('');
  });
});
