// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { changedTags, maxTags, tagSchema, tagsSchema } from './tag.ts';

const isTag = (text: string): boolean => tagSchema().safeParse(text).success;

it('is a short word that stands for itself in a filter, a shell and a file', () => {
  expect(['a', '0', 'prod', 'team-a', 'v1.2_3', 'x'.repeat(32)].filter((text) => !isTag(text))).toEqual([]);
});

it.each([
  ['empty', ''],
  ['too long', 'x'.repeat(33)],
  ['a capital', 'Prod'],
  ['a space', 'a b'],
  ['two dots in a row', 'a..b'],
  ['a dot at the end', 'a.'],
  ['an option', '-a'],
  ['a hidden file', '.a'],
  ['a field of the filter', 'a:b'],
  ['a quote', 'a"'],
  ['a path', 'a/b'],
  ['a new line', 'a\n'],
  ['a control', 'a\u0000'],
  ['an escape', '\u001b[31m'],
  ['text from right to left', 'a\u202eb'],
  ['an invisible sign', 'a\u200bb'],
  ['a letter that looks like another', 'pr\u043ed'],
])('is not %s', (_, text) => {
  expect(isTag(text)).toBe(false);
});

it('are as many as one container may have', () => {
  const many = Array.from({ length: maxTags }, (_, index) => `t${index}`);
  expect(tagsSchema().safeParse(many).success).toBe(true);
  expect(tagsSchema().safeParse([...many, 'one-more']).success).toBe(false);
});

it.each([
  [{ add: ['web'], remove: [] }, ['db', 'prod', 'web']],
  [{ add: ['db'], remove: [] }, ['db', 'prod']],
  [{ add: [], remove: ['db', 'gone'] }, ['prod']],
  [{ add: ['db'], remove: ['db'] }, ['db', 'prod']],
  [{ add: ['a', 'a'], remove: ['prod', 'db'] }, ['a']],
])('after %j they are in order, and none is there twice', (change, after) => {
  expect(changedTags(['prod', 'db'], change)).toEqual(after);
});
