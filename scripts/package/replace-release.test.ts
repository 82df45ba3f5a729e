// SPDX-License-Identifier: Apache-2.0
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { replaceRelease } from './replace-release.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'release-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

test('packages of before are gone, the window stays, and sha256sum agrees', async () => {
  const release = join(folder, 'release');
  mkdirSync(join(release, 'linux-unpacked'), { recursive: true });
  for (const name of ['old_0.1_all.deb', 'old-0.1-1.noarch.rpm', 'old.cdx.json', 'SHA256SUMS'])
    writeFileSync(join(release, name), '');
  writeFileSync(join(folder, 'new_0.2_all.deb'), 'new');
  await replaceRelease(release, [join(folder, 'new_0.2_all.deb')], { name: 'new.cdx.json', text: '{}' });
  expect(readdirSync(release).sort()).toEqual(['SHA256SUMS', 'linux-unpacked', 'new.cdx.json', 'new_0.2_all.deb']);
  expect(execFileSync('sha256sum', ['--check', 'SHA256SUMS'], { cwd: release, encoding: 'utf8' })).toBe(
    'new.cdx.json: OK\nnew_0.2_all.deb: OK\n',
  );
});
