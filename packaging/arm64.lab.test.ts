// SPDX-License-Identifier: Apache-2.0
/** Reads what the package of the helper for arm64 holds, and starts its programs on an emulated processor. */

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openArm64Node, type RunNode } from './fixtures/arm64-node.ts';
import { packagesFor, releaseFolder } from './fixtures/release-packages.ts';

const minutes = 60_000;
const programs = 'usr/lib/bulkhead';
/** `e_machine` of an ELF file, at byte 18, by the ABI of the processor. */
const aarch64 = 183;
let folder = '';
let node: RunNode;

function dpkg(...words: readonly string[]): string {
  return execFileSync('dpkg-deb', words, { encoding: 'utf8' });
}

function packageOf(architecture: 'amd64' | 'arm64'): string {
  const name = packagesFor('deb', architecture).find((one) => one.startsWith('bulkhead-helper_'));
  if (name === undefined)
    throw new Error(`cannot test arm64: release/ has no helper for ${architecture}; run "npm run package" for both`);
  return join(releaseFolder, name);
}

/** Lists the files of a package below a folder, without what names the processor. */
function filesOf(path: string): readonly string[] {
  return dpkg('--contents', path)
    .split('\n')
    .map((line) => line.split(' ').at(-1) ?? '')
    .filter((name) => !name.endsWith('/'))
    .map((name) => name.replaceAll(/linux[-_](?:x64|arm64)/g, 'linux-PROCESSOR'))
    .sort();
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bulkhead-arm64-'));
  dpkg('-x', packageOf('arm64'), folder);
  node = await openArm64Node();
}, 10 * minutes);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('holds the same files as that for amd64, each library for its own processor', () => {
  expect(dpkg('--field', packageOf('arm64'), 'Architecture').trim()).toBe('arm64');
  expect(filesOf(packageOf('arm64'))).toEqual(filesOf(packageOf('amd64')));
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const machines = files.flatMap((entry) => {
    const bytes = readFileSync(join(entry.parentPath, entry.name));
    return bytes.subarray(0, 4).toString('latin1') === '\x7fELF' ? [bytes.readUInt16LE(18)] : [];
  });
  expect(machines).toEqual([aarch64, aarch64, aarch64]);
});

it(
  'calls the C library, keeps a database and opens a terminal by its native packages',
  { timeout: 2 * minutes },
  async () => {
    const script = join(folder, programs, 'try-native.cjs');
    writeFileSync(script, tryNative);
    const { code, stdout, stderr } = await node([script]);
    expect([code, stdout.trim().split('\n'), stderr]).toEqual([0, ['true', '2', '"hello\\r\\n"'], '']);
  },
);

it('runs the command line', { timeout: 2 * minutes }, async () => {
  const { stdout } = await node([join(folder, programs, 'cli/bulkheadctl.js'), '--version']);
  expect(stdout).toMatch(/^bulkheadctl \d+\.\d+\.\d+\n$/);
});

it('starts the helper, which says what this machine lacks', { timeout: 2 * minutes }, async () => {
  const { code, stderr } = await node([join(folder, programs, 'bulkhead-helper.js'), '--state', join(folder, 'state')]);
  expect(stderr).toMatch(/cannot start/);
  expect(code).not.toBe(0);
});

const tryNative = `
const libc = require('koffi').load('libc.so.6');
console.log(libc.func('int getpid()')() === process.pid);
const Database = require('libsql');
console.log(new Database(':memory:').prepare('select 1 + 1 as sum').get().sum);
require('@lydell/node-pty')
  .spawn('/bin/echo', ['hello'], {})
  .onData((text) => console.log(JSON.stringify(text)));
`;
