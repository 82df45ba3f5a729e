// SPDX-License-Identifier: Apache-2.0
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Grant } from '../../contract/model/access/access.ts';
import { openRoles, type Roles } from './roles.ts';

let state = '';
let logged: string[] = [];
beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), 'bulkhead-roles-'));
  logged = [];
});
afterEach(() => rmSync(state, { recursive: true }));

const file = (): string => join(state, 'roles.json');
const open = (owner = process.getuid?.() ?? 0): Roles =>
  openRoles(state, (_level, event) => void logged.push(event), owner);
const see: Grant = { kind: 'user', name: 'bob', role: 'see', tag: 'shop' };

it('are in force at once and after a restart, in a file of root alone', () => {
  const roles = open();
  roles.set([see]);
  expect([roles.inForce(), open().inForce()]).toEqual([[see], [see]]);
  expect(statSync(file()).mode & 0o777).toBe(0o600);
  expect(readdirSync(state)).toEqual(['roles.json']);
});

it('stay in force when another program writes the file, and that is said (B13)', () => {
  const roles = open();
  roles.set([see]);
  writeFileSync(file(), JSON.stringify({ version: 1, grants: [{ ...see, role: 'administer' }] }));
  expect([roles.file(), roles.inForce()]).toEqual(['changed', [see]]);
  writeFileSync(file(), '{"version":');
  expect([roles.file(), roles.inForce()]).toEqual(['broken', [see]]);
});

it.each([
  ['is no JSON', () => writeFileSync(file(), 'x')],
  ['is of another version', () => writeFileSync(file(), '{"version":2,"grants":[]}')],
  [
    'has a role that is none',
    () => writeFileSync(file(), '{"version":1,"grants":[{"kind":"user","name":"bob","role":"root","tag":null}]}'),
  ],
  [
    'may be written by others',
    () => {
      open().set([see]);
      chmodSync(file(), 0o620);
    },
  ],
  [
    'is a link',
    () => {
      writeFileSync(join(state, 'x'), '{"version":1,"grants":[]}');
      symlinkSync('x', file());
    },
  ],
])('give nobody anything where the file %s, and can be saved again (B13)', (_what, prepare) => {
  prepare();
  const roles = open();
  expect([roles.inForce(), roles.file(), logged]).toEqual([[], 'broken', ['roles-broken']]);
  roles.set([see]);
  expect([roles.file(), JSON.parse(readFileSync(file(), 'utf8'))]).toEqual(['as-saved', { version: 1, grants: [see] }]);
});

it('give nobody anything where the file is of another owner (B13)', () => {
  open().set([see]);
  expect(open((process.getuid?.() ?? 0) + 1).inForce()).toEqual([]);
});
