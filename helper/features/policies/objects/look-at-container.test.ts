// SPDX-License-Identifier: Apache-2.0
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  fstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { textOf } from '../../../../contract/text.ts';
import type { MountEntry } from '../../../system/files/mount-info.ts';
import type { SeenObject } from './judge-object.ts';
import { createLookAtContainer } from './look-at-container.ts';
import { lookAtMounts, sampleTree } from './look-at-mounts.ts';
import { lookAtProcesses } from './look-at-processes.ts';
import { createTally } from './tally.ts';

const { signal } = new AbortController();
const context = 'system_u:system_r:bulkhead_t:s0:c5,c6';
const planted = 'system_u:object_r:bulkhead_file_t:s0';
const good = 'system_u:object_r:bulkhead_file_t:s0:c5,c6';

let folder: string;
let root: number;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bulkhead-objects-'));
  mkdirSync(join(folder, 'srv', 'deep'), { recursive: true });
  writeFileSync(join(folder, 'srv', 'deep', 'bad'), '');
  root = openSync(folder, 'r');
});
afterEach(() => {
  closeSync(root);
  rmSync(folder, { recursive: true });
});

/** Labels the file with this inode, and all others as they should be. */
function labelsWith(path: string): (fd: number) => string {
  const { ino } = fstatSync(openedFor(path));
  return (fd) => (fstatSync(fd).ino === ino ? planted : good);
}

const opened: number[] = [];
afterEach(() => opened.splice(0).forEach((fd) => closeSync(fd)));
function openedFor(path: string): number {
  const fd = openSync(path, 'r');
  opened.push(fd);
  return fd;
}

function tallying() {
  const seen: SeenObject[] = [];
  return { seen, tally: createTally((object) => seen.push(object)) };
}

const badOnes = (seen: readonly SeenObject[]): readonly string[] =>
  seen.filter(({ label }) => label === planted).map(({ kind, path }) => `${kind} ${path}`);

function mountOf(changes: Partial<MountEntry> = {}): MountEntry {
  const id = Number(/^mnt_id:\s*(\d+)$/m.exec(readFileSync(`/proc/self/fdinfo/${root}`, 'utf8'))?.[1]);
  return { id, parent: 1, root: '/', point: '/', type: 'ext4', options: 'rw', ...changes };
}

describe('the mounts of a container', () => {
  it('are looked at with a planted file in them, as the container names it', async () => {
    const { seen, tally } = tallying();
    const labelOf = labelsWith(join(folder, 'srv', 'deep', 'bad'));
    await lookAtMounts({ root, mounts: [mountOf()], labelOf }, tally, signal);
    expect(badOnes(seen)).toEqual(['file /srv/deep/bad']);
    expect(tally.result()).toEqual({
      looked: { mount: 1, file: 3, terminal: 0, process: 0, descriptor: 0, socket: 0 },
      unread: 0,
      left: [],
    });
  });

  it('are looked at with their own label, and not where another one covers them', async () => {
    const { seen, tally } = tallying();
    const labelOf = labelsWith(folder);
    const mounts = [mountOf(), mountOf({ id: 1, point: '/srv' })];
    await lookAtMounts({ root, mounts, labelOf }, tally, signal);
    expect(badOnes(seen)).toEqual(['mount /']);
    expect(tally.result().left.map(textOf)).toEqual(['1 mounts that others cover']);
  });

  it('are not opened where a process may serve them, nor what lies in them', async () => {
    const { seen, tally } = tallying();
    const served = mountOf({ id: 8, point: '/srv', type: 'fuse.x', options: `rw,context="${planted}"` });
    const inside = mountOf({ parent: 8, point: '/srv/deep', type: 'tmpfs' });
    const layered = mountOf({ id: 9, point: '/srv', type: 'overlay' });
    await lookAtMounts({ root, mounts: [served, inside, layered], labelOf: () => good }, tally, signal);
    expect(badOnes(seen)).toEqual(['mount /srv']);
    expect(tally.looked).toMatchObject({ mount: 1, file: 0 });
    expect(tally.result().left.map(textOf)).toEqual([
      '3 mounts that a process may serve, or lie in such a one: fuse.x, overlay, tmpfs',
    ]);
  });

  it('are looked at up to a number of entries, those nearest to the root first, and into no link', async () => {
    for (let count = 0; count < 500; count += 1) writeFileSync(join(folder, 'srv', `${count}`), '');
    symlinkSync('/', join(folder, 'away'));
    const { seen, tally } = tallying();
    const tree = { path: '/data', folder: root, kind: 'file' as const, labelOf: () => good };
    expect(await sampleTree(tree, tally, signal)).toBe(false);
    expect([seen.length, tally.looked.file]).toEqual([400, 400]);
    expect(seen.find(({ path }) => path === '/data/away')?.isLink).toBe(true);
    expect(seen.some(({ path }) => path.startsWith('/data/away/') || path === '/data/srv/deep/bad')).toBe(false);
  });

  it('count what cannot be read, and not what is gone', async () => {
    const { tally } = tallying();
    const failing = (code: string) => (): never => {
      throw Object.assign(new Error(code), { code });
    };
    for (const code of ['EACCES', 'ENOENT']) tally.see({ kind: 'file', path: '/x' }, failing(code));
    expect(tally.result()).toMatchObject({ looked: { file: 0 }, unread: 1 });
    const fault = (): never => {
      throw new TypeError('a fault');
    };
    expect(() => tally.see({ kind: 'file', path: '/x' }, fault)).toThrow('a fault');
  });
});

/** A process that has open the planted file, a socket (which Node makes of a pipe), and nothing else. */
let child: ChildProcess;
/** The test's own process may have more open than is looked at. */
let pid: number;
beforeEach(async () => {
  child = spawn('sleep', ['infinity'], { stdio: [openedFor(join(folder, 'srv', 'deep', 'bad')), 'pipe', 'ignore'] });
  await once(child, 'spawn');
  pid = child.pid ?? 0;
});
afterEach(async () => {
  child.kill();
  await once(child, 'exit');
});

describe('the processes of a container', () => {
  it('are looked at with what they have open: a planted file, and sockets', async () => {
    const { seen, tally } = tallying();
    const path = join(folder, 'srv', 'deep', 'bad');
    const labelOf = labelsWith(path);
    await lookAtProcesses({ pids: [pid], contextOf: () => context, labelOf }, tally, signal);
    const found = seen.filter(({ label }) => label === planted);
    expect(found).toMatchObject([{ kind: 'descriptor', key: path }]);
    expect(found[0]?.path).toMatch(new RegExp(`^/proc/${pid}/fd/\\d+ -> ${path}$`));
    expect(tally.looked.process).toBe(1);
    expect(seen.some(({ kind, key = '' }) => kind === 'socket' && /^socket:\[\d+\]$/.test(key))).toBe(true);
  });

  it('are not looked at where the number is that of another process by now', async () => {
    const { seen, tally } = tallying();
    const contexts = [context, 'system_u:system_r:init_t:s0'];
    await lookAtProcesses({ pids: [pid], contextOf: () => contexts.shift(), labelOf: () => planted }, tally, signal);
    expect([seen, tally.looked.process]).toEqual([[], 0]);
  });
});

it('looks at a container by its init, and at none that has ended or that has another context by now', async () => {
  const path = join(folder, 'srv', 'deep', 'bad');
  const look = (contextOf: () => string | undefined, initPid = pid) => {
    const seen: SeenObject[] = [];
    const lookAt = createLookAtContainer({
      cgroupRoot: '/nowhere',
      pidsOf: () => [0, pid],
      contextOf,
      labelOf: labelsWith(path),
    });
    return lookAt({ name: 'web', initPid, context }, (object) => seen.push(object), signal).then((looked) => ({
      looked,
      seen,
    }));
  };
  const { looked, seen } = await look(() => context);
  expect(looked?.looked).toMatchObject({ process: 1 });
  expect(seen.some(({ kind, label }) => kind === 'descriptor' && label === planted)).toBe(true);
  expect((await look(() => 'system_u:system_r:init_t:s0')).looked).toBeUndefined();
  expect((await look(() => context, 2 ** 22 + 1)).looked).toBeUndefined();
});
