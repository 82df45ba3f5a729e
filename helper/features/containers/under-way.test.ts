// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { description } from '../../../bench/fuzz/texts.ts';
import { containerPlaces, type HostPlaces } from '../../lxc/places.ts';
import { neverAborts } from '../../system/work/never-aborts.ts';
import type { ContainersHost } from './containers-host.ts';
import { createContainers } from './containers.ts';
import { noIncus } from './fixtures/no-incus.ts';

let folder = '';
let places: HostPlaces;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'under-way-'));
  places = { lxc: join(folder, 'lxc'), state: folder, cgroup: join(folder, 'cgroup') };
  for (const name of ['half', 'removed', 'begun', 'web']) {
    const own = containerPlaces(places, name);
    mkdirSync(own.folder, { recursive: true });
    writeFileSync(own.configuration, 'lxc.net.0.type = empty\n');
    writeFileSync(own.description, description);
  }
});
afterEach(() => rmSync(folder, { recursive: true }));

it('is shown of containers that are not recovered yet: none that is half made, and no state that it only seems to have', async () => {
  const kinds = new Map<string, readonly string[]>([
    ['half', ['create-container', 'start-container']],
    ['removed', ['remove-container']],
    ['begun', ['start-container']],
  ]);
  const host = { places, incus: noIncus, kindsUnderWay: (name: string) => kinds.get(name) ?? [] };
  const containers = createContainers(host as unknown as ContainersHost);
  const list = async (): Promise<unknown> =>
    (await containers.list(neverAborts)).map(({ name, state }) => [name, state]);
  expect(await list()).toEqual([
    ['begun', 'starting'],
    ['removed', 'stopping'],
    ['web', 'stopped'],
  ]);
  kinds.clear();
  expect(await list()).toEqual(['begun', 'half', 'removed', 'web'].map((name) => [name, 'stopped']));
});
