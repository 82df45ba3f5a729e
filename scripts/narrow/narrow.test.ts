// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { accessColumns, type DomainCount } from '../../contract/model/policy/domain-count.ts';
import { isStore, readStore } from '../../cli/policy-check/read-store.ts';
import { readDebianRecord } from './debian-record.ts';
import { measurePolicy } from './measure-policy.ts';
import { narrowTable } from './narrow-table.ts';
import { peersOnFedora } from './peers.ts';
import { baseModules, digestOfModules, sampleDomains } from './sample-modules.ts';

const record = readDebianRecord();
const countOf = (domain: string): DomainCount | undefined => record.counts.find((count) => count.domain === domain);

describe("the figures of Debian's policy", () => {
  it('are of the modules as they are now; else run scripts/narrow/run.ts and npm run generate', () => {
    expect(record.modules).toBe(digestOfModules());
  });

  /**
   * How much a plain domain of its own has outside its own types may fall; a rise is decided, not overlooked. Six of them
   * are for incusd, which starts containers as the helper does, and whose descriptors they use; 23 of the shared domain
   * are for what Incus mounts in memory for its containers.
   */
  it('grow in no column but that of its own types (review F10)', () => {
    const { columns, total = 0 } = countOf(sampleDomains.plain) ?? {};
    expect(total - (columns?.ownTypes ?? 0)).toBeLessThanOrEqual(433);
    expect(columns?.hostFiles).toBeLessThanOrEqual(7);
    expect(columns?.otherContainers).toBeLessThanOrEqual(10);
    expect(countOf(sampleDomains.shared)?.total).toBeLessThanOrEqual(3981);
  });

  const store = process.env.BULKHEAD_POLICY_STORE ?? '';
  it.skipIf(store === '')('are those of the store that BULKHEAD_POLICY_STORE names', async () => {
    expect(await isStore(store)).toBe(true);
    const own = new Set([...baseModules().keys()].map((file) => file.replace(/\.cil$/, '')));
    expect(await measurePolicy((await readStore(store, own)).values())).toEqual(record.counts);
  });
});

it.each([...peersOnFedora, ...record.counts])('$domain has each access in one column', ({ total, columns }) => {
  expect(accessColumns.reduce((all, column) => all + columns[column], 0)).toBe(total);
});

it('writes a row for each domain, compared with the narrowest', () => {
  const [count] = peersOnFedora;
  if (count === undefined) throw new Error('there is no peer');
  const [, , row] = narrowTable([{ policy: 'Fedora', count, narrowest: count.total / 2 }]).split('\n');
  expect(row).toBe(
    '| Fedora | udica, nginx | 42,563 | 2 | 187 | 458 | 256 | 604 | 25,672 | 275 | 17 | 14,434 | 77 | 839 |',
  );
});
