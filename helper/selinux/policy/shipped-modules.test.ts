// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createShippedModules, shippedModuleNames } from './shipped-modules.ts';

const folder = mkdtempSync(join(tmpdir(), 'bulkhead-modules-'));
const never = new AbortController().signal;
const text = '(type bulkhead_t)\n';
const own = createHash('sha256').update(text).digest('hex');
const other = 'f'.repeat(64);

beforeAll(() => {
  for (const name of shippedModuleNames) writeFileSync(join(folder, `${name}.cil`), text);
});
afterAll(() => rmSync(folder, { recursive: true }));

async function statesOf(listing: string | undefined, files = folder): Promise<readonly string[]> {
  const read = createShippedModules({ sequence: () => 1, folder: files, list: async () => listing });
  return (await read(never)).map(({ name, state }) => `${name} ${state}`);
}

const line = (name: string, checksum = own, { priority = 400, language = 'cil', disabled = '' } = {}): string =>
  `${priority} ${name.padEnd(20)} ${language.padEnd(4)} ${disabled.padEnd(8)} sha256:${checksum}\n`;
const all = shippedModuleNames.map((name) => line(name)).join('');

describe('the modules of the store', () => {
  it('are those that the sources have', () => {
    const sources = readdirSync(new URL('../../../policy/selinux', import.meta.url));
    expect(sources.map((name) => basename(name, '.cil')).sort()).toEqual([...shippedModuleNames].sort());
  });

  it.each([
    ['as they came', all, ['installed', 'installed', 'installed']],
    ['one changed', line('bulkhead', other) + line('bulkhead-host'), ['differs', 'installed', 'missing']],
    ['one disabled', line('bulkhead', own, { disabled: 'disabled' }), ['missing', 'missing', 'missing']],
    ['one compiled', line('bulkhead', own, { language: 'pp' }), ['unknown', 'missing', 'missing']],
    ['a name that begins alike', line('bulkhead_c_web'), ['missing', 'missing', 'missing']],
    [
      'the higher priority counts',
      line('bulkhead') + line('bulkhead', other, { priority: 500 }),
      ['differs', 'missing', 'missing'],
    ],
    ['no semodule', undefined, ['unknown', 'unknown', 'unknown']],
  ])('%s', async (_title, listing, states) => {
    expect(await statesOf(listing)).toEqual(shippedModuleNames.map((name, index) => `${name} ${states[index] ?? ''}`));
  });

  it('cannot be compared without the files', async () => {
    expect(new Set(await statesOf(all, join(folder, 'none')))).toEqual(
      new Set(shippedModuleNames.map((name) => `${name} unknown`)),
    );
  });

  it('are listed again once another policy is loaded, and after a listing that failed', async () => {
    let [sequence, asked] = [1, 0];
    const listings = [undefined, all, line('bulkhead', other)];
    const read = createShippedModules({ sequence: () => sequence, folder, list: async () => listings[asked++] });
    const first = async (): Promise<string | undefined> => (await read(never))[0]?.state;
    expect([await first(), await first(), await first()]).toEqual(['unknown', 'installed', 'installed']);
    sequence = 2;
    expect([await first(), asked]).toEqual(['differs', 3]);
  });
});
