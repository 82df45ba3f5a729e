// SPDX-License-Identifier: Apache-2.0
/**
 * What is proven of containers on the policies of distributions. A policy that this machine has neither as an archive nor
 * by apt is named as not tested.
 */

import { beforeAll, describe, expect, it } from 'vitest';
import type { Proof } from '../../contract/model/policy/proof.ts';
import { compileInto } from '../../scripts/narrow/measure-policy.ts';
import { baseModules, sampleModules } from '../../scripts/narrow/sample-modules.ts';
import { statementsOnly } from '../../sepolicy/cil/decompiled.ts';
import { decide } from '../../sepolicy/decide.ts';
import type { LoadedPolicy } from '../../sepolicy/loaded-policy.ts';
import { moduleOf } from '../../sepolicy/own-domain/fixtures/container-forms.ts';
import { plantedChannels } from '../../sepolicy/prove/fixtures/planted-channels.ts';
import { sampleFlows } from '../../sepolicy/prove/fixtures/sample-flows.ts';
import { directionOf } from '../../sepolicy/prove/permission-flow.ts';
import { prove } from '../../sepolicy/prove/prove.ts';
import { readPolicy } from '../../sepolicy/read-policy.ts';
import { compileCil } from './compile-cil.ts';

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
  let proof: Proof;

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

/** Statements that neverallow rules would reject: compiled without them, as by another tool. */
const compiledChannels = [
  '(boolean planted_boolean true)',
  '(booleanif planted_boolean (true (allow bulkhead_p_3_t bulkhead_p_4_file_t (file (write)))))',
  '(typeattribute planted_attribute)',
  '(typeattributeset planted_attribute (bulkhead_p_5_t ntpd_t))',
  '(allow planted_attribute bulkhead_p_6_volume_t (dir (add_name)))',
].join('\n');

describe.skipIf(folders.find(([id]) => id === 'debian13')?.[1] === undefined)('with a module of another tool', () => {
  it('finds what it opens, below a boolean and by an attribute, also from the host', { timeout: slow }, async () => {
    const folder = await findPolicy('debian13');
    if (folder === undefined) throw new Error('the policy is gone');
    const compiled = await compileCil([...baseModules().values(), compiledChannels], {
      files: folder.modules,
      checks: false,
    });
    await compiled.remove();
    const proof = prove(readPolicy(statementsOnly(compiled.text)));
    const found = proof.open.map(
      ({ from, to, steps }) => `${from} ${to} ${steps.flatMap((one) => one.booleans).join(' ')}`,
    );
    expect(found).toEqual(
      expect.arrayContaining([
        'bulkhead_p_3_t bulkhead_p_4_t planted_boolean',
        'bulkhead_p_5_t bulkhead_p_6_t ',
        'ntpd_t bulkhead_p_6_t ',
      ]),
    );
  });
});

function isFound({ policy, pair, object, boolean }: ReturnType<typeof plantedChannels>[number]): boolean {
  const proof = prove(policy, pair);
  const leadsThere = ({ steps }: Proof['open'][number]): boolean =>
    object === undefined ||
    (object === '' ? steps.length === 0 : steps.some((one) => `${one.target}:${one.class}` === object));
  if (boolean === undefined) return proof.verdict === 'open' && proof.open.some(leadsThere);
  return proof.verdict === 'proven' && proof.booleans.some(({ name, path }) => name === boolean && leadsThere(path));
}
