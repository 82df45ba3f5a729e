// SPDX-License-Identifier: Apache-2.0
/**
 * Faults of the host's policy while containers run: Podman's policy that goes and comes, a disk without space for a
 * compilation, a semodule that was killed, booleans that somebody switches. Meant for guests with the policies of
 * distributions that have SELinux from the first day; on Debian what it lacks is left out.
 */

import { afterAll, beforeAll, expect, it } from 'vitest';
import { openLabClient, type LabClient } from '../../../hosts/fixtures/lab-client.ts';
import { policyPlacesOf } from '../../../lab/policy/policy-places.ts';
import { useTestLab } from '../../../lab/test-lab.ts';
import { readResult } from '../../../rpc/read-result.ts';
import { lookUpRoutes, may, openRawSocket } from '../fixtures/attempts.ts';
import { contextsOf, createPair } from '../../../hosts/fixtures/confined-pair.ts';

const lab = await useTestLab();
const { store } = await policyPlacesOf(lab);
const hasPodman = (await lab.run("semodule -lfull | grep -q '^200 *container '")).code === 0;
const suffix = Date.now().toString(36);
const [name, shared] = [`faults-${suffix}`, `faults-n-${suffix}`] as const;
const pair = { own: name, shared };
const slow = { timeout: 1_800_000 };
let helper: LabClient;
/** The contexts of both at their start. */
let started: readonly (string | null)[];

beforeAll(async () => {
  helper = await openLabClient(lab);
  await createPair(helper, pair);
  started = await contextsOf(helper, pair);
}, slow.timeout);
afterAll(() => lab.reset(), slow.timeout);

/** Both run where they ran, the kernel keeps them apart, and programs of LXC still reach into them. */
async function expectIsolated(): Promise<void> {
  expect(await contextsOf(helper, pair)).toEqual(started);
  const broken: string[] = [];
  const stream = (await helper.client()).stream('isolation.audit', { labels: false });
  for await (const item of stream)
    if (item.type === 'finding' && item.finding.severity === 'broken') broken.push(item.finding.kind);
  expect(broken).toEqual([]);
  for (const one of [name, shared]) expect(await helper.exec(one, 'id', '-u')).toEqual({ exitCode: 0, output: '0' });
}

async function choose(...allow: readonly 'ping'[]): Promise<void> {
  await readResult(
    (await helper.client()).stream('container.confine', { name, confinement: 'own', allow: [...allow] }),
  );
}

it.runIf(hasPodman)(
  "stay isolated and can be made when Podman's policy goes, and when it comes back",
  slow,
  async () => {
    await lab.mustRun(
      'cd /root && semodule -X 200 --cil -E container && semodule -X 200 -r container && restorecon -RF /usr',
    );
    await expectIsolated();
    await readResult(
      (await helper.client()).stream('container.create', { name: `${shared}-2`, image: 'debian-13', start: true }),
    );
    expect(await helper.find(`${shared}-2`)).toMatchObject({ state: 'running', confinementMode: 'enforced' });
    await lab.mustRun('cd /root && semodule -X 200 -i container.cil && restorecon -RF /usr');
    await expectIsolated();
  },
);

it('keeps its choices, and says why, when the disk has no space for a compilation', slow, async () => {
  const loaded = (): Promise<string> => lab.mustRun('sha256sum < /sys/fs/selinux/policy');
  const before = await loaded();
  const filler = `${store}/../filler`;
  try {
    // All blocks but four MiB, also those that are kept for root; how many the file system keeps for itself shows at the end.
    await lab.mustRun(
      `fallocate -l $(($(stat -f -c '%f * %S' ${store}) - 67108864)) ${filler}.1; ` +
        `dd if=/dev/zero of=${filler}.2 bs=1M 2>/dev/null; truncate -s -4M ${filler}.2`,
    );
    await expect(choose('ping')).rejects.toThrow(/^cannot .*space/);
    expect(await loaded()).toBe(before);
    expect(await may(helper, name, openRawSocket)).toBe(false);
    await expectIsolated();
  } finally {
    await lab.mustRun(`rm -f ${filler}.1 ${filler}.2`);
  }
});

it('has choices that change after a semodule of somebody else was killed midway', slow, async () => {
  await lab.mustRun(
    `semodule -B & compiler=$!; until [ -e ${store}/tmp/policy.linked ]; do sleep 0.05; done; kill -9 $compiler; ` +
      `wait $compiler; [ -e ${store}/tmp ]`,
  );
  await expectIsolated();
  await choose('ping');
  expect([await may(helper, name, openRawSocket), await may(helper, name, lookUpRoutes)]).toEqual([true, false]);
  await expectIsolated();
});

it('does not depend on booleans of the host that others switch', slow, async () => {
  const values = await lab.mustRun('getsebool -a');
  const wanted = ['deny_ptrace', 'secure_mode_insmod', 'domain_can_mmap_files', 'daemons_use_tty', 'deny_execmem'];
  const switched = wanted.flatMap((one) => {
    const value = new RegExp(`^${one} --> (on|off)$`, 'm').exec(values)?.[1];
    return value === undefined ? [] : [{ one, value, other: value === 'on' ? 'off' : 'on' }];
  });
  expect(switched).not.toEqual([]);
  await lab.mustRun(['setsebool', ...switched.map(({ one, other }) => `${one}=${other}`)]);
  try {
    await expectIsolated();
    const client = await helper.client();
    await client.request('container.stop', { name: shared, force: true });
    expect(await client.request('container.start', { name: shared })).toMatchObject({ confinementMode: 'enforced' });
    await expectIsolated();
  } finally {
    await lab.mustRun(['setsebool', ...switched.map(({ one, value }) => `${one}=${value}`)]);
  }
});
