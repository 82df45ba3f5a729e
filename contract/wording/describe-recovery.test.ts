// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { textOf } from '../text.ts';
import { describeRecovery } from './describe-recovery.ts';

const wordsOf = (...[status]: Parameters<typeof describeRecovery>): string | undefined => {
  const words = describeRecovery(status);
  return words === undefined ? undefined : textOf(words);
};

it('says nothing where all is recovered', () => {
  expect(wordsOf({ state: 'done', containers: [] })).toBeUndefined();
});

it('says that recovery goes on, and of which containers', () => {
  expect(wordsOf({ state: 'running', containers: [] })).toMatch(/when it last ended$/);
  expect(wordsOf({ state: 'running', containers: ['web', 'db'] })).toMatch(/: web, db$/);
});

it('says what could not be recovered, and what to do', () => {
  for (const words of [wordsOf({ state: 'done', containers: ['web'] }), wordsOf({ state: 'failed', containers: [] })]) {
    expect(words).toContain('could not recover');
    expect(words).toContain('systemctl restart bulkhead-helper.service');
  }
});
