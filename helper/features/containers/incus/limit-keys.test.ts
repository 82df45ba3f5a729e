// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { someInstance } from '../../../incus/fixtures/some-instance.ts';
import { limitChanges } from './limit-keys.ts';

const instance = someInstance('web', {
  expanded_devices: { root: { type: 'disk', path: '/', pool: 'fast', size: '5GiB' }, eth0: { type: 'nic' } },
});

it('limits are keys of Incus, and none takes a key away', () => {
  expect(limitChanges('web', instance, { memoryBytes: 2 ** 29, cpus: 1.5, pids: 200 })).toEqual({
    config: {
      'limits.memory': '536870912',
      'limits.memory.swap': 'false',
      'limits.cpu.allowance': '150ms/100ms',
      'limits.processes': '200',
    },
    devices: {},
    applied: ['memoryBytes', 'cpus', 'pids'].map((key) => ({ key, applies: 'live', note: null })),
  });
  const setOf = (cpuSet: string | null) => limitChanges('web', instance, { cpuSet }).config;
  // A number alone is how many, of which Incus chooses.
  expect(['0-3,6', '2', null].map(setOf)).toEqual(['0-3,6', '2-2', ''].map((set) => ({ 'limits.cpu': set })));
  expect(limitChanges('web', instance, { memoryBytes: null, pids: null }).config).toEqual({
    'limits.memory': '',
    'limits.memory.swap': '',
    'limits.processes': '',
  });
});

it('swap is none beside a limit of memory, and what was chosen for it stays when memory changes', () => {
  const swapOf = (limits: Parameters<typeof limitChanges>[2], present: Readonly<Record<string, string>> = {}) =>
    limitChanges('web', { ...instance, expanded_config: present }, limits).config['limits.memory.swap'];
  expect(swapOf({ memoryBytes: 2 ** 29, swapBytes: 2 ** 30 })).toBe('1073741824');
  const chosen = { 'limits.memory': '512MiB', 'limits.memory.swap': '1GiB' };
  expect([swapOf({ memoryBytes: 2 ** 30 }, chosen), swapOf({ swapBytes: null }, chosen)]).toEqual([undefined, 'false']);
  expect(swapOf({ pids: 100 }, { 'limits.memory': '512MiB', 'limits.memory.swap': 'true' })).toBeUndefined();
});

it('the size of the disk is that of its root, which becomes its own', () => {
  expect(limitChanges('web', instance, { diskBytes: 2 ** 30 }).devices).toEqual({
    root: { type: 'disk', path: '/', pool: 'fast', size: '1073741824' },
  });
  expect(limitChanges('web', instance, { diskBytes: null }).devices).toEqual({
    root: { type: 'disk', path: '/', pool: 'fast' },
  });
});

it('what Incus cannot limit fails before anything is changed', () => {
  expect(() => limitChanges('web', instance, { memoryBytes: 2 ** 29, ioWeight: 10 })).toThrow(/ioWeight/);
});
