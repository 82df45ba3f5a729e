// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { recover, type RecoveryName, recoveryOrder, type RecoverySteps } from './recovery.ts';
import { neverAborts } from './system/work/never-aborts.ts';

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

interface Recovered {
  readonly begun: string[];
  readonly logged: Logged[];
  /** Names the stages, each with the step that had begun last. */
  readonly reached: string[];
}

/** Recovers until the signal aborts. */
async function recoverWith(others: Partial<RecoverySteps>, signal = neverAborts): Promise<Recovered> {
  const begun: string[] = [];
  const logged: Logged[] = [];
  const reached: string[] = [];
  await recover(stepsNoting(begun, others), {
    log: (_level, event, fields) => void logged.push({ event, reason: fields?.reason }),
    progress: {
      reach: (stage) => void reached.push(`${stage} after ${begun.at(-1)}`),
      fail: (reason) => void reached.push(`failed: ${reason}`),
    },
    signal,
  });
  return { begun, logged, reached };
}

const quietly = {
  log: () => undefined,
  progress: { reach: () => undefined, fail: () => undefined },
  signal: neverAborts,
};
const recovered = { event: 'recovered', reason: undefined };

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
    expect(at('isolation')).toBeLessThan(at('roots'));
    expect(at('containers')).toBeLessThan(at('roots'));
    expect(at('disk-limits')).toBeLessThan(at('isolation'));
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
    expect(logged).toEqual([recovered]);
  });

  it('waits for the containers before what follows, and for no labels', async () => {
    const open = promiseToResolve();
    const begun: string[] = [];
    const done = recover(
      stepsNoting(begun, { labels: () => new Promise(() => undefined), containers: () => open.promise }),
      quietly,
    );
    await expect.poll(() => begun).toContain('containers');
    await new Promise(setImmediate);
    expect(begun).toEqual(names.slice(0, names.indexOf('containers') + 1));
    open.resolve();
    await done;
    expect(withoutLater(begun)).toEqual(inOrder);
  });

  it('begins with the changes when the volumes have their labels, and keeps nobody waiting for that', async () => {
    const labelled = promiseToResolve();
    const begun: string[] = [];
    await recover(stepsNoting(begun, { volumes: () => labelled.promise }), quietly);
    expect(begun).toEqual(inOrder);
    labelled.resolve();
    await new Promise(setImmediate);
    expect(begun).toContain('changes');
  });

  it('logs what failed under its own event, and goes on', async () => {
    const { begun, logged } = await recoverWith({ 'policy-modules': () => Promise.reject(new Error('no semodule')) });
    expect(withoutLater(begun)).toEqual(inOrder);
    expect(logged).toEqual([{ event: 'policy-not-recovered', reason: 'no semodule' }, recovered]);
  });

  it('ends early when the containers as a whole did not recover', async () => {
    const { begun, logged, reached } = await recoverWith({ containers: () => Promise.reject(new Error('no state')) });
    expect(begun.at(-1)).toBe('containers');
    expect(logged).toEqual([{ event: 'recovery-failed', reason: 'no state' }]);
    expect(reached).toEqual(['ground after named-volumes', 'failed: no state']);
  });

  it('reaches the ground before it looks at any container, and the whole before it starts those of the boot', async () => {
    const { reached } = await recoverWith({});
    expect(reached).toEqual(['ground after named-volumes', 'whole after alerts']);
  });

  it('begins no step more when the helper ends', async () => {
    const ending = new AbortController();
    const { begun, reached } = await recoverWith({ snapshots: async () => ending.abort() }, ending.signal);
    expect(begun.at(-1)).toBe('snapshots');
    expect(reached).toEqual(['ground after named-volumes']);
  });

  it('lets what a client has sent be handled between two steps', async () => {
    const handled: string[] = [];
    const others = { images: async () => void setImmediate(() => handled.push('a request')) };
    const { begun } = await recoverWith({
      ...others,
      'policy-modules': async () => void handled.push('the next step'),
    });
    expect([handled, begun.slice(0, 2)]).toEqual([
      ['a request', 'the next step'],
      ['images', 'policy-modules'],
    ]);
  });
});
