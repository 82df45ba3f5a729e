// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import type { SecurityContext } from '../../../contract/model/contexts/security-context.ts';
import type { DecideByKernel } from '../ask-kernel.ts';
import { createMayRelabel, type MayRelabelOptions } from './may-relabel.ts';

const contextOf = (type: string): SecurityContext => ({ user: 'system_u', role: 'object_r', type, level: 's0' });
const own = contextOf('bulkhead_helper_t');

/** A kernel that lets labels of `var_t` be changed, and of `etc_t` be set. */
const decide: DecideByKernel = ({ source, target: { type } }) => {
  if (source !== own || type === 'gone_t') return undefined;
  const allowed = new Set({ var_t: ['relabelfrom', 'relabelto'], etc_t: ['relabelto'] }[type] ?? []);
  return { allowed, unlogged: new Set(), isPermissive: type === 'permissive_t' };
};

function answersOf(types: readonly string[], options: Partial<MayRelabelOptions> = {}): readonly boolean[] {
  const may = createMayRelabel({ decide, own: () => own, sequence: () => 1, ...options });
  return types.map((type) => may(contextOf(type)));
}

it('is what the kernel would let this process do, in both directions', () => {
  expect(answersOf(['var_t', 'etc_t', 'bin_t', 'var_t'])).toEqual([true, false, false, true]);
});

it('leaves it to the kernel where that cannot say, or would only log', () => {
  expect(answersOf(['gone_t', 'permissive_t'])).toEqual([true, true]);
  expect(answersOf(['bin_t'], { own: () => undefined })).toEqual([true]);
});

it('asks once for each type, and again when another policy is loaded', () => {
  let [asked, sequence] = [0, 1];
  const may = createMayRelabel({
    decide: (access) => ((asked += 1), decide(access)),
    own: () => own,
    sequence: () => sequence,
  });
  for (const type of ['var_t', 'var_t', 'etc_t']) may(contextOf(type));
  expect(asked).toBe(2);
  sequence = 2;
  may(contextOf('var_t'));
  expect(asked).toBe(3);
});
