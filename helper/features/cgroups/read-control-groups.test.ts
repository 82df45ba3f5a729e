// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ControlGroup } from '../../../contract/model/host/control-group.ts';
import { neverAborts } from '../../system/work/never-aborts.ts';
import { readControlGroups } from './read-control-groups.ts';

let root: string;
const signal = neverAborts;
const nobodys = (): undefined => undefined;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'bulkhead-cgroups-'));
});
afterEach(() => rmSync(root, { recursive: true }));

function make(path: string | Buffer, files: Readonly<Record<string, string>> = {}): void {
  const folder = Buffer.concat([Buffer.from(`${root}/`), Buffer.from(path)]);
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files))
    writeFileSync(Buffer.concat([folder, Buffer.from(`/${name}`)]), `${text}\n`);
}

const pathsOf = (groups: readonly ControlGroup[]): readonly string[] => groups.map(({ path }) => path);

it('gives each group below its parent, siblings by name, and of a container nothing below it', async () => {
  for (const path of ['system.slice/b.service', 'system.slice/a.service/sub', 'lxc.payload.web/own/deep', 'init.scope'])
    make(path);
  make('lxc.payload.web', { 'cgroup.stat': 'nr_descendants 2\nnr_dying_descendants 0' });
  const containerOf = (path: string): string | undefined => (path === '/lxc.payload.web' ? 'web' : undefined);
  const { groups, omitted } = await readControlGroups(root, { signal, containerOf });
  expect(pathsOf(groups)).toEqual([
    '/',
    '/init.scope',
    '/lxc.payload.web',
    '/system.slice',
    '/system.slice/a.service',
    '/system.slice/a.service/sub',
    '/system.slice/b.service',
  ]);
  expect(groups.map(({ container }) => container).filter((name) => name !== null)).toEqual(['web']);
  expect([groups[2]?.below, omitted]).toEqual([2, 0]);
});

it('reads what a group uses and what limits it', async () => {
  make('web', {
    'pids.current': '12',
    'pids.max': '500',
    'cpu.stat': 'usage_usec 1500\nuser_usec 1000\nsystem_usec 500',
    'cpu.max': '150000 100000',
    'cpu.weight': '200',
    'memory.current': '4096',
    'memory.high': '8192',
    'memory.max': '16384',
    'cgroup.events': 'populated 1\nfrozen 1',
  });
  make('free', { 'pids.max': 'max', 'cpu.max': 'max 100000', 'memory.high': 'max', 'memory.max': 'max' });
  const { groups } = await readControlGroups(root, { signal, containerOf: nobodys });
  expect(groups.find(({ path }) => path === '/web')).toEqual({
    path: '/web',
    container: null,
    below: 0,
    processes: 12,
    maxProcesses: 500,
    cpuUsec: 1500,
    maxCpus: 1.5,
    cpuWeight: 200,
    memoryBytes: 4096,
    highMemoryBytes: 8192,
    maxMemoryBytes: 16384,
    isFrozen: true,
  });
  expect(groups.find(({ path }) => path === '/free')).toMatchObject({
    processes: null,
    maxProcesses: null,
    cpuUsec: null,
    maxCpus: null,
    highMemoryBytes: null,
    maxMemoryBytes: null,
    isFrozen: false,
  });
});

it('reads a group whatever its name is (C10)', async () => {
  make(Buffer.from('user.slice/a\xff b', 'latin1'), { 'pids.current': '3' });
  const { groups } = await readControlGroups(root, { signal, containerOf: nobodys });
  expect(groups.at(-1)).toMatchObject({ path: '/user.slice/a\udcff b', processes: 3 });
});

it('leaves out the deepest where there are too many, and counts them', async () => {
  for (const path of ['a/1/x', 'a/2', 'b']) make(path);
  const { groups, omitted } = await readControlGroups(root, { signal, containerOf: nobodys, maxCount: 4 });
  expect([pathsOf(groups), omitted]).toEqual([['/', '/a', '/a/1', '/b'], 2]);
});

it('ends when it is no longer wanted', async () => {
  const ended = AbortSignal.abort(new Error('nobody waits'));
  await expect(readControlGroups(root, { signal: ended, containerOf: nobodys })).rejects.toThrow('nobody waits');
});
