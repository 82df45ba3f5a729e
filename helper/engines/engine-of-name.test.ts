// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { chooseByName, type EngineNames, failWithout, isNameTaken } from './engine-of-name.ts';

let folder: string;
let names: EngineNames;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'names-'));
  for (const name of ['web', 'both']) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'config'), '');
  }
  names = { places: { lxc: folder }, incus: { has: (name) => ['both', 'db'].includes(name) } };
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a name that LXC has is of LXC, and one that nobody has as well', () => {
  const chosen = ['web', 'both', 'db', 'none'].map((name) => chooseByName(name, names, { lxc: 'lxc', incus: 'incus' }));
  expect(chosen).toEqual(['lxc', 'lxc', 'incus', 'lxc']);
});

test('a name is taken that any engine has', () => {
  expect(['web', 'both', 'db', 'none'].map((name) => isNameTaken(name, names))).toEqual([true, true, true, false]);
});

test('who asks for one that LXC lacks learns that Incus has it', () => {
  const failure = (code: string, name: string): object => expect.objectContaining({ code, data: { name } }) as object;
  expect(() => failWithout('db', 'container-not-found', names.incus)).toThrow(failure('container-of-incus', 'db'));
  expect(() => failWithout('none', 'container-not-managed', names.incus)).toThrow(
    failure('container-not-managed', 'none'),
  );
});
