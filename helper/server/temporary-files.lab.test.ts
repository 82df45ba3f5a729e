// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openLabClient, type LabClient } from '../../hosts/fixtures/lab-client.ts';
import { useTestLab } from '../../lab/test-lab.ts';

/**
 * What the helper and its tools write where every user may write, from the kernel's audit; and the modes of what they
 * create elsewhere.
 */
const lab = await useTestLab();
const name = `temporary-${Date.now().toString(36)}`;
const open = ['/tmp', '/var/tmp', '/dev/shm', '/run/lock'] as const;
const rule = (folder: string, key: string): string =>
  `always,exit -F dir=${folder} -F perm=wa -F subj_type=bulkhead_helper_t -k ${key}`;

let helper: LabClient;

beforeAll(async () => {
  helper = await openLabClient(lab);
  await lab.mustRun(`mkdir -p /srv/${name}`);
});
afterAll(async () => {
  await lab.mustRun(
    `for folder in ${open.join(' ')}; do auditctl -d always,exit -F dir=$folder -F perm=wa -F ` +
      `subj_type=bulkhead_helper_t -k c7-open; done; auditctl -d ${rule('/run/bulkhead', 'c7-own')}; ` +
      `rm -rf /srv/${name}; true`,
  );
  await helper.close();
});

it('nothing is written where another user could have put a link before (C7)', async () => {
  for (const folder of open) await lab.mustRun(`auditctl -a ${rule(folder, 'c7-open')}`);
  await lab.mustRun(`auditctl -a ${rule('/run/bulkhead', 'c7-own')}`);
  const since = await lab.mustRun(['date', '+%s']);
  const client = await helper.client();
  await helper.create({ name, image: 'debian-13', confinement: 'own' });
  await client.stream('volume.attach', { name, source: `/srv/${name}`, target: '/srv/here' }).result;
  await client.request('container.start', { name });
  expect((await helper.exec(name, 'true')).exitCode).toBe(0);
  await client.stream('label.verify', { name }).result;
  await client.stream('isolation.audit', { labels: true }).result;
  await client.request('container.stop', { name, force: true });
  await client.request('container.remove', { name, force: true });
  const heard = (key: string): Promise<string> =>
    lab.mustRun(
      `ausearch --input-logs -m SYSCALL -k ${key} -su bulkhead_helper_t --start ${ausearchTimeOf(since)} --format text 2>/dev/null || true`,
    );
  expect(await heard('c7-open')).toBe('');
  // The rule works: compilers get a folder of their own, whose name no other process knows before.
  expect(await heard('c7-own')).not.toBe('');
});

/** A time as ausearch wants it: in the C locale a year has two digits. */
function ausearchTimeOf(seconds: string): string {
  const at = new Date(Number(seconds) * 1000);
  return (
    `${at.toLocaleDateString('en-US', { timeZone: 'UTC', month: '2-digit', day: '2-digit', year: '2-digit' })} ` +
    at.toLocaleTimeString('en-GB', { timeZone: 'UTC' })
  );
}

it('nothing of ours may be written by others, and what is made is for root alone (C7)', async () => {
  const own = '/run/bulkhead /etc/bulkhead /usr/lib/bulkhead /usr/share/bulkhead /var/lib/bulkhead';
  expect(
    await lab.mustRun(
      `for folder in ${own}; do [ -e $folder ] && find $folder -xdev -path /var/lib/bulkhead/images -prune -o ` +
        `-path '/var/lib/bulkhead/containers/*' -prune -o ! -type l ! -type s -perm /022 -print; done; true`,
    ),
  ).toBe('');
  expect(await lab.mustRun(`find /var/lib/lxc -mindepth 1 -maxdepth 2 -xdev ! -type l -perm /022; true`)).toBe('');
  expect(await lab.mustRun('grep Umask /proc/$(systemctl show -P MainPID bulkhead-helper.service)/status')).toMatch(
    /0077/,
  );
});
