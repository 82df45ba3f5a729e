// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Container } from '../../../contract/model/containers/container.ts';
import type { LearnedRule } from '../../../contract/model/policy/policy-module.ts';
import { openLabClient, type LabClient } from '../../../hosts/fixtures/lab-client.ts';
import { useTestLab } from '../../../lab/test-lab.ts';
import { policyNames } from '../../../sepolicy/own-domain/names.ts';
import { until } from '../../lxc/fixtures/until.ts';
import { bind, lookUpRoutes, may } from '../../selinux/fixtures/attempts.ts';

const lab = await useTestLab();
const suffix = Date.now().toString(36);
/** One that learns, and one in the shared domain. */
const [name, other] = [`learn-${suffix}`, `learn-n-${suffix}`] as const;
const { domain } = policyNames(name);
const slow = { timeout: 1_800_000 };

let helper: LabClient;

beforeAll(async () => {
  helper = await openLabClient(lab);
  const client = await helper.client();
  // Not to be removed one by one, which loads the policy each time: the lab is reset.
  const common = { image: 'debian-13', start: true };
  await Promise.all([
    client.stream('container.create', { ...common, name, confinement: 'own' }).result,
    client.stream('container.create', { ...common, name: other }).result,
  ]);
}, slow.timeout);
afterAll(() => lab.reset(), slow.timeout);

async function learn(learnSeconds: number): Promise<Container> {
  return (
    await (await helper.client()).stream('container.confine', { name, confinement: 'learning', learnSeconds }).result
  ).container;
}

async function ended(): Promise<Container> {
  return until(async () => [await helper.find(name)].find((container) => container?.confinement === 'own'), 200);
}

async function isPermissive(): Promise<boolean | null> {
  return (await (await helper.client()).request('policy.show', { name })).module.isPermissive;
}

/** What it would be let by what was learned of it. */
async function learned(className: string, permission: string): Promise<LearnedRule | undefined> {
  return (await (await helper.client()).request('policy.learned', { name })).rules.find(
    (rule) => rule.class === className && rule.permissions.includes(permission),
  );
}

describe('a container that learns', () => {
  it('is let do what its domain has no rule for, which is recorded; another container is not', slow, async () => {
    expect([await may(helper, name, lookUpRoutes), await may(helper, name, bind(5432))]).toEqual([false, false]);
    expect(await learn(3600)).toMatchObject({ confinement: 'learning', confinementMode: 'permissive', domain });
    expect([
      await may(helper, name, lookUpRoutes),
      await may(helper, name, bind(5432)),
      await may(helper, other, lookUpRoutes),
    ]).toEqual([true, true, false]);
    const [routes, port] = await Promise.all([
      until(() => learned('netlink_fib_lookup_socket', 'create')),
      until(() => learned('tcp_socket', 'name_bind')),
    ]);
    expect(routes).toMatchObject({
      rule: `(allow ${domain} self (netlink_fib_lookup_socket (create)))`,
      permissions: ['create'],
      advice: 'keep',
      comms: expect.arrayContaining([expect.stringContaining('python3')]) as unknown,
    });
    expect(port).toMatchObject({ target: 'postgresql_port_t', permissions: ['name_bind'] });
  });

  it('has the rules that were chosen and no others when it enforces again', slow, async () => {
    const chosen = await until(() => learned('netlink_fib_lookup_socket', 'create'));
    const adopted = await (
      await helper.client()
    ).stream('policy.adopt', { name, rules: [{ group: chosen.group, permissions: chosen.permissions }] }).result;
    expect(adopted).toMatchObject({ isPermissive: false, learningUntil: null, state: 'installed' });
    expect(await helper.find(name)).toMatchObject({
      confinement: 'own',
      confinementMode: 'enforced',
      learningUntil: null,
    });
    expect([
      await may(helper, name, lookUpRoutes),
      await may(helper, name, bind(5432)),
      await may(helper, other, lookUpRoutes),
    ]).toEqual([true, false, false]);
  });

  it('enforces by itself when its time is over, with what it had before', slow, async () => {
    await learn(60);
    expect([await isPermissive(), await may(helper, name, bind(5432))]).toEqual([true, true]);
    expect(await ended()).toMatchObject({ confinementMode: 'enforced', learningUntil: null });
    expect([await isPermissive(), await may(helper, name, lookUpRoutes), await may(helper, name, bind(5432))]).toEqual([
      false,
      true,
      false,
    ]);
  });

  it('enforces also when its helper was killed, and its time went by before the next one came', slow, async () => {
    await learn(60);
    await lab.mustRun(
      'systemctl stop bulkhead-helper.socket; systemctl kill -s KILL bulkhead-helper.service; sleep 60',
    );
    await lab.mustRun(
      'systemctl reset-failed bulkhead-helper.service; systemctl start bulkhead-helper.socket bulkhead-helper.service',
    );
    expect(await ended()).toMatchObject({ confinementMode: 'enforced', learningUntil: null });
    expect([await isPermissive(), await may(helper, name, lookUpRoutes), await may(helper, name, bind(5432))]).toEqual([
      false,
      true,
      false,
    ]);
  });
});
