// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { useTestLab } from '../lab/test-lab.ts';
import { statementsOnly } from './cil/decompiled.ts';
import { decide } from './decide.ts';
import { askKernel } from './fixtures/ask-kernel.ts';
import { corpusOf } from './fixtures/corpus.ts';
import { readPolicy } from './read-policy.ts';

const lab = await useTestLab();

test('what is decided from the policy is what the kernel decides, rules and constraints alike', async () => {
  const policy = readPolicy(
    statementsOnly(await lab.mustRun(['checkpolicy', '-b', '-C', '-M', '-o', '-', '/sys/fs/selinux/policy'])),
  );
  const corpus = corpusOf(policy, { each: 200 });
  const answers = await askKernel(lab, corpus);
  const decisions = corpus.map((access) => decide(policy, access));
  const differing = corpus.filter((_, index) => answers[index] !== decisions[index]?.isAllowed);
  expect(differing).toEqual([]);
  // Granted, denied because no rule grants it, and denied by a constraint although a rule grants it: each has to be
  // among them.
  const kinds = new Set(
    decisions.map(({ isAllowed, withoutRule }) => {
      if (isAllowed) return 'granted';
      return withoutRule.length > 0 ? 'rule' : 'constraint';
    }),
  );
  expect([answers.length, [...kinds].sort()]).toEqual([corpus.length, ['constraint', 'granted', 'rule']]);
});
