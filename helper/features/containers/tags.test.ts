// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { description } from '../../../bench/fuzz/texts.ts';
import { containerPlaces, type HostPlaces } from '../../lxc/places.ts';
import type { ContainersHost } from './containers-host.ts';
import { noIncus } from './fixtures/no-incus.ts';
import { createContainers, type RecoveringContainers } from './containers.ts';

let folder = '';
let places: HostPlaces;

/** A helper that is started on what the last one left. What tags do not need is not there. */
const start = (): RecoveringContainers => createContainers({ places, incus: noIncus } as ContainersHost);
const place = (name: string) => containerPlaces(places, name);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tags-'));
  places = { lxc: join(folder, 'lxc'), state: folder, cgroup: join(folder, 'cgroup') };
  for (const name of ['web', 'foreign']) {
    mkdirSync(place(name).folder, { recursive: true });
    writeFileSync(place(name).configuration, 'lxc.net.0.type = empty\n');
  }
  writeFileSync(place('web').description, JSON.stringify({ ...JSON.parse(description), tags: [] }));
});

afterEach(() => rmSync(folder, { recursive: true }));

it('are kept beside the container, and still there after a restart of the helper', async () => {
  expect(await start().tag('web', { add: ['prod', 'a'], remove: [] })).toMatchObject({
    before: [],
    container: { name: 'web', tags: ['a', 'prod'] },
  });
  expect(await start().tag('web', { add: [], remove: ['a'] })).toMatchObject({ before: ['a', 'prod'] });
  expect((await start().require('web', { can: 'tags' })).tags).toEqual(['prod']);
  expect(statSync(place('web').description).mode & 0o777).toBe(0o600);
});

it('are reported to who watches', async () => {
  const containers = start();
  const end = new AbortController();
  const changes = containers.watch(end.signal);
  await changes.next();
  await containers.tag('web', { add: ['prod'], remove: [] });
  expect((await changes.next()).value).toMatchObject({ type: 'changed', container: { name: 'web', tags: ['prod'] } });
  end.abort();
  await changes.next();
});

it('of a description without any are none, as an older helper wrote it', async () => {
  const { tags: _, ...older } = JSON.parse(description) as { readonly tags: unknown };
  writeFileSync(place('web').description, JSON.stringify(older));
  expect((await start().require('web', { can: 'tags', isManaged: true })).tags).toEqual([]);
});

it('make a container that of another tool, when somebody wrote there what is no tag', async () => {
  writeFileSync(place('web').description, JSON.stringify({ ...JSON.parse(description), tags: ['a\u202eb'] }));
  expect(await start().require('web', { can: 'tags' })).toMatchObject({ isManaged: false, tags: [] });
});

it('are not given where there would be too many, nor to containers that Bulkhead did not create', async () => {
  const containers = start();
  const many = Array.from({ length: 16 }, (_, index) => `t${index}`);
  await containers.tag('web', { add: many, remove: [] });
  const before = readFileSync(place('web').description, 'utf8');
  await expect(containers.tag('web', { add: ['more'], remove: [] })).rejects.toMatchObject({ code: 'too-many-tags' });
  await expect(containers.tag('foreign', { add: ['a'], remove: [] })).rejects.toMatchObject({
    code: 'container-not-managed',
  });
  await expect(containers.tag('gone', { add: ['a'], remove: [] })).rejects.toMatchObject({
    code: 'container-not-found',
  });
  expect(readFileSync(place('web').description, 'utf8')).toBe(before);
});

it('wait for nobody: while another operation has the container, they are not changed', async () => {
  const containers = start();
  await containers.exclusively('web', { reason: 'it is being started' }, async () => {
    await expect(containers.tag('web', { add: ['a'], remove: [] })).rejects.toMatchObject({ code: 'container-busy' });
  });
});
