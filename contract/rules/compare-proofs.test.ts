// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { compareProofs } from './compare-proofs.ts';
import type { Proof, ProofPath } from '../model/policy/proof.ts';

const empty: Proof = {
  verdict: 'proven',
  kinds: [],
  areDisjoint: true,
  exceptions: [],
  open: [],
  openCount: 0,
  cut: null,
  booleans: [],
  trusted: [],
  deputies: [],
  services: [],
  unknown: [],
  remarks: [],
};
const path: ProofPath = {
  between: 'containers',
  from: 'a_t',
  to: 'b_t',
  steps: [
    {
      source: 'a_t',
      does: 'writes',
      target: 'log_t',
      class: 'file',
      level: 'none',
      permissions: ['write'],
      rules: ['x'],
      booleans: [],
    },
  ],
};
const exception = (objects: string[]): Proof['exceptions'][number] => ({
  id: 'cgroups',
  title: 'Control groups',
  closedBy: 'cgroup-namespace',
  reason: 'x',
  probes: [],
  objects,
});
const linesOf = (before: Partial<Proof>, after: Partial<Proof>): readonly string[] =>
  compareProofs({ ...empty, ...before }, { ...empty, ...after }).map(({ sign, text }) => `${sign} ${text}`);

test('says which channels and exceptions came, and which went', () => {
  expect(linesOf({}, { open: [path], openCount: 1, verdict: 'open' })).toEqual([
    '+ Not isolated: 1 channels are open.',
    '+ Open channel: From a_t to b_t: a_t writes log_t:file (write).',
    '- Proven: nothing passes between containers with disjoint categories but by 0 named exceptions.',
  ]);
  expect(linesOf({ exceptions: [exception(['a:file', 'b:file'])] }, { exceptions: [exception(['b:file'])] })).toEqual([
    '- Exception: Control groups, a:file, closed by the cgroup namespace',
  ]);
  expect(linesOf({ trusted: [{ domain: 'a_t', reason: 'x' }] }, {})).toEqual(['- Trusted: a_t. x']);
});

test('says nothing of a channel that rests on other rules now', () => {
  const other = { ...path, steps: path.steps.map((step) => ({ ...step, rules: ['y'] })) };
  expect(linesOf({ open: [path] }, { open: [other] })).toEqual([]);
});
