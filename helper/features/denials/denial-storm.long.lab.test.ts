// SPDX-License-Identifier: Apache-2.0
/**
 * A storm of real denials: kernel, auditd, log, helper. What was denied is counted, or said to be lost; the helper
 * lives and does not grow with it. How fast is a matter for bench/storm.
 */

import { afterAll, beforeAll, expect, it } from 'vitest';
import { openLabClient, type LabClient } from '../../../hosts/fixtures/lab-client.ts';
import { useTestLab } from '../../../lab/test-lab.ts';
import { until } from '../../lxc/fixtures/until.ts';

const lab = await useTestLab();
const name = `storm-${Date.now().toString(36)}`;
const attempts = 3000;
/**
 * The additional memory that it may need meanwhile: for the latest events, and for those under way. Ten times as many
 * denials need no more.
 */
const maxGrowthMegabytes = 64;

let helper: LabClient;

beforeAll(async () => {
  helper = await openLabClient(lab);
  await helper.create({ name, image: 'debian-13', start: true });
});
afterAll(() => helper.close(), 120_000);

async function lostOf(): Promise<number> {
  const client = await helper.client();
  const [{ auditLost }, { lost }] = await Promise.all([
    client.request('host.info', {}),
    client.request('denial.query', {}),
  ]);
  return (auditLost ?? Number.NaN) + lost;
}

async function megabytes(pid: string, key: 'VmRSS' | 'VmHWM'): Promise<number> {
  return Number(await lab.mustRun(`awk '/^${key}:/ {print $2}' /proc/${pid}/status`)) / 1024;
}

async function countOf(kind: string): Promise<number> {
  return (
    (await (await helper.client()).request('denial.query', { container: name })).groups.find(
      (group) => group.class === kind,
    )?.count ?? 0
  );
}

it('loses no denial of a storm without counting it, lives, and keeps its memory bounded (E4)', async () => {
  const pid = (await lab.mustRun(['systemctl', 'show', '-p', 'MainPID', '--value', 'bulkhead-helper.service'])).trim();
  const [lostBefore, before] = [await lostOf(), await megabytes(pid, 'VmRSS')];
  await lab.mustRun(`echo 5 > /proc/${pid}/clear_refs`);
  // No container may have a socket of either kind; two groups, one in three the second.
  const program = `my $n = 0; for my $i (1..${attempts}) { socket(my $s, $i % 3 ? 15 : 9, 3, 2) or $! == 13 and $n++ } print $n`;
  expect((await helper.exec(name, 'perl', '-e', program)).output).toBe(String(attempts));
  // Where the machine is too slow for it, the kernel drops records, and counts them: each denial has some of its own.
  const accounted = async (): Promise<boolean> =>
    (await countOf('key_socket')) + (await countOf('x25_socket')) + (await lostOf()) - lostBefore >= attempts;
  await until(accounted);
  expect((await countOf('key_socket')) + (await countOf('x25_socket'))).toBeLessThanOrEqual(attempts);
  expect((await lab.mustRun(['systemctl', 'show', '-p', 'MainPID', '--value', 'bulkhead-helper.service'])).trim()).toBe(
    pid,
  );
  expect((await megabytes(pid, 'VmHWM')) - before).toBeLessThan(maxGrowthMegabytes);
});
