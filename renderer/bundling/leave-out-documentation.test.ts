// SPDX-License-Identifier: Apache-2.0
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { operationNames } from '../../contract/operations/index.ts';
import { leaveOutDocumentation } from './leave-out-documentation.ts';

const operations = join(import.meta.dirname, '../../contract/operations');
const { transform } = leaveOutDocumentation();

/** Gives what the page loads of a source file. */
function loadedOf(path: string): string {
  const code = readFileSync(path, 'utf8');
  if (typeof transform !== 'function') throw new TypeError('cannot run the plugin: it has no transform');
  const changed = transform.call({} as never, code, path);
  return changed !== null && typeof changed === 'object' && 'code' in changed ? (changed.code as string) : code;
}

it('leaves the summary of each operation out, in whichever folder its file is', () => {
  const paths = readdirSync(operations, { recursive: true, encoding: 'utf8' });
  const summaries = /\bsummary:/g;
  const count = (text: string): number => text.match(summaries)?.length ?? 0;
  const sources = paths
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
    .map((path) => join(operations, path));
  const before = sources.reduce((sum, path) => sum + count(readFileSync(path, 'utf8')), 0);
  expect(before).toBeGreaterThanOrEqual(operationNames.length);
  expect(sources.filter((path) => count(loadedOf(path)) > 0)).toEqual([]);
});
