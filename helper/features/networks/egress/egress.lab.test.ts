// SPDX-License-Identifier: Apache-2.0
/** What a container may reach, with the helper, the unit of the resolver and SELinux of a real host. */

import { afterAll, beforeAll, expect, it } from 'vitest';
import { openLabClient, type LabClient } from '../../../../hosts/fixtures/lab-client.ts';
import { useTestLab } from '../../../../lab/test-lab.ts';

const lab = await useTestLab();
const suffix = Date.now().toString(36);
const [name, network] = [`held-${suffix}`, `e${suffix}`] as const;

let helper: LabClient;

beforeAll(async () => {
  helper = await openLabClient(lab);
  await lab.mustRun(`bulkheadctl network create ${network}`);
  await helper.create({ name, image: 'debian-13', start: true, network: { kind: 'bridge', bridge: network } });
});

afterAll(async () => {
  await lab.run(`bulkheadctl rm --force --yes ${name}; bulkheadctl network rm ${network}`);
});

it('is held to a list at once, and its resolver fills sets while SELinux enforces', async () => {
  await lab.mustRun(`bulkheadctl set ${name} egress=example.org:443,192.0.2.7:5432`);
  const rules = await lab.mustRun('nft list table inet bulkhead_egress');
  expect(rules).toContain('ip daddr 192.0.2.7 tcp dport 5432 accept');
  expect(await lab.mustRun(`systemctl is-active bulkhead-network@${network}`)).toContain('active');
  expect(await lab.mustRun(`cat /var/lib/bulkhead/dhcp/${network}.conf`)).toContain('nftset=/example.org/');
  expect(await lab.run('ausearch -m avc -c dnsmasq --raw')).toMatchObject({ stdout: '' });
});

it('reaches everything again without one, and the tables are gone', async () => {
  await lab.mustRun(`bulkheadctl set ${name} egress=all`);
  expect(await lab.mustRun('nft list tables')).not.toContain('bulkhead_egress');
});
