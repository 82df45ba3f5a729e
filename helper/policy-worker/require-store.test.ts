// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { requireStore } from './require-store.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'policy-store-'));
  mkdirSync(join(root, 'etc/selinux'), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true }));

it.each([
  ['no configuration', undefined, undefined, /names no policy; install one/],
  ['a configuration without a policy', 'SELINUX=enforcing\n', undefined, /names no policy; install one/],
  ['another store', 'SELINUXTYPE=targeted\n', 'default', /the module store \/var\/lib\/selinux\/targeted .* not there/],
])('fails with what to do where there is %s', (_, config, store, message) => {
  write(config, store);
  expect(() => requireStore(root)).toThrow(message);
});

it('takes the last policy that is named, as SELinux does', () => {
  write('SELINUXTYPE=default\n SELINUXTYPE = targeted\n', 'targeted');
  expect(() => requireStore(root)).not.toThrow();
});

function write(config: string | undefined, store: string | undefined): void {
  if (config !== undefined) writeFileSync(join(root, 'etc/selinux/config'), config);
  if (store !== undefined) mkdirSync(join(root, 'var/lib/selinux', store, 'active/modules'), { recursive: true });
}
