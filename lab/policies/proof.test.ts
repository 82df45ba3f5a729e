// SPDX-License-Identifier: Apache-2.0
/**
 * What is proven of containers on the policies of distributions. A policy that this machine has neither as an archive nor
 * by apt is named as not tested.
 */

import { beforeAll, describe, expect, it } from 'vitest';
import type { GivenProof } from '../../contract/model/policy/proof.ts';
import { compileInto } from '../../scripts/narrow/measure-policy.ts';
import { sampleModules } from '../../scripts/narrow/sample-modules.ts';
import { statementsOnly } from '../../sepolicy/cil/decompiled.ts';
import { decide } from '../../sepolicy/decide.ts';
import type { LoadedPolicy } from '../../sepolicy/loaded-policy.ts';
import { moduleOf } from '../../sepolicy/own-domain/fixtures/container-forms.ts';
import { sampleFlows } from '../../sepolicy/prove/fixtures/sample-flows.ts';
import { directionOf } from '../../sepolicy/prove/permission-flow.ts';
import { prove } from '../../sepolicy/prove/prove.ts';
import { readPolicy } from '../../sepolicy/read-policy.ts';
import { plantedChannels } from './planted-channels.ts';
import { distributionPolicies, policyIds } from './policies.ts';
import { findPolicy } from './policy-folder.ts';

const folders = await Promise.all(policyIds.map(async (id) => [id, await findPolicy(id)] as const));
const slow = 400_000;
/** On each of these, one of so many of the planted changes is tried; all of them on Debian 13. */
const eachOf: Readonly<Partial<Record<(typeof policyIds)[number], number>>> = { debian13: 1, fedora: 5 };

describe.each(folders)('the policy of %s', (id, folder) => {
  const { title } = distributionPolicies[id];
  if (folder === undefined) {
    it.skip(`of ${title} is not on this machine: it was not tested`, () => undefined);
    return;
  }
  let policy: LoadedPolicy;
  let proof: GivenProof;

  beforeAll(async () => {
    const compiled = await compileInto(id, folder, [...sampleModules(), moduleOf('other')]);
    await compiled.remove();
    policy = readPolicy(statementsOnly(compiled.text));
    proof = prove(policy);
  }, slow);

  it(`${title}: lets nothing pass between containers but by named exceptions`, () => {
    expect(proof.open).toEqual([]);
    expect([proof.verdict, proof.unknown, proof.booleans]).toEqual(['proven', [], []]);
    expect(proof.kinds.length).toBeGreaterThan(4);
  });

  it(`${title}: has no permission of which the direction is not known`, () => {
    const unknown = [...policy.classes].flatMap(([name, permissions]) =>
      [...permissions]
        .filter((permission) => directionOf(name, permission) === undefined)
        .map((one) => `${name} ${one}`),
    );
    expect(unknown).toEqual([]);
  });

  it(`${title}: grants each of 10,000 flows that the proof counts, as the decision of the whole access says`, () => {
    const sampled = sampleFlows(policy, 10_000);
    expect(sampled.length).toBe(10_000);
    const differing = sampled.filter(({ access, isFlow }) => decide(policy, access).isAllowed !== isFlow);
    expect(differing.slice(0, 5)).toEqual([]);
  });

  const step = eachOf[id];
  it.runIf(step !== undefined)(`${title}: finds each planted channel, with its path`, { timeout: slow }, () => {
    const planted = plantedChannels(policy);
    expect(planted.length).toBeGreaterThanOrEqual(100);
    const missed = planted.filter((one, place) => place % (step ?? 1) === 0 && !isFound(one)).map(({ name }) => name);
    expect(missed).toEqual([]);
  });
});

function isFound({ policy, pair, object, boolean }: ReturnType<typeof plantedChannels>[number]): boolean {
  const proof = prove(policy, pair);
  const leadsThere = ({ steps }: GivenProof['open'][number]): boolean =>
    object === undefined ||
    (object === '' ? steps.length === 0 : steps.some((one) => `${one.target}:${one.class}` === object));
  if (boolean === undefined) return proof.verdict === 'open' && proof.open.some(leadsThere);
  return proof.verdict === 'proven' && proof.booleans.some(({ name, path }) => name === boolean && leadsThere(path));
}
