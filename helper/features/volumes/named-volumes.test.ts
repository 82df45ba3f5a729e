// SPDX-License-Identifier: Apache-2.0
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { sourceOfNamedVolume } from '../../../contract/model/containers/named-volume.ts';
import type { QuotaLayer } from '../../lxc/layer.ts';
import { createNamedVolumes, type NamedVolumes } from './named-volumes.ts';
import type { VolumeUser } from './ports.ts';

let state: string;
let volumes: NamedVolumes;
let users: VolumeUser[];
let limits: Map<string, number | null>;
let problem: Error | undefined;

const layerOf = (bytes: number | null): QuotaLayer => ({ backing: 'project-quota', project: 7, bytes, inodes: null });
const entries = (): readonly string[] => readdirSync(join(state, 'volumes')).sort();

beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), 'bulkhead-volumes-'));
  users = [];
  limits = new Map();
  problem = undefined;
  volumes = createNamedVolumes({
    places: { state },
    usersOf: (source) => users.filter(({ volume }) => volume.source === source),
    hasLabels: () => false,
    now: () => 1000,
    space: {
      make(name, _files, bytes) {
        if (problem !== undefined) throw problem;
        limits.set(name, bytes);
        return layerOf(bytes);
      },
      hold: (name, { bytes }) => void limits.set(name, bytes),
      release: (name) => void limits.delete(name),
      usedBytes: (name) => (limits.has(name) ? 4096 : null),
    },
  });
});
afterEach(() => rmSync(state, { recursive: true }));

it('is made with a limit, listed, limited again and removed', async () => {
  const made = volumes.create({ name: 'data', limitBytes: 2 ** 30 });
  expect(made).toEqual({
    ...{ name: 'data', source: sourceOfNamedVolume('data'), createdAt: 1000 },
    ...{ limitBytes: 2 ** 30, usedBytes: 4096, users: [] },
  });
  expect(volumes.list()).toEqual([made]);
  expect(volumes.resize({ name: 'data', limitBytes: null }).limitBytes).toBe(null);
  expect([volumes.list()[0]?.limitBytes, limits.get('data')]).toEqual([null, null]);
  await volumes.remove({ name: 'data' });
  expect([volumes.list(), entries(), limits.size]).toEqual([[], [], 0]);
});

it('has a name of its own, and is there before it is changed', async () => {
  volumes.create({ name: 'data', limitBytes: null });
  expect(() => volumes.create({ name: 'data', limitBytes: null })).toThrow(
    'there is a named volume of that name already',
  );
  expect(() => volumes.resize({ name: 'other', limitBytes: null })).toThrow('there is no named volume of that name');
  await expect(volumes.remove({ name: 'other' })).rejects.toThrow('there is no named volume of that name');
});

it('is not removed while a container has it', async () => {
  const { source } = volumes.create({ name: 'data', limitBytes: null });
  users = [{ name: 'db', volume: { source, target: '/data', readOnly: false, category: null } }];
  expect(volumes.list()[0]?.users).toEqual(['db']);
  await expect(volumes.remove({ name: 'data' })).rejects.toThrow('it is a volume of db; detach it first');
  expect(existsSync(join(state, 'volumes/data/files'))).toBe(true);
});

it('leaves nothing when it cannot be limited', async () => {
  problem = new Error('no quota');
  expect(() => volumes.create({ name: 'data', limitBytes: 1 })).toThrow('no quota');
  expect([entries(), limits.size]).toEqual([[], 0]);
  problem = undefined;
  expect(volumes.create({ name: 'data', limitBytes: null }).name).toBe('data');
});

it('keeps the limit of another of its name, which is made while its files go', async () => {
  volumes.create({ name: 'data', limitBytes: 2 ** 30 });
  const removal = volumes.remove({ name: 'data' });
  volumes.create({ name: 'data', limitBytes: 2 ** 31 });
  const second = volumes.remove({ name: 'data' });
  volumes.create({ name: 'data', limitBytes: 2 ** 32 });
  await Promise.all([removal, second]);
  expect([entries(), limits.get('data')]).toEqual([['data'], 2 ** 32]);
});

it('that was being made or removed when the helper ended is none, and its files go', async () => {
  volumes.create({ name: 'data', limitBytes: null });
  for (const name of ['.new-a', '.old-b']) {
    mkdirSync(join(state, 'volumes', name, 'files'), { recursive: true });
    writeFileSync(join(state, 'volumes', name, 'files/x'), 'x');
  }
  expect(volumes.list().map(({ name }) => name)).toEqual(['data']);
  await volumes.recover();
  expect(entries()).toEqual(['data']);
});
