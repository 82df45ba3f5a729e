// SPDX-License-Identifier: Apache-2.0
import { beforeEach, expect, it } from 'vitest';
import { judgeContainers } from '../../../contract/model/isolation/judge-containers.ts';
import { subjectOf } from '../../../contract/model/isolation/audit-subject.ts';
import { textOf, type Words } from '../../../contract/text.ts';
import { fakeContainer } from '../../../testing/models/container.ts';
import { createVerdictChanges, type VerdictChanges } from './verdict-changes.ts';

const web = fakeContainer();
const twin = fakeContainer({ name: 'twin' });
let written: string[];
let unkept: unknown[];
let changes: VerdictChanges;

beforeEach(() => {
  [written, unkept] = [[], []];
  let next = 1;
  changes = createVerdictChanges({
    activity: {
      begin: ({ operation, subject }) => {
        if (subject === 'full') throw new Error('disk full');
        written.push(`${operation} ${subject ?? ''}`);
        return next++;
      },
      end: (_entry, _outcome, detail?: Words | null) => void written.push(textOf(detail ?? '')),
    },
    onUnkept: (error) => unkept.push(error),
  });
});

function take(containers: readonly (typeof web)[], isAudited = true): void {
  const audit = { checkedAt: 0, subject: subjectOf(containers), findings: [] };
  changes.take(judgeContainers(containers, { selinux: 'enforcing', audit: isAudited ? audit : undefined, now: 0 }));
}

it('writes when a container is not isolated any more, and when it is again, with the reason', () => {
  take([web]);
  take([web, twin]);
  take([web, twin]);
  take([web]);
  expect(written).toEqual([
    'isolation.lost web',
    'It shares categories with twin: SELinux does not isolate them.',
    'isolation.regained web',
    expect.stringContaining('it cannot access other containers'),
  ]);
});

it('writes nothing of a container that is new, unknown for a while, or restarted', () => {
  take([web]);
  take([web], false);
  take([fakeContainer({ state: 'stopped', initPid: null, startedAt: null })]);
  take([fakeContainer({ initPid: 99 })], false);
  take([fakeContainer({ initPid: 99 })]);
  take([]);
  take([web, twin]);
  expect(written).toEqual([]);
});

it('goes on when an entry cannot be written', () => {
  const full = fakeContainer({ name: 'full' });
  take([full]);
  take([full, twin]);
  expect(unkept).toEqual([new Error('disk full')]);
});
