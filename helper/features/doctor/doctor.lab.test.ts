// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HostCheck } from '../../../contract/model/host/host-check.ts';
import { openLabClient, type LabClient } from '../../../hosts/fixtures/lab-client.ts';
import { useTestLab } from '../../../lab/test-lab.ts';

const lab = await useTestLab();
let helper: LabClient;

beforeAll(async () => {
  helper = await openLabClient(lab);
});
afterAll(() => helper.close());

async function checks(): Promise<ReadonlyMap<string, HostCheck>> {
  const { checks: found } = await (await helper.client()).request('doctor.check', {});
  return new Map(found.map((check) => [check.id, check]));
}

async function stateOf(id: string): Promise<string> {
  const check = (await checks()).get(id);
  return `${id} ${check?.state ?? 'missing'}`;
}

/** The command line as a user of the lab, who is in the group or not. */
async function ctl(user: string, ...words: readonly string[]): Promise<{ code: number; checks: Map<string, string> }> {
  const { code, stdout } = await lab.run(['bulkheadctl', 'doctor', '--json', ...words], { user });
  const lines = stdout.trim().split('\n');
  const parsed = lines.map((line) => JSON.parse(line) as { readonly check: string; readonly state: string });
  return { code, checks: new Map(parsed.map(({ check, state }) => [check, state])) };
}

describe('the checks of a host as the lab is made', () => {
  it('find nothing that fails, and each module as it came', async () => {
    const all = await checks();
    const failed = [...all.values()].filter(({ state }) => state === 'fail');
    expect(failed).toEqual([]);
    const sound = [
      ...['kernel', 'kernel-features', 'cgroup', 'node', 'polkit', 'service', 'helper-domain', 'selinux', 'policy'],
      ...[
        'unit-helper',
        'unit-listener',
        'unit-policy',
        'unit-notify',
        'unit-metrics',
        'unit-consoles',
        'unit-networks',
      ],
      ...['mcs', 'module-bulkhead', 'module-bulkhead-host', 'module-bulkhead-client', 'policy-tools', 'lxc', 'bridge'],
      ...['port-guard', 'forwarding', 'neighbour-table', 'connection-table', 'subordinate-ids', 'images', 'audit-log'],
    ];
    expect(sound.map((id) => `${id} ${all.get(id)?.state ?? 'missing'}`)).toEqual(sound.map((id) => `${id} ok`));
  });

  it('are given by the command line to one of the group', async () => {
    const { code, checks: given } = await ctl('operator');
    expect([code, given.get('kernel'), given.get('module-bulkhead')]).toEqual([0, 'ok', 'ok']);
  });
});

describe('what a host lacks', () => {
  it('is a bridge that is down, which the helper brings up', async () => {
    await lab.mustRun(['systemctl', 'stop', 'lxc-net.service']);
    try {
      const down = (await checks()).get('bridge');
      expect([down?.state, down?.fix?.by]).toEqual(['warn', 'helper']);
      const fixed = await (await helper.client()).request('doctor.fix', { check: 'bridge' });
      expect(fixed.state).toBe('ok');
      expect(await lab.mustRun(['systemctl', 'is-active', 'lxc-net.service'])).toBe('active\n');
    } finally {
      await lab.mustRun(['systemctl', 'start', 'lxc-net.service']);
    }
  });

  it('is an action that polkit does not declare, and a permissive mode after the next boot', async () => {
    const policy = '/usr/share/polkit-1/actions/org.bulkhead.policy';
    await lab.mustRun(`cp -a ${policy} ${policy}.kept && cp -a /etc/selinux/config /etc/selinux/config.kept
sed -i 's/org.bulkhead.fix-host/org.bulkhead.other/' ${policy}
sed -i 's/^SELINUX=.*/SELINUX=permissive/' /etc/selinux/config`);
    try {
      expect([await stateOf('polkit'), await stateOf('selinux')]).toEqual(['polkit fail', 'selinux warn']);
    } finally {
      await lab.mustRun(`mv ${policy}.kept ${policy} && mv /etc/selinux/config.kept /etc/selinux/config`);
    }
    expect([await stateOf('polkit'), await stateOf('selinux')]).toEqual(['polkit ok', 'selinux ok']);
  });

  it('is a module that differs from the one that came with the helper', async () => {
    const module = '/usr/share/bulkhead/selinux/bulkhead-client.cil';
    await lab.mustRun(`cp -a ${module} ${module}.kept && echo '; changed' >> ${module}`);
    try {
      expect(await stateOf('module-bulkhead-client')).toBe('module-bulkhead-client warn');
    } finally {
      await lab.mustRun(['mv', `${module}.kept`, module]);
    }
  });
});

describe('a fix of the host', () => {
  it('is for those alone whom polkit lets', async () => {
    const outsider = await openLabClient(lab, 'admin');
    const call = (await outsider.client()).request('doctor.fix', { check: 'bridge' });
    await expect(call).rejects.toMatchObject({ code: 'not-authorised' });
    await outsider.close();
  });
});

describe('the doctor without a helper', () => {
  it('tells one who is not in the group', async () => {
    const { code, checks: given } = await ctl('outsider');
    expect([code, given.get('connection'), given.get('group'), given.get('socket')]).toEqual([1, 'fail', 'fail', 'ok']);
  });

  it('tells that nobody has started it', async () => {
    await lab.mustRun(['systemctl', 'stop', 'bulkhead-helper.socket', 'bulkhead-helper.service']);
    try {
      const { code, checks: given } = await ctl('operator');
      expect([code, given.get('socket'), given.get('group'), given.get('selinux')]).toEqual([1, 'fail', 'ok', 'ok']);
    } finally {
      await lab.mustRun(['systemctl', 'start', 'bulkhead-helper.socket', 'bulkhead-helper.service']);
    }
  });
});
