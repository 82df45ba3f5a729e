// SPDX-License-Identifier: Apache-2.0
/** The service that serves metrics: off at first, without rights of its own, and readable for its group alone. */

import { afterAll, beforeAll, expect, it } from 'vitest';
import { openLabClient, type LabClient } from '../../hosts/fixtures/lab-client.ts';
import { useTestLab } from '../../lab/test-lab.ts';

const lab = await useTestLab();
const socket = '/run/bulkhead-metrics/metrics.sock';
const units = 'bulkhead-metrics.socket bulkhead-metrics.service';
const read =
  `require('http').get({ socketPath: '${socket}', path: '/metrics' }, (answer) => {` +
  "answer.setEncoding('utf8'); answer.on('data', (text) => process.stdout.write(text)); })" +
  ".on('error', ({ code }) => console.log(code))";

let helper: LabClient;

beforeAll(async () => {
  helper = await openLabClient(lab);
  await lab.mustRun(`systemctl start bulkhead-metrics.socket`);
});
afterAll(async () => {
  await lab.run(`systemctl stop ${units}; systemctl reset-failed ${units}`);
  await helper.close();
}, 300_000);

const readAs = (user: string, group: string): Promise<string> =>
  lab.mustRun(['setpriv', '--reuid', user, '--regid', group, '--clear-groups', 'node', '-e', read]);

it('serves what its group asks for, in a domain of its own, and nobody else', async () => {
  const since = (await lab.mustRun(['date', '+%H:%M:%S'])).trim();
  expect(await lab.mustRun('systemctl is-enabled bulkhead-metrics.socket || true')).toBe('disabled\n');
  expect(await readAs('nobody', 'bulkhead-metrics')).toMatch(/^bulkhead_helper_info\{.*^bulkhead_host_load /ms);
  expect(await readAs('nobody', 'nogroup')).toBe('EACCES\n');
  expect(
    await lab.mustRun('cat /proc/$(systemctl show --property MainPID --value bulkhead-metrics.service)/attr/current'),
  ).toContain('system_u:system_r:bulkhead_metrics_t:s0');
  expect(
    await lab.mustRun(
      `ausearch --input-logs -m AVC,USER_AVC --start ${since} 2>/dev/null | grep bulkhead_metrics || true`,
    ),
  ).toBe('');
}, 120_000);

it('lets its user view, and change nothing', async () => {
  const control = '/usr/bin/bulkheadctl';
  const asService = `setpriv --reuid bulkhead-metrics --regid bulkhead-metrics --groups bulkhead ${control}`;
  const { exitCode, stderr } = await lab.run(`${asService} rename no-such-container other`);
  expect([exitCode, stderr]).toEqual([3, expect.stringContaining('not authorised')]);
}, 120_000);
