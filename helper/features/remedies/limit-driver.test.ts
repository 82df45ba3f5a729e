// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { Container } from '../../../contract/model/containers/container.ts';
import { defaultLimits, type Limits } from '../../../contract/model/containers/limits.ts';
import { createLimitDriver as givenCreateLimitDriver, limitPlan } from './limit-driver.ts';
import type { Containers } from '../containers/ports/containers.ts';
import { driverInEnglish } from './fixtures/in-english.ts';

const createLimitDriver = (...args: Parameters<typeof givenCreateLimitDriver>) =>
  driverInEnglish(givenCreateLimitDriver(...args));

/** A host with one container of which only the limits matter. */
function hostWith(
  limits: Limits | undefined,
): Pick<Containers, 'list' | 'configure'> & { readonly limits: () => Limits | undefined } {
  let now = limits;
  const container = (): Container => ({ name: 'web', limits: now }) as Container;
  return {
    limits: () => now,
    list: async () => (now === undefined ? [] : [container()]),
    async configure(_name, wanted) {
      const before = now ?? defaultLimits;
      now = { ...before, ...(wanted as Partial<Limits>) };
      return { before, container: container(), applied: [] };
    },
  };
}

const after: Limits = { ...defaultLimits, memoryBytes: 2 ** 30, cpus: 1.5 };

describe('a change of limits', () => {
  it('names only the limits that changed, and none when nothing did (window 16)', () => {
    expect(limitPlan('web', defaultLimits, after)).toEqual({
      name: 'web',
      before: { memoryBytes: 2 ** 29, cpus: null },
      after: { memoryBytes: 2 ** 30, cpus: 1.5 },
    });
    expect(limitPlan('web', after, after)).toBeUndefined();
  });

  it('is undone exactly, and leaves alone what it did not change (window 16)', async () => {
    const host = hostWith({ ...after, pids: 77 });
    const driver = createLimitDriver(host);
    const plan = limitPlan('web', defaultLimits, after);
    expect(await driver.readState(plan)).toEqual({ state: 'after' });
    await driver.revert(plan);
    expect(host.limits()).toEqual({ ...defaultLimits, pids: 77 });
    expect(await driver.readState(plan)).toEqual({ state: 'before' });
  });

  it('is not undone over what somebody changed since, and says what is there (window 16)', async () => {
    const driver = createLimitDriver(hostWith({ ...after, memoryBytes: 2 ** 31 }));
    expect(await driver.readState(limitPlan('web', defaultLimits, after))).toEqual({
      state: 'other',
      words: 'its limits were changed since: memory 2 GiB, cpus 1.5',
    });
  });

  it('of a container that is gone cannot be undone', async () => {
    expect(await createLimitDriver(hostWith(undefined)).readState(limitPlan('web', defaultLimits, after))).toEqual({
      state: 'other',
      words: 'the container web is gone',
    });
  });
});
