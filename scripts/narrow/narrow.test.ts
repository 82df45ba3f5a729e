// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { accessColumns, type DomainCount } from '../../contract/model/policy/domain-count.ts';
import { policyIds } from '../../lab/policies/policies.ts';
import { narrowTable } from './narrow-table.ts';
import { peersOnFedora } from './peers.ts';
import { readRecord } from './record.ts';
import { digestOfModules, sampleDomains } from './sample-modules.ts';

const record = readRecord();
const countedIn = (id: (typeof policyIds)[number], domain: string): DomainCount | undefined =>
  record.policies[id].containers.find((count) => count.domain === domain);

describe('the figures of the policies', () => {
  it('are of the modules as they are now; else run scripts/narrow/run.ts and npm run generate', () => {
    expect(record.modules).toBe(digestOfModules());
  });

  /** How much a plain domain of its own has outside its own types may fall; a rise is decided, not overlooked. */
  it.each([
    ['debian13', { outside: 433, hostFiles: 7, otherContainers: 10, shared: 3981 }],
    ['fedora', { outside: 485, hostFiles: 3, otherContainers: 30, shared: 4290 }],
    ['rhel10', { outside: 485, hostFiles: 3, otherContainers: 30, shared: 4290 }],
    ['opensuse', { outside: 485, hostFiles: 3, otherContainers: 30, shared: 4290 }],
  ] as const)('of %s grow in no column but that of its own types (review F10)', (id, most) => {
    const { columns, total = 0 } = countedIn(id, sampleDomains.plain) ?? {};
    expect(total - (columns?.ownTypes ?? 0)).toBeLessThanOrEqual(most.outside);
    expect(columns?.hostFiles).toBeLessThanOrEqual(most.hostFiles);
    expect(columns?.otherContainers).toBeLessThanOrEqual(most.otherContainers);
    expect(countedIn(id, sampleDomains.shared)?.total).toBeLessThanOrEqual(most.shared);
  });
});

it.each([...peersOnFedora, ...policyIds.flatMap((id) => record.policies[id].containers)])(
  '$domain has each access in one column',
  ({ total, columns }) => {
    expect(accessColumns.reduce((all, column) => all + columns[column], 0)).toBe(total);
  },
);

it('writes a row for each domain, compared with the narrowest', () => {
  const [count] = peersOnFedora;
  if (count === undefined) throw new Error('there is no peer');
  const [, , row] = narrowTable([{ policy: 'Fedora', count, narrowest: count.total / 2 }]).split('\n');
  expect(row).toBe(
    '| Fedora | udica, nginx | 42,563 | 2 | 187 | 458 | 256 | 604 | 25,672 | 275 | 17 | 14,434 | 77 | 839 |',
  );
});
