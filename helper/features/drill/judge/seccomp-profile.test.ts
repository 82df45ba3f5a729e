// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { deniedNamespaceCalls } from '../../../lxc/network/namespace-guard.ts';
import { deniedCallsIn } from './seccomp-profile.ts';

const folder = mkdtempSync(join(tmpdir(), 'bulkhead-seccomp-'));
afterAll(() => rmSync(folder, { recursive: true }));

function calls(text: string): readonly unknown[] {
  const path = join(folder, 'profile');
  writeFileSync(path, text);
  return [...deniedCallsIn(path)];
}

it('has the calls that are always denied, and those that are denied with a flag, by its name (N1)', () => {
  const own = join(import.meta.dirname, '../../../lxc/seccomp/container.seccomp');
  expect(Object.fromEntries(deniedCallsIn(own))).toMatchObject({
    finit_module: 1,
    clone3: 38,
    'clone CLONE_NEWNET': 1,
    'unshare CLONE_NEWNET': 1,
  });
  expect(deniedCallsIn(own).has('unshare')).toBe(false);
  expect(calls(`2\ndenylist\n[all]\n${deniedNamespaceCalls}\n`)).toContainEqual(['unshare CLONE_NEWNET', 1]);
});

it('leaves out what depends on something else, and profiles of another kind', () => {
  const other = 'unshare errno 1 [0,0x40000000,SCMP_CMP_MASKED_EQ,0]\nclone errno 1 [0,0x80,SCMP_CMP_MASKED_EQ,0x80]\n';
  expect(calls(`2\ndenylist\n${other}bpf errno 1 # a remark\n`)).toEqual([['bpf', 1]]);
  expect([calls('2\nallowlist\nbpf errno 1\n'), [...deniedCallsIn(join(folder, 'absent'))]]).toEqual([[], []]);
});
