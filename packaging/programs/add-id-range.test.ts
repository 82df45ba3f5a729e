// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createProgramRoot, type ProgramRoot } from '../fixtures/run-program.ts';

const program = 'programs/add-id-range.sh';
let root: ProgramRoot;

beforeEach(() => {
  root = createProgramRoot();
  root.tool('usermod');
  root.write('etc/login.defs', '# SUB_UID_MAX 5\nSUB_UID_MAX\t\t600100000\nSUB_GID_MAX   600100000\n');
  root.write('etc/subuid', '');
  root.write('etc/subgid', '');
});

afterEach(() => root.remove());

/** The range that usermod was given. */
function range(): readonly number[] {
  const [, first, last] = /(\d+)-(\d+)/.exec(root.calls()[0] ?? '') ?? [];
  return [Number(first), Number(last)];
}

test('root gets a thousand million ids above those that useradd gives to people', () => {
  root.write('etc/subuid', 'alice:100000:65536\n');
  expect(root.run(program)).toEqual({ code: 0, stderr: '' });
  const [first = 0, last = 0] = range();
  expect(root.calls()).toEqual([`usermod --add-subuids ${first}-${last} --add-subgids ${first}-${last} root`]);
  expect(first).toBeGreaterThan(600_100_000);
  expect(first % 65_536).toBe(0);
  expect(last - first + 1).toBe(1_000_000_000);
});

test('what a useradd without configuration gives is left to it', () => {
  root.write('etc/login.defs', '');
  root.run(program);
  expect(range()[0]).toBeGreaterThan(600_100_000);
});

test('the range is above every other one, in both files', () => {
  root.write('etc/subuid', 'a:700000000:1000\n');
  root.write('etc/subgid', 'b:900000000:50000000\n');
  root.run(program);
  expect(range()[0]).toBeGreaterThanOrEqual(950_000_000);
});

test('a root that has ids keeps them, and only the missing file gets some', () => {
  root.write('etc/subuid', 'root:100000:1000000000\n');
  root.write('etc/subgid', '0:100000:1000000000\n');
  root.run(program);
  expect(root.calls()).toEqual([]);
  root.write('etc/subgid', '');
  root.run(program);
  expect(root.calls()).toEqual([expect.stringMatching(/^usermod --add-subgids \d+-\d+ root$/)]);
});

test('where few ids are left it takes these, and where none are it says so', () => {
  root.write('etc/subuid', 'a:4000000000:1000\n');
  root.run(program);
  expect(range()[1]).toBe(4_294_899_999);
  root.write('etc/subuid', 'a:4294000000:800000\n');
  const { code, stderr } = root.run(program);
  expect(code).toBe(1);
  expect(stderr).toMatch(/cannot find free subordinate ids for root: .*; free a range there, and run/);
});

test('files that are not there yet are made for all to read', () => {
  root.tool('install', '/usr/bin/install "$@"');
  root.run(program);
  expect(root.read('etc/subuid')).toBe('');
});
