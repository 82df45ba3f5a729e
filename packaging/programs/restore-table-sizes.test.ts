// SPDX-License-Identifier: Apache-2.0
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createProgramRoot, type ProgramRoot } from '../fixtures/run-program.ts';

const program = 'programs/restore-table-sizes.sh';
const record = 'run/bulkhead/table-sizes';
const largest = 'net/ipv4/neigh/default/gc_thresh3';
const connections = 'net/netfilter/nf_conntrack_max';
const folder = join(import.meta.dirname, '..');
let root: ProgramRoot;

beforeEach(() => {
  root = createProgramRoot();
  set(largest, 32_768);
  set(connections, 262_144);
  root.write(record, `${largest} 1024 32768\n${connections} 65536 262144\n`);
});

afterEach(() => root.remove());

const set = (setting: string, value: number): void => root.write(`proc/sys/${setting}`, `${value}\n`);
const sizes = () => [largest, connections].map((setting) => Number(root.read(`proc/sys/${setting}`)));

test('what the helper raised is as it was before, and the record is gone', () => {
  expect(root.run(program)).toEqual({ code: 0, stderr: '' });
  expect(sizes()).toEqual([1024, 65_536]);
  expect(existsSync(join(root.path, record))).toBe(false);
});

test('a second time changes nothing', () => {
  root.run(program);
  set(largest, 4096);
  expect(root.run(program)).toEqual({ code: 0, stderr: '' });
  expect(sizes()).toEqual([4096, 65_536]);
});

test('what somebody has changed since stays', () => {
  set(largest, 50_000);
  expect(root.run(program).code).toBe(0);
  expect(sizes()).toEqual([50_000, 65_536]);
});

test('a setting that the kernel no longer has is left out', () => {
  root.write(record, `net/ipv6/neigh/default/gc_thresh3 1024 32768\n${largest} 1024 32768\n`);
  expect(root.run(program)).toEqual({ code: 0, stderr: '' });
  expect(sizes()).toEqual([1024, 262_144]);
});

test('no other file is written, whatever the record says', () => {
  set('kernel/panic', 32_768);
  root.write('etc/passwd', '32768\n');
  root.write(record, 'kernel/panic 1 32768\n../../etc/passwd 1 32768\nnet/ipv4/neigh/default/gc_thresh3 x 32768\n');
  expect(root.run(program).code).toBe(0);
  expect([root.read('proc/sys/kernel/panic'), root.read('etc/passwd'), ...sizes()]).toEqual([
    '32768\n',
    '32768\n',
    32_768,
    262_144,
  ]);
});

test('what cannot be written is said, and the record stays', () => {
  mkdirSync(join(root.path, 'proc/sys/net/ipv6/neigh/default/gc_thresh3'), { recursive: true });
  root.tool('cat', 'case "$1" in */ipv6/*) echo 32768 ;; *) exec /usr/bin/cat "$@" ;; esac');
  root.write(record, `net/ipv6/neigh/default/gc_thresh3 1024 32768\n${largest} 1024 32768\n`);
  const { code, stderr } = root.run(program);
  expect([code, existsSync(join(root.path, record))]).toEqual([1, true]);
  expect(stderr).toContain('cannot restore all sizes');
  expect(sizes()).toEqual([1024, 262_144]);
});

test.each([
  ['deb/helper.prerm.sh', /if \[ "\$1" = remove \](?:(?!\nfi\n)[\s\S])*restore-table-sizes/],
  ['rpm/helper.preun.scriptlet', /if \[ "\$1" -eq 0 \](?:(?!\nfi\n)[\s\S])*restore-table-sizes/],
])('%s restores them on removal alone, after the helper has ended', (path, onRemoval) => {
  const text = readFileSync(join(folder, path), 'utf8');
  expect(text).toMatch(onRemoval);
  expect(text.match(/restore-table-sizes/g)).toHaveLength(1);
  expect(text.indexOf('restore-table-sizes')).toBeGreaterThan(text.lastIndexOf('bulkhead-helper.service'));
});
