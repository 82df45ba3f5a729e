// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DenialGroup } from '../../../contract/model/denials/denial.ts';
import { openLabClient, type LabClient } from '../../../hosts/fixtures/lab-client.ts';
import { policyPlacesOf } from '../../../lab/policy/policy-places.ts';
import { useTestLab } from '../../../lab/test-lab.ts';
import { until } from '../../lxc/fixtures/until.ts';

const lab = await useTestLab();
const { store, settings } = await policyPlacesOf(lab);
let helper: LabClient;

const name = 'hidden';
/**
 * A program in a format that the kernel does not know makes it request a module. `dontaudit bulkhead_domain
 * kernel_t:system module_request` keeps that denial out of the log.
 */
const askForModule = [
  'sh',
  '-c',
  String.raw`printf '\001\002\003\004\005\006' > /root/odd; chmod +x /root/odd; perl -e 'exec "/root/odd"' 2>/dev/null; echo asked`,
];

beforeAll(async () => {
  helper = await openLabClient(lab);
  await helper.create({ name, image: 'debian-13', start: true });
});
afterAll(() => helper.close());

async function groups(): Promise<readonly DenialGroup[]> {
  return (await (await helper.client()).request('denial.query', { container: name })).groups;
}

async function modulesAskedFor(): Promise<number> {
  return (await groups()).find(({ permissions }) => permissions.includes('module_request'))?.count ?? 0;
}

/**
 * Provokes the dontaudit denial, and after it one that is always logged: when that is in the log, the other would be
 * too.
 */
async function provoke(): Promise<number> {
  const dontauditDenials = async (): Promise<number> =>
    (await groups()).find(({ targetType }) => targetType === 'system_map_t')?.count ?? 0;
  const before = await dontauditDenials();
  expect((await helper.exec(name, ...askForModule)).output).toBe('asked');
  await helper.exec(name, 'cat', '/proc/kallsyms');
  await until(async () => ((await dontauditDenials()) > before ? true : undefined));
  return modulesAskedFor();
}

/** Numbers of rules in the kernel's policy. */
async function loaded(): Promise<{ readonly allow: number; readonly dontaudit: number; readonly others: string }> {
  const text = await lab.mustRun(['seinfo', '/sys/fs/selinux/policy']);
  const numberOf = (key: string): number => Number(new RegExp(`${key}:\\s+(\\d+)`).exec(text)?.[1]);
  return {
    allow: numberOf('Allow'),
    dontaudit: numberOf('Dontaudit'),
    others: ['Types', 'Type_trans', 'Constraints', 'MLS Constrain', 'Booleans', 'Permissives', 'Genfscon', 'Portcon']
      .map(numberOf)
      .join(' '),
  };
}

it('logs what the policy hides, allows nothing more, and switches back also when the helper is killed', async () => {
  const policyOfHost = (): Promise<string> =>
    lab.mustRun(`cat ${store}/active/commit_num; sha256sum ${settings}/policy/policy.*`);
  const [usual, stored] = [await loaded(), await policyOfHost()];
  expect(usual.dontaudit).toBeGreaterThan(1000);
  expect(await provoke()).toBe(0);

  const { until: end } = await (await helper.client()).request('denial.show-dontaudit', { minutes: 60 });
  expect(end).toBeGreaterThan(Date.now() / 1000);
  expect(await loaded()).toEqual({ ...usual, dontaudit: 0 });
  expect(await policyOfHost()).toBe(stored);
  expect(await provoke()).toBeGreaterThan(0);

  await lab.mustRun('systemctl kill -s KILL bulkhead-helper.service; systemctl start bulkhead-helper.service');
  expect(await until(async () => ((await loaded()).dontaudit === usual.dontaudit ? loaded() : undefined))).toEqual(
    usual,
  );
  const shown = await modulesAskedFor();
  expect(await provoke()).toBe(shown);
});
