// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { loadCompiled } from './load-compiled.ts';

let folder: string;
let bundle: string;
const results = (): readonly unknown[] => (globalThis as unknown as { results: unknown[] }).results;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bulkhead-compiled-'));
  bundle = join(folder, 'bundle.js');
  writeFileSync(bundle, "globalThis.results.push([require('node:path').basename(__filename), typeof module.exports]);");
  Object.assign(globalThis, { results: [] });
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true });
});

function start(): readonly string[] {
  loadCompiled(bundle, folder);
  vi.runAllTimers();
  return readdirSync(folder).filter((name) => name.includes('.code'));
}

it('runs a bundle as require would, the first time and with what was kept', () => {
  const kept = start();
  expect(kept).toEqual([expect.stringMatching(/^[0-9a-f]{64}\.code$/)]);
  expect(start()).toEqual(kept);
  expect(results()).toEqual([
    ['bundle.js', 'object'],
    ['bundle.js', 'object'],
  ]);
});

it('compiles again what changed, and keeps that alone', () => {
  const [first] = start();
  writeFileSync(bundle, 'globalThis.results.push("changed");');
  const kept = start();
  expect(results()).toEqual([['bundle.js', 'object'], 'changed']);
  expect(kept).toHaveLength(1);
  expect(kept).not.toContain(first);
});

it('replaces what V8 rejects', () => {
  const [name = ''] = start();
  writeFileSync(join(folder, name), 'not compiled');
  expect(start()).toEqual([name]);
  expect(results()).toHaveLength(2);
});

describe('a folder or a file that others may write to', () => {
  const sourceOf = (word: string): string => `globalThis.results.push("${word}");`;

  it('gets nothing', () => {
    chmodSync(folder, 0o777);
    expect(start()).toEqual([]);
  });

  /** What is kept for one bundle comes from another of the same length, which is all that V8 compares. */
  function runWithCodeOf(other: string, word: string, mode: number): void {
    writeFileSync(bundle, sourceOf(other));
    const [kept = ''] = start();
    const name = `${createHash('sha256').update(sourceOf(word)).digest('hex')}.code`;
    renameSync(join(folder, kept), join(folder, name));
    chmodSync(join(folder, name), mode);
    writeFileSync(bundle, sourceOf(word));
    start();
  }

  it('is not believed', () => {
    runWithCodeOf('one', 'two', 0o600);
    runWithCodeOf('six', 'ten', 0o666);
    expect(results()).toEqual(['one', 'one', 'six', 'ten']);
  });
});

it('keeps nothing without a folder', () => {
  loadCompiled(bundle, undefined);
  vi.runAllTimers();
  expect(readdirSync(folder)).toEqual(['bundle.js']);
});
