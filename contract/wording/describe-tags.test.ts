// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { describeTags, summariseTagChange } from './describe-tags.ts';

it('names the tags, or that there are none', () => {
  expect([describeTags(['prod', 'web']), describeTags([])]).toEqual(['tags prod, web', 'tags none']);
});

it('says what was added and what was removed, and nothing when neither was', () => {
  expect(summariseTagChange('web', ['old', 'web'], ['prod', 'web'])).toBe('Tags of web: +prod -old');
  expect(summariseTagChange('web', ['a', 'b'], ['a', 'b'])).toBeUndefined();
});
