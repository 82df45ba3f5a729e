// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { Failure } from '../../../contract/errors.ts';
import { createLocalModules, type LocalModulesOptions } from './local-modules.ts';

const module = (name: string, priority: number, language = 'cil', isDisabled = false) => ({
  name,
  priority,
  language,
  isDisabled,
});
const { signal } = new AbortController();

function textsOf(sources: LocalModulesOptions['sources']): Promise<ReadonlyMap<string, string>> {
  const all = [
    module('base', 100),
    module('bulkhead', 100),
    module('bulkhead_c_web', 400),
    module('old', 400, 'pp'),
    module('off', 400, 'cil', true),
  ];
  return createLocalModules({ listing: async () => all, sources })(signal);
}

test('reads those beside the distribution, and ours, where their text can be searched', async () => {
  const texts = await textsOf(async (names) => new Map(names.map((name) => [name, 'text'])));
  expect([...texts.keys()]).toEqual(['bulkhead', 'bulkhead_c_web']);
});

test('has none where the store cannot be read', async () => {
  const texts = await textsOf(async () => {
    throw new Failure('policy-unavailable', { reason: 'x' });
  });
  expect(texts.size).toBe(0);
  expect(
    (await createLocalModules({ listing: async () => undefined, sources: async () => new Map() })(signal)).size,
  ).toBe(0);
});
