// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { formatSecurityContext } from './format-security-context.ts';
import { parseSecurityContext } from './parse-security-context.ts';
import { categoriesOf, lowEndOf } from './security-context.ts';

it('is split into its four parts, of which the level keeps its colons, and written as it was', () => {
  const contexts = ['u:r:t:s0-s0:c0.c1023', 'u:r:t:s0:c1,c2', 'u:r:t'];
  expect(contexts.map((text) => parseSecurityContext(text))).toEqual([
    { user: 'u', role: 'r', type: 't', level: 's0-s0:c0.c1023' },
    { user: 'u', role: 'r', type: 't', level: 's0:c1,c2' },
    { user: 'u', role: 'r', type: 't', level: '' },
  ]);
  expect(contexts.map((text) => formatSecurityContext(parseSecurityContext(text) ?? fallback))).toEqual(contexts);
});

const fallback = { user: '', role: '', type: '', level: '' };

it.each(['', 'u', 'u:r', ':r:t', 'u::t', 'u:r:', 'u:r::s0'])('is none when it reads %j', (text) => {
  expect(parseSecurityContext(text)).toBeUndefined();
});

it('has the categories of its low end', () => {
  expect(['s0', 's0:c5,c6', 's0:c0.c3,c9', 's0:c5,c6-s0:c5,c6,c992', 's0-s0:c0.c1023', ''].map(categoriesOf)).toEqual([
    [],
    ['c5', 'c6'],
    ['c0.c3', 'c9'],
    ['c5', 'c6'],
    [],
    [],
  ]);
  expect(['s0:c5,c6-s0:c5,c6,c992', 's0:c1', ''].map(lowEndOf)).toEqual(['s0:c5,c6', 's0:c1', '']);
});
