// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import type { DenialGroup } from '../../../contract/model/denials/denial.ts';
import { maxResponseBytes } from '../../../rpc/protocol.ts';
import { denialPage } from './denial-page.ts';
import { fakeEvent, fakeGroup } from '../../../testing/models/denial.ts';

const sample = fakeEvent({ exe: '/usr/bin/cat', path: `/srv/${'x'.repeat(200)}`, syscall: 'openat', success: false });

function manyGroups(count: number): DenialGroup[] {
  return Array.from({ length: count }, (_, index) =>
    fakeGroup({
      id: ((index * 7919) % 1_000_003).toString(16).padStart(16, '0'),
      targetType: `t${index}_t`,
      first: 0,
      last: count - index,
      containers: Array.from({ length: index % 40 }, (_item, number) => `container-${number}`),
      sample,
    }),
  );
}

it('gives ten thousand groups in answers that fit into a message, each once', () => {
  const groups = manyGroups(10_000);
  const seen: string[] = [];
  let answers = 0;
  for (let after: string | undefined, isFirst = true; isFirst || after !== undefined; isFirst = false) {
    const page = denialPage({ groups, events: [], lost: 0, auditLog: null }, after);
    expect(Buffer.byteLength(JSON.stringify(page))).toBeLessThan(maxResponseBytes);
    seen.push(...page.groups.map(({ id }) => id));
    after = page.next;
    answers += 1;
  }
  expect(answers).toBeGreaterThan(2);
  expect(seen).toEqual(groups.map(({ id }) => id).toSorted());
});

it('gives few groups as they are, the latest first', () => {
  const view = { groups: manyGroups(100), events: [], lost: 3, auditLog: null };
  expect(denialPage(view, undefined)).toEqual(view);
});
