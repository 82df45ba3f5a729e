// SPDX-License-Identifier: Apache-2.0
import { inEnglish } from '../../../../contract/fixtures/in-english.ts';
import { closeSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { setLabel } from '../../../selinux/labels/labels.ts';
import { openFolder, openSource, problemOfSource as givenProblemOfSource } from './volume-source.ts';

const problemOfSource = (...args: Parameters<typeof givenProblemOfSource>) => inEnglish(givenProblemOfSource(...args));

const base = mkdtempSync(join(tmpdir(), 'bulkhead-volume-'));
afterAll(() => rmSync(base, { recursive: true }));

test.each([
  '/etc',
  '/etc/nginx',
  '/usr/share',
  '/proc/1',
  '/root/x',
  '/var/lib/lxc/web/rootfs',
  '/var/lib/bulkhead/containers/web/upper',
  '/run/lock',
  '/var/log',
  '/boot',
])("%s is the system's, and no volume", (path) => {
  expect(problemOfSource(path)).toMatch(/belongs to the system$/);
});

test.each(['/srv', '/home', '/var/lib', '/tmp'])('%s is too wide, and a folder below it is not', (path) => {
  expect(problemOfSource(path)).toContain('too wide');
  expect(problemOfSource(`${path}/data`)).toBe(undefined);
});

test('a name that only begins like that of a system folder is no system folder', () => {
  expect(problemOfSource('/etcetera')).toBe(undefined);
  expect(problemOfSource('/var/lib/lxcfoo')).toBe(undefined);
});

test('a link anywhere on the way is rejected, and so is what is no folder or is not there', () => {
  mkdirSync(join(base, 'real/deep'), { recursive: true });
  symlinkSync('real', join(base, 'link'));
  symlinkSync('deep', join(base, 'real/last'));
  writeFileSync(join(base, 'file'), '');
  for (const path of ['link/deep', 'link', 'real/last'])
    expect(() => openSource(join(base, path)), path).toThrow('is a symbolic link');
  expect(() => openSource(join(base, 'file'))).toThrow('it is no folder');
  expect(() => openSource(join(base, 'missing'))).toThrow('no such folder');
  expect(openFolder(join(base, 'missing'))).toBe(undefined);
});

test.runIf(process.getuid?.() === 0)('a folder whose file system keeps labels is opened', () => {
  const path = join(base, 'labelled');
  mkdirSync(path);
  const folder = openFolder(path) ?? -1;
  setLabel(folder, 'u:object_r:var_t:s0');
  closeSync(folder);
  closeSync(openSource(path));
});
