// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { recover, type RecoveryName, recoveryOrder, type RecoverySteps } from './recovery.ts';

interface Logged {
  readonly event: string;
  readonly reason: unknown;
}

const names: readonly RecoveryName[] = recoveryOrder.map(({ step }) => step);
/** These begin in this order; what comes after another step begins whenever that has ended. */
const inOrder = recoveryOrder.flatMap((recovery) => ('after' in recovery ? [] : [recovery.step]));
const withoutLater = (begun: readonly string[]): readonly string[] => begun.filter((name) => name !== 'changes');

/** Steps that note when they begin; some of them do something else. */
function stepsNoting(begun: string[], others: Partial<RecoverySteps> = {}): RecoverySteps {
  const steps = names.map((name) => [
    name,
    async () => {
      begun.push(name);
      await others[name]?.();
    },
  ]);
  return Object.fromEntries(steps) as RecoverySteps;
}

async function recoverWith(others: Partial<RecoverySteps>): Promise<{ begun: string[]; logged: Logged[] }> {
  const begun: string[] = [];
  const logged: Logged[] = [];
  await recover(
    stepsNoting(begun, others),
    (_level, event, fields) => void logged.push({ event, reason: fields?.reason }),
  );
  return { begun, logged };
}

function promiseToResolve(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

describe('the order of recovery', () => {
  it('has the isolation fixed before containers mount, and limits of layers before these are mounted', () => {
    const at = (name: RecoveryName): number => names.indexOf(name);
    expect(at('isolation')).toBeLessThan(at('containers'));
    expect(at('disk-limits')).toBeLessThan(at('containers'));
    expect(at('policy-modules')).toBeLessThan(at('containers'));
    expect(at('volumes')).toBeLessThan(at('changes'));
  });

  it('names each step once, and only earlier ones as those after which one begins', () => {
    expect(new Set(names).size).toBe(names.length);
    for (const [index, recovery] of recoveryOrder.entries())
      if ('after' in recovery) expect(names.slice(0, index)).toContain(recovery.after);
  });
});

describe('recovery', () => {
  it('begins all steps in their order', async () => {
    const { begun, logged } = await recoverWith({});
    expect(withoutLater(begun)).toEqual(inOrder);
    expect(begun).toContain('changes');
    expect(logged).toEqual([]);
  });

  it('waits for the containers before what follows, and for no labels', async () => {
    const open = promiseToResolve();
    const begun: string[] = [];
    const done = recover(
      stepsNoting(begun, { labels: () => new Promise(() => undefined), containers: () => open.promise }),
      () => undefined,
    );
    await new Promise(setImmediate);
    expect(begun).toEqual(names.slice(0, names.indexOf('containers') + 1));
    open.resolve();
    await done;
    expect(withoutLater(begun)).toEqual(inOrder);
  });

  it('begins with the changes when the volumes have their labels, and keeps nobody waiting for that', async () => {
    const labelled = promiseToResolve();
    const begun: string[] = [];
    await recover(stepsNoting(begun, { volumes: () => labelled.promise }), () => undefined);
    expect(begun).toEqual(inOrder);
    labelled.resolve();
    await new Promise(setImmediate);
    expect(begun).toContain('changes');
  });

  it('logs what failed under its own event, and goes on', async () => {
    const { begun, logged } = await recoverWith({ 'policy-modules': () => Promise.reject(new Error('no semodule')) });
    expect(withoutLater(begun)).toEqual(inOrder);
    expect(logged).toEqual([{ event: 'policy-not-recovered', reason: 'no semodule' }]);
  });

  it('does not let the helper start when the containers as a whole did not recover', async () => {
    await expect(recoverWith({ containers: () => Promise.reject(new Error('no state')) })).rejects.toThrow('no state');
  });
});
