// SPDX-License-Identifier: Apache-2.0
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const files = {
  'test.test.js': "test('is true', () => {});\ntest('adds', () => expect(1).toBe(2));",
  'hook.test.js':
    "describe('after all', () => {\n  afterAll(() => {\n    throw new Error('hook');\n  });\n  test('a', () => {});\n});",
  'load.test.js': "throw new Error('load');",
  'outside.test.js':
    "const fail = () => {\n  throw new Error('outside');\n};\n" +
    "test('b', () => new Promise((resolve) => (setImmediate(fail), setTimeout(resolve, 10))));",
};
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'vitest-report-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('holds what failed in tests, in hooks, while files are loaded, and outside all tests', () => {
  const report = join(folder, 'report.json');
  const reporter = resolve(import.meta.dirname, 'vitest-report.mjs');
  const args = ['run', '--root', folder, '--globals', '--reporter', reporter];
  const { status } = spawnSync(process.execPath, [resolve('node_modules/vitest/vitest.mjs'), ...args], {
    env: { ...process.env, BULKHEAD_TEST_REPORT: report },
  });
  expect(status).toBe(1);
  const { passed, failures } = JSON.parse(readFileSync(report, 'utf8')) as { passed: number; failures: string[] };
  expect(passed).toBe(3);
  expect(failures.map((failure) => failure.split('\n').slice(0, 2)).sort()).toEqual([
    ['✗ hook.test.js > after all', '    Error: hook'],
    ['✗ load.test.js', '    Error: load'],
    ['✗ outside all tests', '    Error: outside'],
    ['✗ test.test.js > adds', '    AssertionError: expected 1 to be 2 // Object.is equality'],
  ]);
});
