import { expect, test } from 'vitest';
import { useTestLab } from '../lab/test-lab.ts';
import type { ExplainedReason } from '../contract/model/explanation.ts';
import { statementsOnly } from './cil/decompiled.ts';
import { corpusOf, recordOf } from './fixtures/corpus.ts';
import { readPolicy } from './read-policy.ts';
import { noFacts, reasonFor } from './reason.ts';

const lab = await useTestLab();

/** The words of audit2why (policycoreutils) for each class of reason. */
const classes: readonly (readonly [RegExp, string])[] = [
  [/booleans? .*was set incorrectly/i, 'boolean'],
  [/#Constraint rule:/, 'constraint'],
  [/Missing type enforcement/, 'rule'],
  [/would be allowed by active policy/, 'allowed'],
];

function theirClass(block: string): string {
  return classes.find(([words]) => words.test(block))?.[1] ?? block;
}

const ourClass: Readonly<Record<ExplainedReason['kind'], string>> = {
  'other-categories': 'constraint',
  constraint: 'constraint',
  boolean: 'boolean',
  'no-rule': 'rule',
  capability: 'rule',
  'wrong-label': 'rule',
  'port-label': 'rule',
  'allowed-now': 'allowed',
  unknown: 'unknown',
};

test('the reasons agree with audit2why on accesses drawn from the loaded policy', { timeout: 300_000 }, async () => {
  const policy = readPolicy(statementsOnly(await lab.mustRun(['checkpolicy', '-b', '-C', '-M', '-o', '-', '/sys/fs/selinux/policy'])));
  const corpus = corpusOf(policy, { each: 30 });
  const input = corpus.map((access, index) => `${recordOf(access, index)}\n`).join('');
  const answers = (await lab.mustRun(['audit2why'], { input })).split(/^(?=type=AVC)/m).filter((block) => block.startsWith('type=AVC'));
  const theirs = new Map(answers.map((block) => [Number(/:(\d+)\)/.exec(block)?.[1]), theirClass(block)]));
  const ours = corpus.map((access) => ourClass[reasonFor(policy, access, noFacts).reason.kind]);
  const differing = corpus.flatMap((access, index) => (theirs.get(index) === ours[index] ? [] : [`${recordOf(access, index)}: ${ours[index] ?? ''}, audit2why: ${theirs.get(index) ?? 'nothing'}`]));
  expect(differing).toEqual([]);
  // All four kinds of answer have to be among them, or the agreement says little.
  expect([...new Set(ours)].sort()).toEqual(['allowed', 'boolean', 'constraint', 'rule']);
});
