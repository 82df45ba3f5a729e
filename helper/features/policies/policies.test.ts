// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { fakeContainer } from '../../../testing/models/container.ts';
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
