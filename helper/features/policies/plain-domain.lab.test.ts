// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Container } from '../../../contract/model/containers/container.ts';
import { openLabClient, type LabClient } from '../../../hosts/fixtures/lab-client.ts';
import { useTestLab } from '../../../lab/test-lab.ts';
import { ownerOfPolicyName, policyNames } from '../../../sepolicy/own-domain/names.ts';
import { mountInto } from '../../lxc/fixtures/mount-into.ts';
import { until } from '../../lxc/fixtures/until.ts';
import { bind, may } from '../../selinux/fixtures/attempts.ts';

const lab = await useTestLab();
const suffix = Date.now().toString(36);
const [one, other] = [`plain-${suffix}`, `plain-n-${suffix}`] as const;

let helper: LabClient;
let containers: readonly [Container, Container];

beforeAll(async () => {
  helper = await openLabClient(lab);
  const made: Container[] = [];
  for (const name of [one, other])
    made.push(await helper.create({ name, image: 'debian-13', start: true, confinement: 'own' }));
  const [first, second] = made;
  if (first === undefined || second === undefined) throw new Error('two containers were asked for');
  containers = [first, second];
});
afterAll(() => helper.close());

const policyOfHost = (): Promise<string> =>
  lab.mustRun('cat /sys/fs/selinux/policy_load_count 2>/dev/null; semodule -l');

describe('a container in a domain of its own for which nothing is chosen', () => {
  it('gets a plain domain of the installed policy that no other container has, and no module', async () => {
    const domains = containers.map(({ domain }) => domain ?? '');
    expect(domains).toEqual([
      expect.stringMatching(/^bulkhead_p_\d+_t$/) as unknown,
      expect.stringMatching(/^bulkhead_p_\d+_t$/) as unknown,
    ]);
    expect(new Set(domains).size).toBe(2);
    expect(containers.map(({ confinement, confinementMode }) => [confinement, confinementMode])).toEqual([
      ['own', 'enforced'],
      ['own', 'enforced'],
    ]);
    const modules = await policyOfHost();
    for (const domain of domains) expect(modules).not.toContain(`\n${domain.slice(0, -'_t'.length)}\n`);
  });

  it('boots without a denial', async () => {
    expect(await helper.booted(one)).toBe('running');
    const { groups } = await (await helper.client()).request('denial.query', { container: one, events: 0 });
    expect(groups).toEqual([]);
  });

  it('shows a text without a statement as its module', async () => {
    const { module, source } = await (await helper.client()).request('policy.show', { name: one });
    expect(module).toMatchObject({ container: one, domain: containers[0].domain, state: 'installed', version: null });
    expect(source.split('\n').filter((line) => line !== '' && !line.startsWith(';'))).toEqual([]);
  });

  it('and another one do not reach each other, mode 0777 and mounted into it, by type as by categories', async () => {
    const [here, there] = containers;
    await lab.mustRun(
      `cd /var/lib/lxc/${there.name}/rootfs/srv && mkdir -m 0777 open && echo secret > open/secret && ` +
        `chmod 0777 open/secret && chown -R ${there.userNamespaceBase}:${there.userNamespaceBase} open && ` +
        `mkdir -p /var/lib/lxc/${here.name}/rootfs/srv/there`,
    );
    await mountInto(lab, { pid: here.initPid, from: `/var/lib/lxc/${there.name}/rootfs/srv/open`, to: '/srv/there' });
    expect(await helper.exec(here.name, 'cat', '/srv/there/secret')).toEqual({
      exitCode: 1,
      output: 'cat: /srv/there/secret: Permission denied',
    });
    const { files } = policyNames(ownerOfPolicyName(there.domain ?? '') ?? '');
    const client = await helper.client();
    const group = await until(async () =>
      (await client.request('denial.query', { container: here.name, events: 0 })).groups.find(
        ({ targetType }) => targetType === files,
      ),
    );
    const { reason } = await client.request('denial.explain', { group: group.id });
    expect(reason).toEqual({ kind: 'other-container', type: files, otherContainer: there.name });
  });

  it('may not listen on a port, which is proposed as the remedy', async () => {
    expect(await may(helper, one, bind(8080))).toBe(false);
    const client = await helper.client();
    const group = await until(async () =>
      (await client.request('denial.query', { container: one, events: 0 })).groups.find(
        ({ permissions }) => permissions[0] === 'name_bind',
      ),
    );
    const { remedies } = await client.request('denial.explain', { group: group.id });
    expect(remedies[0]).toMatchObject({
      kind: 'serve-port',
      reach: 'container',
      cannotApply: null,
      change: [`(call bulkhead_serve_tcp (${containers[0].domain ?? ''} http_cache_port_t))`],
    });
  });
});
