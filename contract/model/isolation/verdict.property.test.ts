// SPDX-License-Identifier: Apache-2.0
import { assert, property } from 'fast-check';
import { expect, it } from 'vitest';
import { isBeyondDoubt, isolationFacts } from '../../../testing/models/isolation-states.ts';
import { containerSchema } from '../containers/container.ts';
import { fakeContainer } from '../../../testing/models/container.ts';
import { judgeContainer } from './judge-container.ts';
import { judgeHost } from './judge-host.ts';
import { forgetVerdict, notJudged } from './verdict.ts';

it('calls a container isolated exactly when nothing is in doubt, and says why in each state', () => {
  assert(
    property(isolationFacts, (facts) => {
      const { state, reasons } = judgeContainer(facts);
      expect(state === 'isolated').toBe(isBeyondDoubt(facts));
      expect(reasons.length).toBeGreaterThan(0);
    }),
    { numRuns: 3000 },
  );
});

it('calls a host isolated only when SELinux enforces and nothing that runs on it is in doubt', () => {
  assert(
    property(isolationFacts, isolationFacts, (one, other) => {
      const verdicts = [one, other].map(judgeContainer);
      const { state } = judgeHost({ selinux: one.selinux, verdicts });
      if (state !== 'isolated') return;
      expect(one.selinux).toBe('enforcing');
      expect(verdicts.every((verdict) => verdict.state === 'isolated' || verdict.state === 'not-running')).toBe(true);
    }),
  );
});

it('never keeps "isolated" of a host that is no longer heard', () => {
  assert(
    property(isolationFacts, (facts) => {
      expect(forgetVerdict(judgeContainer(facts)).state).not.toMatch(/^isolated/);
    }),
  );
});

it('reads a container of a helper without verdicts as one that is not judged', () => {
  const { isolation: _, ...older } = fakeContainer();
  expect(containerSchema().parse(older).isolation).toEqual(notJudged);
});
