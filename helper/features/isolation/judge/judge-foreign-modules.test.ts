// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { inEnglish } from '../../../../contract/fixtures/in-english.ts';
import { findingSchema } from '../../../../contract/model/isolation-finding.ts';
import { judgeForeignModules as givenJudgeForeignModules } from './judge-foreign-modules.ts';

const judgeForeignModules = (...args: Parameters<typeof givenJudgeForeignModules>) =>
  inEnglish(givenJudgeForeignModules(...args));

const remark = {
  module: 'mine',
  priority: 400,
  statement: '(allow bulkhead_t etc_t (file (read)))',
  isGrave: false,
  problem: 'it has no effect',
  advice: 'remove the rule',
};

it('is nothing when no module says anything', () => {
  expect(judgeForeignModules([])).toEqual([]);
});

it('is a notice for each module, with its statements and what to do', () => {
  const findings = judgeForeignModules([remark, { ...remark, problem: 'it holds' }, { ...remark, module: 'other' }]);
  expect(findings.map(({ id, severity }) => [id, severity])).toEqual([
    ['foreign-module-mine', 'notice'],
    ['foreign-module-other', 'notice'],
  ]);
  expect(findings[0]?.evidence).toEqual([`${remark.statement}: it has no effect`, `${remark.statement}: it holds`]);
  expect(findings[0]?.fix).toEqual({ by: 'advice', summary: 'Remove the rule.' });
  for (const finding of findings) findingSchema().parse(finding);
});

it('is weak when a name of ours is declared, and its fix is that of the declaration', () => {
  const [finding] = judgeForeignModules([remark, { ...remark, isGrave: true, advice: 'rename it' }]);
  expect([finding?.severity, finding?.fix]).toEqual(['weak', { by: 'advice', summary: 'Rename it.' }]);
});

it('shows twelve statements, and how many more there are', () => {
  const [finding] = judgeForeignModules(Array.from({ length: 20 }, () => remark));
  expect(finding?.evidence).toHaveLength(13);
  expect(finding?.evidence.at(-1)).toBe('and 8 more');
});
