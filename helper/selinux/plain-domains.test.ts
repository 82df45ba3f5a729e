// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { kindOfPlain, plainDomainCount, plainDomainsFor } from '../../contract/model/policy/plain-kinds.ts';
import { connectStatement, withoutOptional } from '../../sepolicy/own-domain/connect-statement.ts';
import { plainOwner, policyNames } from '../../sepolicy/own-domain/names.ts';
import { isOfContainers } from './labels/kept-label.ts';
import { choosePlainDomain, plainDomainOf } from './plain-domains.ts';

const chosen = { ports: [], allow: ['connect-web'] } as const;
const first = (): number => 0;
const isKnown = (): boolean => true;

it('reads the number of a context, and none of another type', () => {
  expect(plainDomainOf('system_u:system_r:bulkhead_p_7_t:s0:c1,c2')).toBe(7);
  const others = ['bulkhead_t', 'bulkhead_c_p_t', 'bulkhead_p_07_t', 'bulkhead_policy_t'];
  expect(others.map((type) => plainDomainOf(`system_u:system_r:${type}:s0`))).toEqual(others.map(() => undefined));
  expect(plainDomainOf('')).toBeUndefined();
});

it('gives one that nobody has, then one with less, and at last none', () => {
  const [, clients = [], bare = []] = plainDomainsFor(chosen);
  const choose = (taken: readonly number[]): number | null =>
    choosePlainDomain({ taken: new Set(taken), chosen }, first, isKnown);
  expect(choose([])).toBe(clients[0]);
  expect(choose(clients.slice(0, 2))).toBe(clients[2]);
  expect(choose(clients)).toBe(bare[0]);
  expect(choose([...clients, ...bare])).toBeNull();
});

it('draws among all that are free', () => {
  const drawn = Array.from({ length: plainDomainCount }, (_, place) =>
    choosePlainDomain({ taken: new Set(), chosen }, (n) => place % n, isKnown),
  );
  expect(new Set(drawn).size).toBe(kindOfPlain(drawn[0] ?? 0).count);
});

it('gives none where the loaded policy has none', () => {
  expect(choosePlainDomain({ taken: new Set(), chosen }, first, () => false)).toBeNull();
});

it('has labels that count as those of containers, which a volume does not keep', () => {
  const { files, volumes, readonlyVolumes } = policyNames(plainOwner(7));
  for (const type of [files, volumes, readonlyVolumes])
    expect(isOfContainers(`system_u:object_r:${type}:s0:c1,c2`)).toBe(true);
  expect(isOfContainers('system_u:object_r:bulkhead_policy_exec_t:s0')).toBe(false);
});

it('has statements about connections that are read like those of a container', () => {
  const { domain } = policyNames(plainOwner(7));
  expect(withoutOptional(connectStatement(plainOwner(7), 'smtp_port_t'))).toBe(
    `(call bulkhead_connect_tcp (${domain} smtp_port_t))`,
  );
});
