// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { inEnglish } from '../../../contract/fixtures/in-english.ts';
import { problemOfOwnDomain } from './planned-domain.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'planned-domain-'));
});
afterEach(() => rmSync(root, { recursive: true }));

function install(path: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), '');
}

it('a plan learns which program is missing for a domain of its own', () => {
  install('usr/sbin/semodule');
  expect(inEnglish(problemOfOwnDomain(root))).toMatch(/^the host has no \/usr\/bin\/secilc, /);
  install('usr/bin/secilc');
  expect(problemOfOwnDomain(root)).toBeNull();
});
