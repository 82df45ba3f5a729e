// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { textOf } from '../../../contract/text.ts';
import type { DecideByKernel } from '../ask-kernel.ts';
import { createForeignModules } from './foreign-modules.ts';
import type { StoreModule } from './module-listing.ts';

const never = new AbortController().signal;
const module = (name: string, changes: Partial<StoreModule> = {}): StoreModule => ({
  priority: 400,
  name,
  language: 'cil',
  isDisabled: false,
  ...changes,
});
const rule = '(allow bulkhead_t etc_t (file (read open)))';
const grantsOpen: DecideByKernel = () => ({ allowed: new Set(['open']), unlogged: new Set(), isPermissive: false });

function read(
  modules: readonly StoreModule[] | undefined,
  texts: Readonly<Record<string, string>>,
  { sequence = () => 1, decide = grantsOpen }: { sequence?: () => number; decide?: DecideByKernel } = {},
) {
  const asked: (readonly string[])[] = [];
  const foreign = createForeignModules({
    sequence,
    listing: async () => modules,
    sources: async (names) => {
      asked.push(names);
      return new Map(Object.entries(texts));
    },
    decide,
  });
  return { foreign, asked };
}

it('reads the modules that are neither of the policy, nor ours, nor disabled', async () => {
  const { foreign, asked } = read(
    [
      module('apache', { priority: 100 }),
      module('bulkhead'),
      module('bulkhead-deny'),
      module('bulkhead_c_web'),
      module('off', { isDisabled: true }),
      module('mine'),
      module('container', { priority: 200, language: 'pp' }),
    ],
    { mine: rule, container: '(allow container_t etc_t (file (read)))' },
  );
  expect(await foreign(never)).toMatchObject([{ module: 'mine', priority: 400, statement: rule, isGrave: false }]);
  expect(asked).toEqual([['mine', 'container']]);
});

it('says what of a rule the kernel does not grant', async () => {
  const { foreign } = read([module('mine')], { mine: rule });
  expect(textOf((await foreign(never))?.[0]?.problem ?? '')).toContain('take read away');
});

it('asks the kernel about files as files, and about processes as processes', async () => {
  const asked: string[] = [];
  const decide: DecideByKernel = ({ target, class: name }) => {
    asked.push(`${target.role}:${target.type} ${name}`);
    return undefined;
  };
  const text = `${rule}(allow bulkhead_t init_t (process (signal)))(allow bulkhead_t self (bpf (prog_load)))`;
  await read([module('mine')], { mine: text }, { decide }).foreign(never);
  expect(asked).toEqual(['object_r:etc_t file', 'system_r:init_t process', 'system_r:bulkhead_t bpf']);
});

it('is unknown without semodule, and empty for a text with a bracket too few', async () => {
  expect(await read(undefined, {}).foreign(never)).toBeUndefined();
  expect(await read([module('mine')], { mine: '(allow bulkhead_t' }).foreign(never)).toEqual([]);
});

it('is read again once another policy is loaded', async () => {
  let now = 1;
  const { foreign, asked } = read([module('mine')], { mine: rule }, { sequence: () => now });
  await foreign(never);
  await foreign(never);
  expect(asked).toHaveLength(1);
  now = 2;
  await foreign(never);
  expect(asked).toHaveLength(2);
});
