// SPDX-License-Identifier: Apache-2.0
/**
 * Bulkhead's modules, and those of containers, on the policies of distributions. A policy that this machine has neither as
 * an archive nor by apt is named as not tested.
 */

import { beforeAll, describe, expect, it } from 'vitest';
import { allChoices } from '../../contract/model/policy/choices.ts';
import { isConstrainedClass } from '../../scripts/generate/class-constraints.ts';
import {
  compileInto,
  domainOfService,
  measurePolicy,
  serviceNames,
  typesOfOtherPlainDomains,
} from '../../scripts/narrow/measure-policy.ts';
import { readRecord } from '../../scripts/narrow/record.ts';
import { sampleDomains } from '../../scripts/narrow/sample-modules.ts';
import { textOf } from '../../sepolicy/cil/statements.ts';
import { statementsOnly } from '../../sepolicy/cil/decompiled.ts';
import { countAccesses } from '../../sepolicy/count.ts';
import { type GraveDomain, reachGraveDomains } from '../../sepolicy/domain-reach.ts';
import type { LoadedPolicy } from '../../sepolicy/loaded-policy.ts';
import { readPolicy } from '../../sepolicy/read-policy.ts';
import { containersInEveryForm } from '../../sepolicy/own-domain/fixtures/container-forms.ts';
import { grantedBeyond } from '../../sepolicy/fixtures/granted-beyond.ts';
import { findPolicy, type PolicyFolder } from './policy-folder.ts';
import { distributionPolicies, type PolicyId, policyIds } from './policies.ts';

const record = readRecord();
const folders = await Promise.all(policyIds.map(async (id) => [id, await findPolicy(id)] as const));
const slow = 180_000;

/** What a plain domain of its own may have. Debian 12 has no deny rules. */
const ownLimits = { debian12: 1_000, debian13: 850, fedora: 905, rhel10: 905, opensuse: 905 } as const;
/**
 * What our services may have on Debian 12, which has no deny rules, on Debian 13, and on the others. Some 300 of each is
 * what any process needs to start: the libraries, the locale, itself.
 */
const limitsOfServices: Readonly<Record<(typeof serviceNames)[number], readonly [number, number, number]>> = {
  helper: [135_654, 135_654, 166_439],
  listener: [930, 600, 1_250],
  policy: [1_168, 760, 840],
  reader: [460, 360, 480],
  notify: [985, 600, 760],
  metrics: [750, 330, 430],
  unload: [380, 300, 390],
  incus: [40_900, 40_900, 54_300],
};

function columnOf(id: PolicyId): 0 | 1 | 2 {
  if (id === 'debian12') return 0;
  return id === 'debian13' ? 1 : 2;
}

/** Paths on which a service of ours reaches a domain that takes over a host, and why each stays. */
const exceptions: readonly { readonly begins: string; readonly reason: string }[] = [
  { begins: 'bulkhead_policy_t', reason: 'it loads the policy, which is what it exists for' },
  {
    begins: 'bulkhead_notify_t > system_mail_t',
    reason: "the host's mail program delivers mail; its domain is the host's",
  },
  { begins: 'bulkhead_incus_t > lvm_t', reason: 'Incus uses LVM; doctor and the guide say what that opens' },
  {
    begins: 'bulkhead_incus_t > fsadm_t',
    reason: 'Incus makes file systems; doctor and the guide say what that opens',
  },
];

/** All but those that reach nearly everything by their own modules. */
const narrowServices = serviceNames.filter((name) => name !== 'helper' && name !== 'incus');

/**
 * None of these accesses does harm: without the right to read there is nothing to map; what unmounts has a boolean of
 * its own; random numbers are public; a socket is its own, or that of the log.
 */
const harmless = [
  / map$/,
  /^bulkhead_(p_1_)?t: fs_t:filesystem unmount$/,
  /: urandom_device_t:chr_file /,
  /^(bulkhead_\w+): (\1|syslogd_t):unix_stream_socket connectto$/,
];

const isException = (path: string, begins: string): boolean => path === begins || path.startsWith(`${begins} > `);
const pathOf = ({ path }: GraveDomain): string => path.join(' > ');

function withOtherBooleans(policy: LoadedPolicy): LoadedPolicy {
  return { ...policy, booleans: new Map([...policy.booleans].map(([name, value]) => [name, !value])) };
}

describe.each(folders)('the policy of %s', (id, folder) => {
  const { title } = distributionPolicies[id];
  if (folder === undefined) {
    it.skip(`of ${title} is not on this machine: it was not tested`, () => undefined);
    return;
  }
  testPolicy(id, folder);
});

function testPolicy(id: (typeof policyIds)[number], folder: PolicyFolder): void {
  const { title, hasDeny } = distributionPolicies[id];
  let policy: LoadedPolicy;

  async function compile(texts?: readonly string[]): Promise<LoadedPolicy> {
    const compiled = await compileInto(id, folder, texts);
    await compiled.remove();
    return readPolicy(statementsOnly(compiled.text));
  }

  beforeAll(async () => {
    policy = await compile();
  }, slow);

  it(`${title}: takes all modules with every neverallow rule, and counts what the record says; else run scripts/narrow/run.ts`, () => {
    expect(measurePolicy(policy)).toEqual(record.policies[id]);
  });

  it(`${title}: gives containers and services no more than was decided (review F10)`, () => {
    expect(countAccesses(policy, sampleDomains.plain)?.total).toBeLessThanOrEqual(ownLimits[id]);
    const tooMuch = serviceNames.filter((name) => {
      const without = typesOfOtherPlainDomains();
      const total = countAccesses(policy, domainOfService(name), { without })?.total ?? Number.NaN;
      return !(total <= limitsOfServices[name][columnOf(id)]);
    });
    expect(tooMuch).toEqual([]);
  });

  it.runIf(hasDeny)(
    `${title}: opens to containers and to services next to nothing by its booleans, in either state`,
    () => {
      const other = withOtherBooleans(policy);
      const opened = [sampleDomains.plain, sampleDomains.shared, ...narrowServices.map(domainOfService)].flatMap(
        (domain) => grantedBeyond(other, policy, domain).map((access) => `${domain}: ${access}`),
      );
      expect(opened.filter((access) => !harmless.some((pattern) => pattern.test(access)))).toEqual([]);
    },
  );

  it(`${title}: constrains each kind of socket, and each part of the kernel that is known for its bugs, by categories`, () => {
    const bare = [...policy.classes]
      .filter(([name]) => isConstrainedClass(name))
      .flatMap(([name, permissions]) => {
        const ours = (policy.constraints.get(name) ?? []).filter(({ expression }) =>
          textOf(expression).includes('bulkhead_domain'),
        );
        const constrained = new Set(ours.flatMap((constraint) => constraint.permissions));
        return [...permissions]
          .filter((permission) => !constrained.has(permission))
          .map((permission) => `${name} ${permission}`);
      });
    expect(bare).toEqual([]);
  });

  it(`${title}: lets no service come to a domain that takes over the host, but for what is named (review F8)`, () => {
    const found = serviceNames.flatMap((name) => reachGraveDomains(policy, domainOfService(name)).map(pathOf));
    expect(found.filter((path) => !exceptions.some(({ begins }) => isException(path, begins)))).toEqual([]);
  });

  it(
    `${title}: takes modules of containers in every form, and gives them no file of the host`,
    { timeout: slow },
    async () => {
      const { texts, domains } = containersInEveryForm();
      const loaded = await compile(texts);
      const limit = hasDeny ? 10 : 120;
      for (const domain of domains)
        expect([domain, countAccesses(loaded, domain)?.columns.hostFiles]).toEqual([
          domain,
          expect.toSatisfy((count: number) => count <= limit),
        ]);
      expect(domains.length).toBe(allChoices.length + 4);
    },
  );
}
