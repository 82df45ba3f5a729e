// SPDX-License-Identifier: Apache-2.0
/** What an administrator does first, on a guest that was booted with the policy of another distribution, enforcing. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLabClient, type LabClient } from '../hosts/fixtures/lab-client.ts';
import { isolationAudits } from '../hosts/fixtures/isolation-audits.ts';
import type { Lab } from '../lab/guest.ts';
import { recordBooted } from '../lab/policies/booted-record.ts';
import { startBootedLab } from '../lab/policies/booted-guest.ts';
import { type ForeignPolicyId, foreignPolicyIds } from '../lab/policies/policies.ts';
import { findPolicy } from '../lab/policies/policy-folder.ts';
import { isThorough } from '../lab/thorough.ts';
import { readResult } from '../rpc/read-result.ts';
import { mountInto } from './lxc/fixtures/mount-into.ts';
import { until } from './lxc/fixtures/until.ts';

const names = { shared: 'web', other: 'db', own: 'mail' } as const;
const folder = '/srv/pages';

/** All policies are tried each night. */
const ids: readonly ForeignPolicyId[] = isThorough ? foreignPolicyIds : ['fedora'];
const found = await Promise.all(ids.map(async (id) => ({ id, isHere: (await findPolicy(id)) !== undefined })));

describe.each(found)('on a guest that was booted with the policy of $id', ({ id, isHere }) => {
  if (isHere) testMainJob(id);
  else it.skip('whose policy is not on this machine: it was not tested', () => undefined);
});

function testMainJob(id: ForeignPolicyId): void {
  let lab: Lab;
  let helper: LabClient;

  beforeAll(async () => {
    lab = await startBootedLab(id);
    helper = await openLabClient(lab);
  });
  afterAll(() => lab.stop());

  const contextOf = (pid: number | null | undefined): Promise<string> =>
    lab.mustRun(`tr -d '\\0' < /proc/${pid}/attr/current`);
  const levelOf = async (name: string): Promise<string> => `s0:${(await helper.find(name))?.categories.join(',')}`;

  it('all modules are there, SELinux enforces, and helper and listener answer in their domains', async () => {
    expect(await lab.mustRun(['getenforce'])).toBe('Enforcing\n');
    expect(await lab.mustRun("sed -n 's/^SELINUXTYPE=//p' /etc/selinux/config")).toBe('targeted\n');
    const installed = await lab.mustRun("semodule --list-modules=full | awk '$1 == 200 && /bulkhead/ { print $2 }'");
    const shipped = await lab.mustRun('cd /usr/share/bulkhead/selinux && basename -s .cil *.cil');
    expect(installed.split('\n').toSorted()).toEqual(shipped.split('\n').toSorted());
    const pidOf = async (unit: string): Promise<number> =>
      Number(await lab.mustRun(['systemctl', 'show', '-P', 'MainPID', unit]));
    expect(await contextOf(await pidOf('bulkhead-helper'))).toBe('system_u:system_r:bulkhead_helper_t:s0-s0:c0.c1023');
    expect(await contextOf(await pidOf('bulkhead-listener'))).toBe('system_u:system_r:bulkhead_listener_t:s0');
  });

  it('containers run in the shared domain and in one of their own, have addresses, and end', async () => {
    const made = await Promise.all(
      Object.values(names).map((name) =>
        helper.create({ name, image: 'debian-13', start: true, confinement: name === names.own ? 'own' : 'shared' }),
      ),
    );
    for (const { name, initPid } of made) {
      const domain = name === names.own ? String.raw`bulkhead_p_\d+_t` : 'bulkhead_t';
      expect(await contextOf(initPid)).toMatch(new RegExp(`^system_u:system_r:${domain}:${await levelOf(name)}$`));
      expect(await helper.booted(name)).toBe('running');
      await until(async () => ((await helper.find(name))?.addresses.length ?? 0) > 0);
    }
  });

  it.each([
    [names.shared, names.other, '/srv'],
    [names.shared, names.other, '/run/lock'],
    [names.own, names.other, '/run'],
    [names.shared, names.own, '/tmp'],
  ])('%s does not read what %s has in %s, where it sees it', async (reader, owner, source) => {
    const [from, to] = [(await helper.find(owner))?.initPid, (await helper.find(reader))?.initPid ?? null];
    await helper.exec(owner, 'sh', '-c', `echo secret > ${source}/page; chmod 0777 ${source}/page ${source}`);
    const at = `/mnt/of-${owner}${source}`;
    await helper.exec(reader, 'mkdir', '-p', at);
    await mountInto(lab, { pid: to, owner: from ?? 0, from: source, to: at });
    expect(await helper.exec(reader, 'cat', `${at}/page`)).toEqual({
      exitCode: 1,
      output: `cat: ${at}/page: Permission denied`,
    });
    expect(await helper.exec(owner, 'cat', `${source}/page`)).toEqual({ exitCode: 0, output: 'secret' });
  });

  it('a file with a wrong label is a denial in words, with a remedy that restores it, and a way back', async () => {
    const client = await helper.client();
    await lab.mustRun(`mkdir -p ${folder} && echo text > ${folder}/page && chmod -R 0777 ${folder}`);
    await client.request('container.stop', { name: names.shared, force: true });
    await readResult(client.stream('volume.attach', { name: names.shared, source: folder, target: '/srv/here' }));
    await client.request('container.start', { name: names.shared });
    await lab.mustRun(`chcon -t user_home_t -l s0 ${folder}/page`);
    const read = async (): Promise<string> => (await helper.exec(names.shared, 'cat', '/srv/here/page')).output;
    expect(await read()).toContain('Permission denied');
    const { id: group } = await until(async () =>
      (await client.request('denial.query', { container: names.shared, events: 0 })).groups.find(
        ({ targetType }) => targetType === 'user_home_t',
      ),
    );
    const { remedies } = await client.request('denial.explain', { group, container: names.shared });
    const remedy = remedies.find(({ cannotApply }) => cannotApply === null);
    if (remedy === undefined) throw new Error(`nothing is proposed: ${JSON.stringify(remedies)}`);
    const seen = { change: remedy.change, opensCount: remedy.opensCount, risk: remedy.risk.level };
    const change = await readResult(
      client.stream('remedy.apply', { group, container: names.shared, remedy: remedy.id, seen }),
    );
    expect(await read()).toBe('text');
    await readResult(client.stream('activity.undo', { id: change.id }));
    expect(await read()).toContain('Permission denied');
  });

  it('the audit finds nothing wrong with the containers', async () => {
    const { findings } = await isolationAudits(lab, helper, '').audit();
    const about = findings.filter(({ containers }) => containers.length > 0);
    expect(about.map(({ kind, containers }) => [kind, ...containers].join(' '))).toEqual([]);
  });

  it.runIf(isThorough)('the drill holds', { timeout: 1_800_000 }, async () => {
    const run = await lab.run(['bulkheadctl', 'drill', 'run']);
    expect(run.stdout).not.toMatch(/^(?:BREACHED|UNPROVEN)/m);
    expect(run.stdout).toMatch(/^\d+ of \d+ probes blocked/m);
    expect(run.code).toBe(0);
    const [outcome] = /^\d+ of \d+ probes blocked.*/m.exec(run.stdout) ?? [];
    recordBooted(id, 'drill', { at: Date.now(), outcome });
  });

  it('no denial is about a service of ours', async () => {
    const services = 'scontext=[^ ]*:bulkhead_(helper|listener|policy|reader|notify|metrics|unload|incus)_t:';
    const found = await lab.mustRun(
      `grep -aE 'denied .*${services}|denied .*tcontext=[^ ]*:bulkhead_policy' /var/log/audit/audit.log | ` +
        "grep -v 'tcontext=[^ ]*user_home_t' || true",
    );
    expect(found).toBe('');
  });

  it('removed containers leave nothing behind', async () => {
    const client = await helper.client();
    for (const name of Object.values(names)) await client.request('container.remove', { name, force: true });
    expect((await client.request('container.list', {})).containers).toEqual([]);
    expect(await lab.mustRun(['stat', '-c', '%C', `${folder}/page`])).not.toContain('bulkhead');
    expect(await lab.mustRun("semodule --list-modules=full | awk '$1 == 400 && /bulkhead/'")).toBe('');
    client.close();
    recordBooted(id, 'main-job', { at: Date.now() });
  });
}
