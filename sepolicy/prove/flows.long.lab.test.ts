// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { useTestLab } from '../../lab/test-lab.ts';
import { statementsOnly } from '../cil/decompiled.ts';
import { askKernel } from '../fixtures/ask-kernel.ts';
import { readPolicy } from '../read-policy.ts';
import { sampleFlows } from './fixtures/sample-flows.ts';

const lab = await useTestLab();

test('of 10,000 accesses the kernel grants the flows that the proof counts, and no others', async () => {
  const policy = readPolicy(
    statementsOnly(await lab.mustRun(['checkpolicy', '-b', '-C', '-M', '-o', '-', '/sys/fs/selinux/policy'])),
  );
  const sampled = sampleFlows(policy, 10_000);
  const answers = await askKernel(
    lab,
    sampled.map(({ access }) => access),
  );
  const known = sampled.flatMap(({ access, isFlow }, place) => {
    const isGranted = answers[place];
    return isGranted === undefined ? [] : [{ access, isFlow, isGranted }];
  });
  expect(known.filter(({ isFlow, isGranted }) => isFlow !== isGranted)).toEqual([]);
  // Some objects have no context, such as a process whose type the role may not have.
  expect(known.length).toBeGreaterThan(9_000);
  expect(sampled.filter(({ isFlow }) => isFlow).length).toBeGreaterThan(1000);
});
