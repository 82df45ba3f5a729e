// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSemodule, type Semodule, semoduleOver } from './semodule.ts';

const { signal } = new AbortController();
let root = '';
let semodule: Semodule;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'semodule-test-'));
  for (const folder of ['etc/selinux/default', 'var/lib/selinux/default/active/modules/disabled'])
    mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, 'etc/selinux/semanage.conf'), 'module-store = direct\n');
  writeFileSync(join(root, 'etc/selinux/config'), 'SELINUXTYPE=default\n');
  semodule = semoduleOver(createSemodule({ scratch: join(root, 'scratch'), root }));
});

afterEach(() => rmSync(root, { recursive: true }));

function storeModule(priority: number, name: string, text: string): void {
  const folder = join(root, `var/lib/selinux/default/active/modules/${priority}/${name}`);
  mkdirSync(folder, { recursive: true });
  for (const [file, content] of Object.entries({ cil: text, hll: text, lang_ext: 'cil' }))
    writeFileSync(join(folder, file), content);
}

test('a base module is read where packages install it, and at a higher priority where somebody changed it', async () => {
  storeModule(200, 'bulkhead', '(type of_the_package)\n');
  expect(await semodule.source('bulkhead', signal)).toBe('(type of_the_package)\n');
  storeModule(400, 'bulkhead', '(type of_an_administrator)\n');
  expect(await semodule.source('bulkhead', signal)).toBe('(type of_an_administrator)\n');
});

test('a module that is not there has no source', async () => {
  storeModule(200, 'bulkhead', '');
  expect(await semodule.source('bulkhead_c_web', signal)).toBeUndefined();
});

test('only modules at the priority of containers are listed as theirs', async () => {
  storeModule(200, 'bulkhead', '');
  storeModule(400, 'bulkhead_c_web', '');
  expect(await semodule.list(signal)).toEqual(['bulkhead_c_web']);
});

test('of no module nothing is read', async () => {
  rmSync(join(root, 'scratch'), { recursive: true });
  expect(await semodule.sources([], signal)).toEqual(new Map());
});
