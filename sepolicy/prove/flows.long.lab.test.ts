// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { useTestLab } from '../../lab/test-lab.ts';
import { statementsOnly } from '../cil/decompiled.ts';
import { askKernel } from '../fixtures/ask-kernel.ts';
import { readPolicy } from '../read-policy.ts';
import { sampleFlows } from './fixtures/sample-flows.ts';

const lab = await useTestLab();

test('the kernel grants 10,000 flows that the proof counts, and none that it does not', async () => {
  const policy = readPolicy(
    statementsOnly(await lab.mustRun(['checkpolicy', '-b', '-C', '-M', '-o', '-', '/sys/fs/selinux/policy'])),
  );
  const sampled = sampleFlows(policy, 10_000);
  const answers = await askKernel(
    lab,
    sampled.map(({ access }) => access),
  );
  expect(answers.length).toBe(10_000);
  expect(sampled.filter(({ isFlow }, place) => answers[place] !== isFlow)).toEqual([]);
  expect(sampled.filter(({ isFlow }) => isFlow).length).toBeGreaterThan(1000);
});
