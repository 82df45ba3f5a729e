// SPDX-License-Identifier: Apache-2.0
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { limitKinds } from '../../contract/model/settings/limit-kinds.ts';
import { settingKinds } from '../../contract/model/settings/setting-kinds.ts';
import { operationNames } from '../../contract/operations/index.ts';
import { leaveOutDocumentation } from './leave-out-documentation.ts';

const contract = join(import.meta.dirname, '../../contract');
const { transform } = leaveOutDocumentation();

/** Gives what the page loads of a source file. */
function loadedOf(path: string): string {
  const code = readFileSync(path, 'utf8');
  if (typeof transform !== 'function') throw new TypeError('cannot run the plugin: it has no transform');
  const changed = transform.call({} as never, code, path);
  return changed !== null && typeof changed === 'object' && 'code' in changed ? (changed.code as string) : code;
}

/** Gives the sources below a folder of the contract, and how often the pattern is in all of them. */
function sourcesWith(folder: string, pattern: RegExp): { readonly sources: readonly string[]; readonly count: number } {
  const sources = readdirSync(join(contract, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
    .map((path) => join(contract, folder, path));
  const count = sources.reduce((sum, path) => sum + readFileSync(path, 'utf8').split(pattern).length - 1, 0);
  return { sources, count };
}

it('leaves the summary of each operation out, in whichever folder its file is', () => {
  const { sources, count } = sourcesWith('operations', /\bsummary:/);
  expect(count).toBeGreaterThanOrEqual(operationNames.length);
  expect(sources.filter((path) => /\bsummary:/.test(loadedOf(path)))).toEqual([]);
});

it('leaves out what only the command line says of limits and settings', () => {
  const { sources, count } = sourcesWith('model', /\buntranslated\(/);
  expect(count).toBeGreaterThanOrEqual(Object.keys({ ...limitKinds, ...settingKinds }).length);
  expect(sources.filter((path) => /\buntranslated\(/.test(loadedOf(path)))).toEqual([]);
});
