// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { description } from '../../../bench/fuzz/texts.ts';
import { boundLines } from '../../cgroup/cgroup-bounds.ts';
import type { Claims } from '../../lxc/claims.ts';
import { containerPlaces, type HostPlaces } from '../../lxc/places.ts';
import { createRoots, type Roots } from './bring-roots.ts';

type Work = NonNullable<ReturnType<Claims['of']>>;

let folder: string;
let places: HostPlaces;
/** Notes what was mounted, staged and written, in order. */
let done: string[];
/** Stands for the kernel's table; `reads` counts how often that was read. */
let mounted: Set<string>;
let reads: number;
let claims: ReadonlyMap<string, Omit<Work, 'reason'>>;
let failing: string | undefined;
/** Settles the mount of a name. */
let open: Map<string, () => void>;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bulkhead-roots-'));
  places = { lxc: join(folder, 'lxc'), state: folder, cgroup: join(folder, 'cgroup') };
  done = [];
  mounted = new Set();
  reads = 0;
  claims = new Map();
  failing = undefined;
  open = new Map();
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Makes a container as a helper leaves it that ends well. */
function make(name: string, changes: object = {}): void {
  const own = containerPlaces(places, name);
  for (const path of [own.folder, own.layers]) mkdirSync(path, { recursive: true });
  writeFileSync(own.description, JSON.stringify({ ...JSON.parse(description), ...changes }));
  writeFileSync(own.mountTable, '');
  for (const path of [own.lower, own.rootfs]) mounted.add(path);
}

function roots(): Roots {
  return createRoots({
    host: {
      places,
      volumes: {
        areStaged: (name: string) => name !== 'unstaged',
        isOwed: (name: string) => name === 'owed',
        stage: (name: string) => void done.push(`stage ${name}`),
      } as never,
    },
    configurations: {
      linesOf: (name) => (name === 'unbounded' ? [] : boundLines()),
      write: (name) => void done.push(`write ${name}`),
      async mount(name) {
        done.push(`mount ${name}`);
        if (name === failing) throw new Error('no image');
        if (name === 'slow') await new Promise<void>((resolve) => open.set(name, resolve));
      },
    },
    claims: {
      of(name) {
        const work = claims.get(name);
        return work === undefined ? undefined : { reason: 'of the test', ...work };
      },
    },
    onTrouble: (name, error) => void done.push(`${name}: ${String(error)}`),
    readMounts() {
      reads += 1;
      return mounted;
    },
  });
}

const unmount = (name: string): unknown => mounted.delete(containerPlaces(places, name).rootfs);

describe('the roots of containers', () => {
  it('cost 200 containers that have their mounts one reading of the table, and nothing is done', async () => {
    for (let index = 0; index < 200; index += 1) make(`c${index}`);
    await roots().bringAll();
    expect([done, reads]).toEqual([[], 1]);
  });

  it('are mounted with the volumes where one of the mounts is missing, or what mounts them without the helper', async () => {
    for (const name of ['bare', 'db', 'table', 'unstaged', 'owed']) make(name);
    make('unstaged', { volumes: [{ source: '/srv/a', target: '/srv', readOnly: false, category: null }] });
    for (const name of ['db', 'owed']) unmount(name);
    rmSync(containerPlaces(places, 'table').mountTable);
    await roots().bringAll();
    expect(done).toEqual([
      'mount db',
      'stage db',
      'mount owed',
      'mount table',
      'stage table',
      'mount unstaged',
      'stage unstaged',
    ]);
  });

  it('bring the limits of cgroups that an older helper has not written', async () => {
    make('unbounded');
    await roots().bringAll();
    expect(done).toEqual(['write unbounded']);
  });

  it('are of containers that Bulkhead manages', async () => {
    mkdirSync(containerPlaces(places, 'foreign').folder, { recursive: true });
    await roots().bringAll();
    expect(done).toEqual([]);
  });

  it('of one that fails keeps the others from nothing', async () => {
    for (const name of ['a', 'b']) make(name);
    for (const name of ['a', 'b']) unmount(name);
    failing = 'a';
    await roots().bringAll();
    expect(done).toEqual(['mount a', 'a: Error: no image', 'mount b', 'stage b']);
  });

  it('of one that a request is about is brought before its turn, and not once more', async () => {
    for (const name of ['slow', 'web']) make(name);
    for (const name of ['slow', 'web']) unmount(name);
    const all = roots();
    const bringing = all.bringAll();
    await expect.poll(() => open.has('slow')).toBe(true);
    await all.bring('web');
    expect(done).toEqual(['mount slow', 'mount web', 'stage web']);
    open.get('slow')?.();
    await bringing;
    expect(done).toEqual(['mount slow', 'mount web', 'stage web', 'stage slow']);
  });

  it('of one that is started, ended or made meanwhile are left to who does that', async () => {
    for (const name of ['new', 'starting', 'labelled', 'late']) make(name);
    for (const name of ['new', 'starting', 'labelled', 'late']) unmount(name);
    claims = new Map<string, Omit<Work, 'reason'>>([
      ['new', { isHidden: true }],
      ['starting', { transition: 'starting' }],
      ['labelled', {}],
    ]);
    rmSync(containerPlaces(places, 'late').description);
    const all = roots();
    // Its creation waited for this when there was nothing of it yet.
    await all.bring('late');
    make('late');
    unmount('late');
    await all.bringAll();
    expect(done).toEqual(['mount labelled', 'stage labelled']);
  });
});
