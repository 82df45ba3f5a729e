// SPDX-License-Identifier: Apache-2.0
/** The service that serves metrics: off at first, without rights of its own, and readable for its group alone. */

import { afterAll, beforeAll, expect, it } from 'vitest';
import { openLabClient, type LabClient } from '../../hosts/fixtures/lab-client.ts';
import { useTestLab } from '../../lab/test-lab.ts';

const lab = await useTestLab();
const socket = '/run/bulkhead-metrics/metrics.sock';
const units = 'bulkhead-metrics.socket bulkhead-metrics.service';
let helper: LabClient;

beforeAll(async () => {
  helper = await openLabClient(lab);
  // It greets, and polkit has answered, before the service asks for both.
  await (await helper.client()).request('host.info', {});
  await lab.mustRun(['systemctl', 'start', 'bulkhead-metrics.socket']);
}, 300_000);
afterAll(async () => {
  await lab.run(`systemctl stop ${units}; systemctl reset-failed ${units}`);
  await helper.close();
}, 300_000);

/** The text, or why there is none. */
async function readAs(user: string, group: string): Promise<string> {
  const asUser = ['setpriv', '--reuid', user, '--regid', group, '--clear-groups'];
  const { stdout, stderr } = await lab.run([
    ...asUser,
    'curl',
    '-sSv',
    '--unix-socket',
    socket,
    'http://localhost/metrics',
  ]);
  return stdout === '' ? stderr : stdout;
}

it('serves what its group asks for, in a domain of its own, and nobody else', async () => {
  const since = (await lab.mustRun(['date', '+%H:%M:%S'])).trim();
  expect(await lab.mustRun('systemctl is-enabled bulkhead-metrics.socket || true')).toBe('disabled\n');
  expect(await readAs('nobody', 'bulkhead-metrics')).toMatch(/^bulkhead_helper_info\{.*^bulkhead_host_load /ms);
  expect(await readAs('nobody', 'nogroup')).toContain('Permission denied');
  expect(
    await lab.mustRun('cat /proc/$(systemctl show --property MainPID --value bulkhead-metrics.service)/attr/current'),
  ).toContain('system_u:system_r:bulkhead_metrics_t:s0');
  expect(
    await lab.mustRun(
      `ausearch --input-logs -m AVC,USER_AVC --start ${since} 2>/dev/null | grep scontext=system_u:system_r:bulkhead_metrics_t || true`,
    ),
  ).toBe('');
}, 400_000);

it('lets its user view, and change nothing', async () => {
  const subject = await lab.mustRun(
    'pid=$(systemctl show --property MainPID --value bulkhead-metrics.service); ' +
      "echo $pid,$(awk '{ print $22 }' /proc/$pid/stat),$(id -u bulkhead-metrics)",
  );
  const mayDo = async (action: string): Promise<boolean> =>
    (await lab.run(['pkcheck', '--action-id', `org.bulkhead.${action}`, '--process', subject.trim()])).code === 0;
  expect([await mayDo('view-host'), await mayDo('view-denials')]).toEqual([true, true]);
  expect([await mayDo('view-logs'), await mayDo('start-containers')]).toEqual([false, false]);
}, 120_000);
