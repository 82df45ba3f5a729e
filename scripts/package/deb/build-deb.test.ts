// SPDX-License-Identifier: Apache-2.0
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { helperPackage } from '../../../packaging/packages.ts';
import { buildDeb } from './build-deb.ts';
import { stagePackage } from '../stage-package.ts';

const time = 1_795_600_000;
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'build-deb-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

/** A package made in a folder of this name, of sources with these modes. */
async function make(name: string, mode: number): Promise<string> {
  const sources = join(folder, `${name}-sources`);
  const output = join(folder, `${name}-output`);
  for (const path of [sources, output]) mkdirSync(path);
  for (const file of ['tool', 'data']) writeFileSync(join(sources, file), `${file}\n`);
  chmodSync(join(sources, 'data'), mode);
  const content = {
    files: [
      { source: join(sources, 'tool'), target: '/usr/lib/x/tool', mode: 0o4755 },
      { source: join(sources, 'data'), target: '/usr/lib/x/inner/data', mode: 0o644 },
    ],
    links: [{ path: '/usr/bin/x', target: '../lib/x/tool' }],
    texts: new Map([['/usr/share/doc/x/copyright', 'ours\n']]),
  };
  const staged = join(folder, `${name}-staged`);
  await stagePackage(staged, content);
  const facts = {
    version: '1.2.3',
    maintainer: 'Somebody <somebody@example.org>',
    architecture: 'amd64',
    time,
    isDevelopment: true,
  } as const;
  return buildDeb(helperPackage, { ...facts, staged, output, control: new Map([['postinst', '#!/bin/sh\nexit 0\n']]) });
}

const dpkg = (...words: readonly string[]): string => execFileSync('dpkg-deb', words, { encoding: 'utf8' });

test('the same content gives the same bytes, whenever and wherever it is made', async () => {
  const before = process.umask(0o077);
  const first = await make('first', 0o600);
  process.umask(0o022);
  const second = await make('second', 0o664);
  process.umask(before);
  expect(readFileSync(second).equals(readFileSync(first))).toBe(true);
});

test('everything belongs to root, with the modes of the table and the time of the build', async () => {
  const lines = dpkg('--contents', await make('one', 0o600))
    .trimEnd()
    .split('\n');
  expect(lines.every((line) => line.includes(' root/root '))).toBe(true);
  expect(lines.every((line) => line.includes('2026-11-25'))).toBe(true);
  expect(lines).toContainEqual(expect.stringMatching(/^-rwsr-xr-x .*\/usr\/lib\/x\/tool$/));
  expect(lines).toContainEqual(expect.stringMatching(/^-rw-r--r-- .*\/usr\/lib\/x\/inner\/data$/));
  expect(lines).toContainEqual(expect.stringMatching(/^drwxr-xr-x .*\/usr\/lib\/x\/$/));
  expect(lines).toContainEqual(expect.stringMatching(/\/usr\/bin\/x -> \.\.\/lib\/x\/tool$/));
});

test('it is a package of this build, whose files are summed and whose script may be run', async () => {
  const path = await make('one', 0o600);
  expect(path).toMatch(/\/bulkhead-helper_1\.2\.3_amd64\.deb$/);
  expect(dpkg('--field', path, 'Depends')).toContain('bulkhead-selinux (= 1.2.3), ');
  expect(dpkg('--field', path, 'Installed-Size').trim()).toBe('3');
  const control = join(folder, 'control');
  dpkg('--control', path, control);
  expect(readFileSync(join(control, 'md5sums'), 'utf8')).toMatch(/^[0-9a-f]{32} {2}usr\/lib\/x\/inner\/data$/m);
  execFileSync(join(control, 'postinst'));
});
