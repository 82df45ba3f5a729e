// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, expect, it } from 'vitest';
import { idle } from '../../hosts/fixtures/idle.ts';
import { openLabClient, type LabClient } from '../../hosts/fixtures/lab-client.ts';
import { useTestLab } from '../../lab/test-lab.ts';
import { readResult } from '../../rpc/read-result.ts';

/**
 * What the helper and its workers write where every user may write, from the kernel's audit; and the modes of what they
 * create elsewhere.
 */
const lab = await useTestLab();
const name = `temporary-${Date.now().toString(36)}`;
const types = ['bulkhead_helper_t', 'bulkhead_policy_t', 'bulkhead_reader_t'];
const ruleOf = (folder: string, type: string, key: string): string =>
  `always,exit -F dir=${folder} -F perm=wa -F subj_type=${type} -k ${key}`;
/** The policy worker and its compilers have a /tmp and a /var/tmp of their own, which are below the host's for the audit. */
const open = types.flatMap((type) =>
  [...(type === 'bulkhead_policy_t' ? [] : ['/tmp', '/var/tmp']), '/dev/shm', '/run/lock'].map((folder) =>
    ruleOf(folder, type, 'c7-open'),
  ),
);
const own = ruleOf('/var/lib/bulkhead', 'bulkhead_helper_t', 'c7-own');

let helper: LabClient;

beforeAll(async () => {
  helper = await openLabClient(lab);
  await lab.mustRun(`mkdir -p /srv/${name}`);
});
afterAll(async () => {
  await lab.mustRun(`${[...open, own].map((rule) => `auditctl -d ${rule}`).join('; ')}; rm -rf /srv/${name}; true`);
  await helper.close();
});

it('nothing is written where another user could have put a link before (C7)', async () => {
  await lab.mustRun([...open, own].map((rule) => `auditctl -a ${rule}`).join(' && '));
  const since = await lab.mustRun(['date', '+%s']);
  const client = await helper.client();
  // The choice is beyond every plain domain, so that a module is compiled.
  await helper.create({ name, ...idle, confinement: 'own', allow: ['ping'] });
  await readResult(client.stream('volume.attach', { name, source: `/srv/${name}`, target: '/srv/here' }));
  await client.request('container.start', { name });
  expect((await helper.exec(name, 'true')).exitCode).toBe(0);
  await readResult(client.stream('label.verify', { name }));
  await readResult(client.stream('isolation.audit', { labels: true }));
  await client.request('container.stop', { name, force: true });
  await client.request('container.remove', { name, force: true });
  // auditctl itself is recorded under the key of the rule that it adds.
  const heard = async (key: string): Promise<string[]> => {
    const search = `ausearch --input-logs -m SYSCALL -k ${key} --start ${ausearchTimeOf(since)} --format text`;
    const lines = (await lab.mustRun(`${search} 2>/dev/null || true`)).trimEnd().split('\n');
    return lines.filter((line) => line !== '' && !line.endsWith('/auditctl'));
  };
  expect((await heard('c7-open')).filter((line) => !line.includes(' /tmp/bulkhead-policy/'))).toEqual([]);
  // Rules of this kind do report: the container was made and removed where they look for the helper's own files.
  expect(await heard('c7-own')).not.toEqual([]);
  expect(await lab.mustRun('systemctl show -P PrivateTmp bulkhead-policy.service; ls -d /tmp/bulkhead*; true')).toBe(
    'yes\n',
  );
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
