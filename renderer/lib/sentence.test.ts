// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { sentenceOf } from './sentence.ts';

it.each([
  ['cannot start the container web', 'Cannot start the container web.'],
  ['there is no connection; wait', 'There is no connection; wait.'],
  ['web is starting', 'web is starting.'],
  ['Done.', 'Done.'],
  ['Loading …', 'Loading …'],
  ['', ''],
])('%j becomes %j', (text, sentence) => {
  expect(sentenceOf(text)).toBe(sentence);
});
