// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { someInstance } from '../../incus/fixtures/some-instance.ts';
import { identifyContainer } from './identify-container.ts';

let lxc: string;

beforeEach(() => {
  lxc = mkdtempSync(join(tmpdir(), 'bulkhead-identify-'));
});
afterEach(() => rmSync(lxc, { recursive: true }));

const identify = (name: string, uuids: Readonly<Record<string, string>> = {}): string | undefined =>
  identifyContainer(name, {
    places: { lxc, state: join(lxc, 'state') },
    findInstance(wanted) {
      const uuid = uuids[wanted];
      return uuid === undefined ? undefined : someInstance(wanted, { config: { 'volatile.uuid': uuid } });
    },
  });

it('is the same after a rename, and another for a new container of the old name (N13)', () => {
  mkdirSync(join(lxc, 'web'));
  const before = identify('web');
  renameSync(join(lxc, 'web'), join(lxc, 'old'));
  expect(identify('web')).toBeUndefined();
  mkdirSync(join(lxc, 'web'));
  expect(before).toBeDefined();
  expect(identify('old')).toBe(before);
  expect(identify('web')).not.toBe(before);
});

it('is what Incus gives an instance for good, where LXC has none of that name (N13)', () => {
  const before = identify('web', { web: 'a' });
  expect([identify('old', { old: 'a' }), identify('web', { web: 'b' })]).toEqual([before, 'incus b']);
  mkdirSync(join(lxc, 'web'));
  expect(identify('web', { web: 'a' })).toMatch(/^lxc /);
});

it('is none for what is no name', () => {
  expect(identify('../etc')).toBeUndefined();
});
