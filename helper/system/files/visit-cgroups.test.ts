// SPDX-License-Identifier: Apache-2.0
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmdirSync, unlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { farDepth, makeFar, removeFar } from './fixtures/far-folder.ts';
import { visitCgroups } from './visit-cgroups.ts';

const procs = Buffer.from('/cgroup.procs');
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'bulkhead-cgroups-'));
});
afterEach(() => removeFar(root));

it('reaches each, however deep and whatever its name, the deepest first (C10)', () => {
  makeFar(root, 'echo 4711 > cgroup.procs');
  const texts: string[] = [];
  let visited = 0;
  visitCgroups(root, (place) => {
    visited += 1;
    if (readdirSync(place).includes('cgroup.procs'))
      texts.push(`${visited}: ${readFileSync(Buffer.concat([place, procs]), 'utf8')}`);
  });
  // The root, and that of the odd name.
  expect([visited, texts]).toEqual([farDepth + 2, ['1: 4711\n']]);
});

it('can remove all of them (C10)', () => {
  makeFar(root, 'touch cgroup.procs');
  visitCgroups(root, (place) => {
    if (readdirSync(place).includes('cgroup.procs')) unlinkSync(Buffer.concat([place, procs]));
    rmdirSync(place);
  });
  expect(existsSync(root)).toBe(false);
});

it('visits nothing where there is none', () => {
  const visited: Buffer[] = [];
  visitCgroups(join(root, 'gone'), (place) => visited.push(place));
  expect(visited).toEqual([]);
});
