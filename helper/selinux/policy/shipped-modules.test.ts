// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fail } from '../../../contract/errors.ts';
import { createModuleListing, type ReadModuleListing } from './module-listing.ts';
import { createShippedModules, shippedModuleNames } from './shipped-modules.ts';

const folder = mkdtempSync(join(tmpdir(), 'bulkhead-modules-'));
const never = new AbortController().signal;
const text = '(type bulkhead_t)\n';
const other = '(type changed_t)\n';

beforeAll(() => {
  for (const name of shippedModuleNames) writeFileSync(join(folder, `${name}.cil`), text);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Undefined stands for a semodule that cannot be run. */
const listingOf = (list: () => Promise<string | undefined>, sequence = (): number => 1): ReadModuleListing =>
  createModuleListing({
    sequence,
    list: async () => (await list()) ?? fail('policy-unavailable', { reason: 'semodule cannot be run' }),
  });

/** `changed`: names of modules with another text in the store. */
async function statesOf(
  listing: string | undefined,
  { changed = [], files = folder }: { readonly changed?: readonly string[]; readonly files?: string } = {},
): Promise<readonly string[]> {
  const read = createShippedModules({
    sequence: () => 1,
    listing: listingOf(async () => listing),
    folder: files,
    sources: async (names) => new Map(names.map((name) => [name, changed.includes(name) ? other : text])),
  });
  return (await read(never)).map(({ name, state }) => `${name} ${state}`);
}

const line = (name: string, { priority = 400, language = 'cil', disabled = '' } = {}): string =>
  `${priority} ${name.padEnd(20)} ${language.padEnd(4)} ${disabled}\n`;
const all = shippedModuleNames.map((name) => line(name)).join('');

describe('the modules of the store', () => {
  it('are those that the sources have', () => {
    const sources = readdirSync(new URL('../../../policy/selinux', import.meta.url));
    expect(sources.map((name) => basename(name, '.cil')).sort()).toEqual([...shippedModuleNames].sort());
  });

  it.each([
    ['as they came', all, [], {}, 'installed'],
    [
      'one changed',
      line('bulkhead') + line('bulkhead-host'),
      ['bulkhead'],
      { bulkhead: 'differs', 'bulkhead-host': 'installed' },
      'missing',
    ],
    ['one disabled', line('bulkhead', { disabled: 'disabled' }), [], {}, 'missing'],
    ['one compiled', line('bulkhead', { language: 'pp' }), [], { bulkhead: 'unknown' }, 'missing'],
    ['a name that begins alike', line('bulkhead_c_web'), [], {}, 'missing'],
    [
      'the higher priority counts',
      line('bulkhead') + line('bulkhead', { priority: 500, language: 'pp' }),
      [],
      { bulkhead: 'unknown' },
      'missing',
    ],
    ['no semodule', undefined, [], {}, 'unknown'],
  ] as const)('%s', async (_title, listing, changed, states: Readonly<Record<string, string>>, others) => {
    expect(await statesOf(listing, { changed })).toEqual(
      shippedModuleNames.map((name) => `${name} ${states[name] ?? others}`),
    );
  });

  it('cannot be compared without the files', async () => {
    expect(new Set(await statesOf(all, { files: join(folder, 'none') }))).toEqual(
      new Set(shippedModuleNames.map((name) => `${name} unknown`)),
    );
  });

  it('are read again once another policy is loaded, and after a listing that failed', async () => {
    let [sequence, asked] = [1, 0];
    const listings = [undefined, all, all];
    const list = async (): Promise<string | undefined> => listings[asked++];
    const read = createShippedModules({
      sequence: () => sequence,
      listing: listingOf(list, () => sequence),
      folder,
      sources: async (names) => new Map(names.map((name) => [name, sequence === 1 ? text : other])),
    });
    const first = async (): Promise<string | undefined> => (await read(never))[0]?.state;
    expect([await first(), await first(), await first()]).toEqual(['unknown', 'installed', 'installed']);
    sequence = 2;
    expect([await first(), asked]).toEqual(['differs', 3]);
  });
});
