// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { someInstance } from '../../incus/fixtures/some-instance.ts';
import { type ContainerIdentities, createContainerIdentities } from './container-identities.ts';

let lxc: string;

beforeEach(() => {
  lxc = mkdtempSync(join(tmpdir(), 'bulkhead-identify-'));
});
afterEach(() => rmSync(lxc, { recursive: true }));

/** Gives identities as they are asked for once, or again and again. */
const identitiesOf = (uuids: Readonly<Record<string, string>> = {}): ContainerIdentities =>
  createContainerIdentities({
    places: { lxc },
    findInstance(wanted) {
      const uuid = uuids[wanted];
      return uuid === undefined ? undefined : someInstance(wanted, { config: { 'volatile.uuid': uuid } });
    },
    // Later than all that these tests change.
    now: () => Date.now() + 60_000,
  });
const identify = (name: string, uuids?: Readonly<Record<string, string>>): string | undefined =>
  identitiesOf(uuids)(name);

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

it('is looked for again when a folder came, went or has another name, and only then', () => {
  mkdirSync(join(lxc, 'web'));
  utimesSync(lxc, 1000, 1000);
  const ask = identitiesOf();
  const before = ask('web');
  renameSync(join(lxc, 'web'), join(lxc, 'old'));
  utimesSync(lxc, 1000, 1000);
  expect(ask('web')).toBe(before);
  utimesSync(lxc, 1001, 1001);
  expect([ask('web'), ask('old')]).toEqual([undefined, before]);
});

it('is not kept of a list that may have changed with the same stamp (N13)', () => {
  mkdirSync(join(lxc, 'web'));
  utimesSync(lxc, 1000, 1000);
  const ask = createContainerIdentities({ places: { lxc }, findInstance: () => undefined, now: () => 1000_020 });
  const before = ask('web');
  renameSync(join(lxc, 'web'), join(lxc, 'old'));
  utimesSync(lxc, 1000, 1000);
  expect([ask('web'), ask('old')]).toEqual([undefined, before]);
});
