// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Container } from '../../../contract/model/containers/container.ts';
import type { AccessUsage, LearnedRule } from '../../../contract/model/policy/policy-module.ts';
import type { RecordGap } from '../../../contract/model/policy/record-gap.ts';
import { openLabClient, type LabClient } from '../../../hosts/fixtures/lab-client.ts';
import { policyPlacesOf } from '../../../lab/policy/policy-places.ts';
import { useTestLab } from '../../../lab/test-lab.ts';
import { readResult } from '../../../rpc/read-result.ts';
import { policyNames } from '../../../sepolicy/own-domain/names.ts';
import { until } from '../../lxc/fixtures/until.ts';
import { createPair } from '../../../hosts/fixtures/confined-pair.ts';
import {
  bind,
  createUserNamespace,
  lookUpRoutes,
  may,
  openRawSocket,
  readRandom,
} from '../../selinux/fixtures/attempts.ts';

const lab = await useTestLab();
const suffix = Date.now().toString(36);
/** One that learns, and one in the shared domain. */
const [name, other] = [`learn-${suffix}`, `learn-n-${suffix}`] as const;
const { domain } = policyNames(name);
const { store } = await policyPlacesOf(lab);
/** An access that is granted, and denied without a record where it is not; the distributions hide others. */
const withoutRecord = store.endsWith('/default')
  ? { target: 'kernel_t', class: 'key', permissions: ['search'] }
  : { target: 'system_map_t', class: 'file', permissions: ['getattr'] };
const slow = { timeout: 1_800_000 };

let helper: LabClient;

beforeAll(async () => {
  helper = await openLabClient(lab);
  await createPair(helper, { own: name, shared: other });
}, slow.timeout);
afterAll(() => lab.reset(), slow.timeout);

async function learn(learnSeconds: number): Promise<Container> {
  return (
    await readResult(
      (await helper.client()).stream('container.confine', { name, confinement: 'learning', learnSeconds }),
    )
  ).container;
}

async function ended(): Promise<Container> {
  return until(async () => [await helper.find(name)].find((container) => container?.confinement === 'own'));
}

async function isPermissive(): Promise<boolean | null> {
  return (await (await helper.client()).request('policy.show', { name })).module.isPermissive;
}

type Wanted = readonly [className: string, permission: string];

/** The rules for these accesses, once all were learned. Each request compiles its module, so one is for all. */
async function learnedAll(
  ...wanted: readonly Wanted[]
): Promise<{ readonly found: readonly LearnedRule[]; readonly gaps: readonly RecordGap[] }> {
  return until(async () => {
    const { rules, gaps } = await (await helper.client()).request('policy.learned', { name });
    const found = wanted.flatMap((one) => ruleOf(rules, one) ?? []);
    return found.length === wanted.length && { found, gaps };
  });
}

async function learned(...wanted: Wanted): Promise<LearnedRule | undefined> {
  const { rules } = await (await helper.client()).request('policy.learned', { name });
  return ruleOf(rules, wanted);
}

function ruleOf(rules: readonly LearnedRule[], [className, permission]: Wanted): LearnedRule | undefined {
  return rules.find((rule) => rule.class === className && rule.permissions.includes(permission));
}

async function usageOf(): Promise<AccessUsage> {
  const { usage } = await (await helper.client()).request('policy.learned', { name });
  if (usage === null) throw new Error(`${name} learned with its grants`);
  return usage;
}

/** What nothing used of the device that nothing reads. */
function surplusOfRandom({ surplus }: AccessUsage): AccessUsage['surplus'] {
  return surplus.filter(({ target }) => target === 'random_device_t');
}

describe('a container that learns', () => {
  it('is let do what its domain has no rule for, which is recorded; another container is not', slow, async () => {
    expect([await may(helper, name, lookUpRoutes), await may(helper, name, bind(5432))]).toEqual([false, false]);
    // The plain domain that it has cannot be permissive: the domain that learns is that of its next start.
    expect(await learn(3600)).toMatchObject({ confinement: 'learning', confinementMode: 'enforced' });
    const client = await helper.client();
    await client.request('container.stop', { name, force: true });
    expect(await client.request('container.start', { name })).toMatchObject({
      confinement: 'learning',
      confinementMode: 'permissive',
      domain,
    });
    expect([
      await may(helper, name, lookUpRoutes),
      await may(helper, name, bind(5432)),
      await may(helper, name, createUserNamespace),
      await may(helper, other, lookUpRoutes),
    ]).toEqual([true, true, true, false]);
    const {
      found: [routes, port, inner],
      gaps,
    } = await learnedAll(
      ['netlink_fib_lookup_socket', 'create'],
      ['tcp_socket', 'name_bind'],
      ['user_namespace', 'create'],
    );
    expect(routes).toMatchObject({
      rule: `(allow ${domain} self (netlink_fib_lookup_socket (create)))`,
      permissions: ['create'],
      advice: 'keep',
      comms: expect.arrayContaining([expect.stringContaining('python3')]) as unknown,
    });
    expect(port).toMatchObject({ target: 'postgresql_port_t', permissions: ['name_bind'] });
    // Denied without a record when it does not learn.
    expect(inner).toMatchObject({
      choice: 'nested',
      advice: 'drop',
      reason: expect.stringContaining('“Containers inside” (nested)') as unknown,
    });
    expect(gaps).toEqual([]);
  });

  it('has what it used of its grants recorded, also what it may do anyway, and what it did not use', slow, async () => {
    const readLimit = { target: 'sysctl_fs_t', class: 'file', permission: 'open' };
    await helper.exec(name, 'cat', '/proc/sys/fs/file-max');
    const usage = await until(async () => {
      const found = await usageOf();
      return found.accesses.some(
        ({ target, class: className, permissions }) =>
          target === readLimit.target && className === readLimit.class && permissions.includes(readLimit.permission),
      )
        ? found
        : undefined;
    });
    expect(surplusOfRandom(usage)).toMatchObject([
      { class: 'chr_file', permissions: expect.arrayContaining(['open', 'read']) as unknown },
    ]);
    expect(usage.granted).toBeGreaterThan(usage.used);
    expect(usage.unknown).toContainEqual(withoutRecord);
    expect((await learned('file', 'open'))?.target).not.toBe(readLimit.target);
  });

  it('has the rules that were chosen and no others, without what was taken away, when it enforces', slow, async () => {
    const chosen = await until(() => learned('netlink_fib_lookup_socket', 'create'));
    const remove = surplusOfRandom(await usageOf());
    const adopted = await readResult(
      (await helper.client()).stream('policy.adopt', {
        name,
        rules: [{ group: chosen.group, permissions: chosen.permissions }],
        remove,
      }),
    );
    expect(adopted).toMatchObject({ isPermissive: false, learningUntil: null, state: 'installed' });
    expect(await helper.find(name)).toMatchObject({
      confinement: 'own',
      confinementMode: 'enforced',
      learningUntil: null,
    });
    expect([
      await may(helper, name, lookUpRoutes),
      await may(helper, name, bind(5432)),
      await may(helper, name, readRandom),
      await may(helper, other, lookUpRoutes),
      await may(helper, other, readRandom),
    ]).toEqual([true, false, false, false, true]);
  });

  it('keeps these rules, and what was taken away, when its choices are changed', slow, async () => {
    const client = await helper.client();
    await readResult(client.stream('container.confine', { name, confinement: 'own', allow: ['ping'] }));
    expect([
      await may(helper, name, openRawSocket),
      await may(helper, name, lookUpRoutes),
      await may(helper, name, bind(5432)),
      await may(helper, name, readRandom),
    ]).toEqual([true, true, false, false]);
  });

  it('enforces by itself when its time is over, with what it had before', slow, async () => {
    await learn(60);
    expect([await isPermissive(), await may(helper, name, bind(5432)), await may(helper, name, readRandom)]).toEqual([
      true,
      true,
      true,
    ]);
    expect(await ended()).toMatchObject({ confinementMode: 'enforced', learningUntil: null });
    expect([
      await isPermissive(),
      await may(helper, name, lookUpRoutes),
      await may(helper, name, bind(5432)),
      await may(helper, name, readRandom),
    ]).toEqual([false, true, false, false]);
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
