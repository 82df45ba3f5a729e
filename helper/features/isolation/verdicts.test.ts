// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { subjectOf } from '../../../contract/model/isolation/audit-subject.ts';
import { fakeContainer } from '../../../testing/models/container.ts';
import { createVerdicts } from './verdicts.ts';

const now = 1_795_540_000;
const web = fakeContainer();
const twin = fakeContainer({ name: 'twin', initPid: null, startedAt: null, state: 'stopped' });

function verdictsWith(...audited: readonly (typeof web)[]) {
  const audit = { checkedAt: now, subject: subjectOf(audited), findings: [] };
  return createVerdicts({ audit: () => audit, onJudged: () => undefined, now: () => now });
}

it('judges all together, and one that is read alone beside those', () => {
  const verdicts = verdictsWith(web);
  expect(verdicts.judgeAll([web], 'enforcing').map(({ isolation }) => isolation.state)).toEqual(['isolated']);
  verdicts.judgeAll([web, twin], 'enforcing');
  expect(verdicts.judgeOne(web, 'enforcing').isolation.state).toBe('not-isolated');
});

it('gives the same object for a container that was not read again and has the same verdict', () => {
  const verdicts = verdictsWith();
  const [first] = verdicts.judgeAll([web], 'enforcing');
  expect(verdicts.judgeAll([web], 'enforcing')[0]).toBe(first);
  expect(verdicts.judgeAll([web], 'permissive')[0]).not.toBe(first);
});
