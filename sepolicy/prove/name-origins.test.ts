// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { textOf } from '../../contract/text.ts';
import { readPolicy } from '../read-policy.ts';
import { withOrigins } from './name-origins.ts';
import { prove } from './prove.ts';
import { createFindOrigins } from './rule-origins.ts';

const leak = '(allow bulkhead_c_a_t bulkhead_c_b_file_t (file (write)))';
const policy = readPolicy(
  [
    '(class file (read write)) (typeattribute bulkhead_domain) (typeattribute bulkhead_content)',
    '(type bulkhead_c_a_t) (type bulkhead_c_b_t) (type bulkhead_c_b_file_t)',
    '(typeattributeset bulkhead_domain (bulkhead_c_a_t bulkhead_c_b_t))',
    '(typeattributeset bulkhead_content (bulkhead_c_b_file_t))',
    '(allow bulkhead_c_b_t bulkhead_c_b_file_t (file (read)))',
    leak,
  ].join('\n'),
);

function found(...modules: readonly (readonly [string, string])[]) {
  const { open, cut } = withOrigins(prove(policy), createFindOrigins(new Map(modules)));
  return [open[0]?.steps.map(({ origins }) => origins), textOf(cut?.remedy ?? '')];
}

test('names module and line of a step, and of the rule that closes most', () => {
  expect(found(['bulkhead_c_a', `; a comment\n${leak}`])).toEqual([
    [[{ module: 'bulkhead_c_a', line: 2 }], undefined],
    'Take this rule out of the module bulkhead_c_a, line 2: allow bulkhead_c_a_t bulkhead_c_b_file_t:file { write };',
  ]);
});

test('names no single place where two modules say the same, or none is known', () => {
  const [steps, remedy] = found(['one', leak], ['two', leak]);
  expect([steps, remedy]).toEqual([
    [
      [
        { module: 'one', line: 1 },
        { module: 'two', line: 1 },
      ],
      undefined,
    ],
    expect.stringContaining('Remove the module with this rule'),
  ]);
  expect(found()).toEqual([[undefined, undefined], expect.stringContaining('Remove the module with this rule')]);
});
