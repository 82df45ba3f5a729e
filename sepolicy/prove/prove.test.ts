// SPDX-License-Identifier: Apache-2.0
/** Proofs on policies that are small enough to be checked by eye; lab/policies/proof.test.ts has the real ones. */

import { expect, test } from 'vitest';
import { readPolicy } from '../read-policy.ts';
import { prove } from './prove.ts';

const base = [
  '(class file (read write getattr odd)) (class process (signal getattr ptrace)) (class dir (search add_name))',
  '(typeattribute bulkhead_domain) (typeattribute bulkhead_content) (typeattribute domain)',
  '(type bulkhead_t) (type bulkhead_file_t) (type log_t) (type daemon_t) (type bulkhead_c_a_t) (type bulkhead_c_a_file_t)',
  '(type bulkhead_c_b_t) (type bulkhead_c_b_file_t) (type shadow_t)',
  '(typeattributeset bulkhead_domain (bulkhead_t bulkhead_c_a_t bulkhead_c_b_t))',
  '(typeattributeset bulkhead_content (bulkhead_file_t bulkhead_c_a_file_t bulkhead_c_b_file_t))',
  '(allow bulkhead_t bulkhead_file_t (file (read write getattr)))',
  '(allow bulkhead_c_a_t bulkhead_c_a_file_t (file (read write)))',
  '(allow bulkhead_c_b_t bulkhead_c_b_file_t (file (read write)))',
].join('\n');
const constraint = '(mlsconstrain (file (read write)) (or (dom h1 h2) (neq t1 bulkhead_domain)))';
const closed = `${base}\n${constraint}`;

const provenOf = (...texts: readonly string[]) => prove(readPolicy([closed, ...texts].join('\n')));
const openOf = (...texts: readonly string[]): readonly string[] =>
  provenOf(...texts).open.map(({ from, to, steps }) => `${from} ${steps.map((step) => step.target).join(' ')} ${to}`);

test('is proven where types and constraints isolate, with the exception that labels close', () => {
  const proof = provenOf();
  expect(proof).toMatchObject({ verdict: 'proven', openCount: 0, unknown: [], cut: null });
  expect(proof.exceptions.map(({ id }) => id)).toEqual(['attributes', 'objects-without-categories']);
  // Two containers with equal rules are one kind.
  expect(proof.kinds.map(({ domains }) => domains)).toEqual([['bulkhead_c_a_t', 'bulkhead_c_b_t'], ['bulkhead_t']]);
});

test('is open without the constraint, in the shared domain alone', () => {
  const { open } = prove(readPolicy(base));
  expect(new Set(open.map(({ from, to }) => `${from} ${to}`))).toEqual(new Set(['bulkhead_t bulkhead_t']));
  expect(open[0]?.steps.map(({ does, level }) => `${does} ${level}`)).toEqual(['writes both', 'reads both']);
});

test('gives the path, and the one rule that closes it', () => {
  const rule = '(allow bulkhead_c_a_t bulkhead_c_b_file_t (file (write)))';
  expect(openOf(rule)).toEqual(['bulkhead_c_a_t bulkhead_c_b_file_t bulkhead_c_b_file_t bulkhead_c_b_t']);
  expect(provenOf(rule).cut).toMatchObject({ kind: 'rule', closes: 1 });
});

test('counts a permission that it does not know as both, and proves nothing with it', () => {
  expect(provenOf('(allow bulkhead_c_a_t bulkhead_c_a_file_t (file (odd)))')).toMatchObject({
    verdict: 'unknown',
    unknown: ['file odd'],
  });
});

test('a domain of the host may not write what a container reads, unless it could do anything', () => {
  const rule = '(allow daemon_t bulkhead_c_b_file_t (file (write)))';
  expect(openOf(rule)).toEqual(['daemon_t bulkhead_c_b_file_t bulkhead_c_b_file_t bulkhead_c_b_t']);
  const powerful = provenOf(rule, '(allow daemon_t shadow_t (file (write)))');
  expect([powerful.verdict, powerful.trusted.map(({ domain }) => domain)]).toEqual(['proven', ['daemon_t']]);
});

test('names the boolean that would open a channel, and the one that has opened it', () => {
  const rules = '(booleanif leak (true (allow bulkhead_domain log_t (file (read write)))))';
  const off = provenOf('(boolean leak false)', rules);
  expect([off.verdict, off.booleans.map(({ name, value }) => [name, value])]).toEqual(['proven', [['leak', true]]]);
  const on = provenOf('(boolean leak true)', rules);
  expect([on.verdict, on.cut?.kind, on.cut?.name]).toEqual(['open', 'boolean', 'leak']);
});

test('a permissive domain is denied nothing', () => {
  const proof = provenOf('(typepermissive bulkhead_c_a_t)');
  expect([proof.verdict, proof.open[0]?.steps, proof.cut?.kind]).toEqual(['open', [], 'permissive']);
});

test('a domain that has lost its attribute is a domain of containers all the same', () => {
  const without = closed.replace('(bulkhead_t bulkhead_c_a_t bulkhead_c_b_t)', '(bulkhead_c_a_t bulkhead_c_b_t)');
  expect(prove(readPolicy(without)).verdict).toBe('open');
});

test('two containers with a category in common are isolated by types alone', () => {
  const policy = readPolicy(closed);
  expect(prove(policy, { from: 'bulkhead_t', to: 'bulkhead_t', areDisjoint: false }).verdict).toBe('open');
  expect(prove(policy, { from: 'bulkhead_c_a_t', to: 'bulkhead_c_b_t', areDisjoint: false }).verdict).toBe('proven');
});

test('a policy without our modules proves nothing', () => {
  expect(prove(readPolicy('(type a_t)')).verdict).toBe('unknown');
});
