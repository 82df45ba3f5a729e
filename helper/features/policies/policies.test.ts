// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import type { ProofPath } from '../../../contract/model/policy/proof.ts';
import { fakeContainer } from '../../../testing/models/container.ts';
import { withoutDifference } from '../../selinux/policy/compilation.ts';
import { createPolicies, type PoliciesOptions } from './policies.ts';

it('are listed without the module of a container that was removed meanwhile', async () => {
  const removed = new Set(['gone']);
  const policies = createPolicies({
    containers: { list: async () => [fakeContainer({ name: 'web' }), fakeContainer({ name: 'gone' })] },
    modules: {
      has: () => true,
      read: async () => undefined,
      versions: (name: string) => (removed.has(name) ? [] : [{ version: 1, sha256: '', madeAt: 1, note: '' }]),
    },
  } as unknown as PoliciesOptions);
  const { modules } = await policies['policy.list']({}, { signal: new AbortController().signal } as never);
  expect(modules.map(({ container }) => container)).toEqual(['web']);
});

it('a preview names the containers to and from which a module would open a channel', async () => {
  const asked: unknown[] = [];
  const path = (from: string, to: string): ProofPath => ({ between: 'containers', from, to, steps: [] });
  const own = 'bulkhead_c_web_t';
  const policies = createPolicies({
    containers: {
      list: async () => [
        fakeContainer({ name: 'web', domain: own }),
        fakeContainer({ name: 'one', domain: 'bulkhead_t' }),
        fakeContainer({ name: 'two', domain: 'bulkhead_t' }),
        fakeContainer({ name: 'off', domain: null }),
      ],
      require: async () => fakeContainer({ name: 'web', domain: own }),
      describedDomain: () => ({ plainDomain: null, learnedSince: null, learningUntil: null }),
    },
    modules: {
      check: async (owner: string, _source: string, { others }: { others: unknown }) => {
        asked.push(owner, others);
        const channels = [path(own, 'bulkhead_t'), path('ntpd_t', own)];
        return { problems: [{ line: 1, problem: 'x' }], ...withoutDifference, channels };
      },
    },
    recordedUse: { gather: async () => ({ accesses: [] }), replayed: async () => undefined },
  } as unknown as PoliciesOptions);
  const context = { signal: new AbortController().signal } as never;
  const { channels } = await resultOf(policies['policy.preview']({ name: 'web', source: '' }, context));
  expect(asked).toEqual(['web', ['bulkhead_t']]);
  expect(channels).toEqual([
    { direction: 'to', containers: ['one', 'two'], path: path(own, 'bulkhead_t') },
    { direction: 'from', containers: [], path: path('ntpd_t', own) },
  ]);
});

it('a preview replays what was recorded of the domain of the container, without what programs called themselves', async () => {
  const seen: unknown[] = [];
  const context = { user: 'u', role: 'r', type: 'bulkhead_c_web_t', level: 's0' };
  const access = { source: context, target: context, class: 'file', permissions: ['read'] };
  const gathered = { accesses: [{ ...access, comms: ['nginx'], container: 'web', used: 1, blocked: 0, last: 1 }] };
  const policies = createPolicies({
    containers: {
      list: async () => [],
      require: async () => fakeContainer({ name: 'web', learningUntil: 5 }),
      describedDomain: () => ({ plainDomain: null, learnedSince: null, learningUntil: 5 }),
    },
    modules: {
      check: async (_owner: string, _source: string, { recorded }: { recorded: unknown }) => {
        seen.push(recorded);
        return { problems: [{ line: 1, problem: 'x' }], ...withoutDifference };
      },
    },
    recordedUse: {
      gather: async (asked: unknown) => (seen.push(asked), gathered),
      replayed: async ({ isLearning, gathered: given }: { isLearning: boolean; gathered: unknown }) => {
        seen.push(isLearning, given === gathered);
        return { examined: 1 };
      },
    },
  } as unknown as PoliciesOptions);
  const { replay } = await resultOf(
    policies['policy.preview']({ name: 'web', source: '' }, { signal: new AbortController().signal } as never),
  );
  expect(seen).toEqual([{ days: 7, container: 'web', domain: 'bulkhead_c_web_t' }, [access], true, true]);
  expect(replay).toEqual({ examined: 1 });
});

async function resultOf<Result>(stream: AsyncGenerator<unknown, Result, undefined>): Promise<Result> {
  for (;;) {
    const next = await stream.next();
    if (next.done === true) return next.value;
  }
}
