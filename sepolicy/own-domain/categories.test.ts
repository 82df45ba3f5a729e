// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { inEnglish } from '../../contract/fixtures/in-english.ts';
import { withCategories } from './categories.ts';
import { problemsOfSource as givenProblemsOfSource } from './check-source.ts';
import { containerCall, generateModule } from './generate.ts';
import { enforcing, learningModule } from './learning-module.ts';
import { withoutGrants } from './narrow-module.ts';

const problemsOfSource = (...args: Parameters<typeof givenProblemsOfSource>) =>
  inEnglish(givenProblemsOfSource(...args));

const usual = generateModule({
  owner: 'web',
  ports: [],
  allow: ['jit'],
  connectTypes: [],
  volumes: [],
  hasVolumes: false,
});
const line = '(call bulkhead_own_categories (bulkhead_c_web_t ((s0 (c5 c77)) (s0 (c5 c77)))))';
const whole = withCategories(usual, 'web', [5, 77]);
const linesOf = (source: string): readonly string[] =>
  source.split('\n').filter((text) => text.includes('bulkhead_own_categories'));

it('stands below the call that makes the types, is accepted, and stays as it is', () => {
  const lines = whole.split('\n');
  expect(lines[lines.indexOf(containerCall('web', 'container')) + 1]).toBe(line);
  expect(problemsOfSource('web', whole, { mayBePermissive: false })).toEqual([]);
  expect(withCategories(whole, 'web', [5, 77])).toBe(whole);
});

it('follows the categories of the container', () => {
  const other = withCategories(whole, 'web', [1, 2]);
  expect(linesOf(other)).toEqual([line.replaceAll('c5 c77', 'c1 c2')]);
  expect(withCategories(other, 'web', [5, 77])).toBe(whole);
  expect(linesOf(withCategories(`${whole}${line}\n`, 'web', [5, 77]))).toEqual([line]);
});

it('is kept while the container learns, and by a review', () => {
  const learning = learningModule(whole, 'web');
  expect(linesOf(learning)).toEqual([line]);
  expect(withCategories(learningModule(usual, 'web'), 'web', [5, 77])).toBe(learning);
  expect(enforcing(learning, 'web')).toBe(whole);
  expect(linesOf(withoutGrants(whole, 'web', []))).toEqual([line]);
});

it('stands at the end of a module whose call a person wrote in several lines', () => {
  const call = containerCall('web', 'container');
  const edited = usual.replace(call, call.replace(' (', '\n    ('));
  const source = withCategories(edited, 'web', [5, 77]);
  expect(source.endsWith(`\n${line}`)).toBe(true);
  expect(problemsOfSource('web', source, { mayBePermissive: false })).toEqual([]);
});

it.each([
  ['another domain', line.replace('bulkhead_c_web_t', 'bulkhead_t')],
  ['no level', '(call bulkhead_own_categories (bulkhead_c_web_t))'],
  ['a name instead of a level', '(call bulkhead_own_categories (bulkhead_c_web_t systemlow))'],
  ['two levels', line.replace('(s0 (c5 c77)))', '(s0 (c5 c78)))')],
  ['a level without categories', '(call bulkhead_own_categories (bulkhead_c_web_t ((s0) (s0))))'],
  ['a range of categories', line.replaceAll('(c5 c77)', '((range c5 c77))')],
])('is accepted with nothing but the domain and a pair: not with %s', (_, call) => {
  const problem = 'bulkhead_own_categories takes the domain of this container and its pair of categories';
  expect(problemsOfSource('web', `${usual}${call}\n`, { mayBePermissive: false })).toMatchObject([{ problem }]);
});
