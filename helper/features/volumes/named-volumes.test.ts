// SPDX-License-Identifier: Apache-2.0
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { sourceOfNamedVolume } from '../../../contract/model/containers/named-volume.ts';
import type { QuotaLayer } from '../../lxc/layer.ts';
import { createNamedVolumes, type NamedVolumes } from './named-volumes.ts';
import { neverAborts as never } from '../../system/work/never-aborts.ts';
import type { VolumeUser } from './ports.ts';

let state: string;
let volumes: NamedVolumes;
let users: VolumeUser[];
let limits: Map<string, number | null>;
let problem: Error | undefined;
let problemOfMount: Error | undefined;
let brought: (readonly [string, boolean])[];

const layerOf = (bytes: number | null): QuotaLayer => ({ backing: 'project-quota', project: 7, bytes, inodes: null });
const entries = (): readonly string[] => readdirSync(join(state, 'volumes')).sort();

beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), 'bulkhead-volumes-'));
  users = [];
  limits = new Map();
  problem = undefined;
  problemOfMount = undefined;
  brought = [];
  volumes = createNamedVolumes({
    places: { state },
    usersOf: (source) => users.filter(({ volume }) => volume.source === source),
    hasLabels: () => false,
    now: () => 1000,
    space: {
      async make({ name }, bytes) {
        if (problem !== undefined) throw problem;
        limits.set(name, bytes);
        return layerOf(bytes);
      },
      async bring({ name, own: { files } }) {
        brought.push([name, existsSync(files)]);
        if (problemOfMount !== undefined) throw problemOfMount;
      },
      async resize({ name }, layer, bytes) {
        limits.set(name, bytes);
        return { ...(layer as QuotaLayer), bytes };
      },
      release: (name) => void limits.delete(name),
      usedBytes: ({ name }) => (limits.has(name) ? 4096 : null),
    },
  });
});
afterEach(() => rmSync(state, { recursive: true }));

it('is made with a limit, listed, limited again and removed', async () => {
  const made = await volumes.create({ name: 'data', limitBytes: 2 ** 30 }, never);
  expect(made).toEqual({
    name: 'data',
    source: sourceOfNamedVolume('data'),
    createdAt: 1000,
    limitBytes: 2 ** 30,
    usedBytes: 4096,
    users: [],
  });
  expect(volumes.list()).toEqual([made]);
  expect((await volumes.resize({ name: 'data', limitBytes: null })).limitBytes).toBe(null);
  expect([volumes.list()[0]?.limitBytes, limits.get('data')]).toEqual([null, null]);
  await volumes.remove({ name: 'data' });
  expect([volumes.list(), entries(), limits.size]).toEqual([[], [], 0]);
});

it('has a name of its own, and is there before it is changed', async () => {
  await volumes.create({ name: 'data', limitBytes: null }, never);
  await expect(volumes.create({ name: 'data', limitBytes: null }, never)).rejects.toThrow(
    'there is a named volume of that name already',
  );
  await expect(volumes.resize({ name: 'other', limitBytes: null })).rejects.toThrow(
    'there is no named volume of that name',
  );
  await expect(volumes.remove({ name: 'other' })).rejects.toThrow('there is no named volume of that name');
});

it('is not removed while a container has it', async () => {
  const { source } = await volumes.create({ name: 'data', limitBytes: null }, never);
  users = [{ name: 'db', volume: { source, target: '/data', readOnly: false, category: null } }];
  expect(volumes.list()[0]?.users).toEqual(['db']);
  await expect(volumes.remove({ name: 'data' })).rejects.toThrow('it is a volume of db; detach it first');
  expect(existsSync(join(state, 'volumes/data/files'))).toBe(true);
});

it('leaves nothing when it cannot be limited', async () => {
  problem = new Error('no quota');
  await expect(volumes.create({ name: 'data', limitBytes: 1 }, never)).rejects.toThrow('no quota');
  expect([entries(), limits.size]).toEqual([[], 0]);
  problem = undefined;
  expect((await volumes.create({ name: 'data', limitBytes: null }, never)).name).toBe('data');
});

it('has its name once its first files are written', async () => {
  let during: readonly string[] = [];
  await volumes.create(
    {
      name: 'data',
      limitBytes: null,
      async fill(folder) {
        writeFileSync(join(folder, 'first'), 'x');
        during = entries();
      },
    },
    never,
  );
  expect([during, entries(), readdirSync(join(state, 'volumes/data/files'))]).toEqual([
    ['.new-data'],
    ['data'],
    ['first'],
  ]);
});

it('leaves nothing when its first files cannot be written', async () => {
  const fill = (folder: string): Promise<void> => {
    writeFileSync(join(folder, 'first'), 'x');
    return Promise.reject(new Error('no space'));
  };
  await expect(volumes.create({ name: 'data', limitBytes: null, fill }, never)).rejects.toThrow('no space');
  expect([volumes.list(), entries(), limits.size]).toEqual([[], [], 0]);
});

it('keeps the limit of another of its name, which is made while its files go', async () => {
  await volumes.create({ name: 'data', limitBytes: 2 ** 30 }, never);
  const removal = volumes.remove({ name: 'data' });
  await volumes.create({ name: 'data', limitBytes: 2 ** 31 }, never);
  const second = volumes.remove({ name: 'data' });
  await volumes.create({ name: 'data', limitBytes: 2 ** 32 }, never);
  await Promise.all([removal, second]);
  expect([entries(), limits.get('data')]).toEqual([['data'], 2 ** 32]);
});

it('that was being made or removed when the helper ended is none, and its files go', async () => {
  await volumes.create({ name: 'data', limitBytes: null }, never);
  for (const name of ['.new-a', '.old-b']) {
    mkdirSync(join(state, 'volumes', name, 'files'), { recursive: true });
    writeFileSync(join(state, 'volumes', name, 'files/x'), 'x');
  }
  expect(volumes.list().map(({ name }) => name)).toEqual(['data']);
  await volumes.recover();
  expect(entries()).toEqual(['data']);
});

it('is made by one of those who make it at once', async () => {
  const [first, second] = [0, 1].map(() => volumes.create({ name: 'data', limitBytes: null }, never));
  await expect(second).rejects.toThrow('a named volume of that name is being made');
  expect((await first)?.name).toBe('data');
});

it('that cannot be mounted at the start keeps none of the others from it', async () => {
  await volumes.create({ name: 'a', limitBytes: null }, never);
  await volumes.create({ name: 'b', limitBytes: null }, never);
  problemOfMount = new Error('no loop device');
  brought = [];
  const troubles: string[] = [];
  await volumes.mountAll((source) => troubles.push(source));
  expect([troubles, brought.map(([name]) => name)]).toEqual([['a', 'b'].map(sourceOfNamedVolume), ['a', 'b']]);
});
