// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { inEnglish } from '../../contract/fixtures/in-english.ts';
import { readPolicy } from '../read-policy.ts';
import { remediesFor } from '../remedies.ts';
import { accessOf } from '../fixtures/small-policy.ts';
import { problemsOfReach as givenProblemsOfReach } from './problems-of-reach.ts';

const problemsOfReach = (...args: Parameters<typeof givenProblemsOfReach>) => inEnglish(givenProblemsOfReach(...args));

/** What the deny rules leave reachable, of a policy with them. */
const policyWith = (reachable: string): ReturnType<typeof readPolicy> =>
  readPolicy(`(handleunknown deny)
(class file (read))
(type bulkhead_t)
(type bulkhead_c_web_t)
(type bulkhead_c_web_file_t)
(type proc_t)
(type etc_t)
(type usr_t)
(typeattribute bulkhead_domain)
(typeattribute bulkhead_content)
(typeattribute bulkhead_reachable)
(typeattribute file_type)
(typeattributeset bulkhead_domain (bulkhead_t bulkhead_c_web_t))
(typeattributeset bulkhead_content (bulkhead_c_web_file_t))
(typeattributeset file_type (etc_t usr_t))
(typeattributeset bulkhead_reachable (${reachable}))
`);
const withDeny = policyWith('bulkhead_t proc_t');

const module = `(allow bulkhead_c_web_t proc_t (file (read)))
(allow bulkhead_c_web_t self (file (read)))
(allow bulkhead_c_web_t bulkhead_c_web_file_t (file (read)))
(allow bulkhead_c_web_t etc_t (file (read)))
(allow bulkhead_c_web_t file_type (file (read)))`;

test('a rule that a deny rule takes away is a problem of its line, and says what it needs', () => {
  expect(problemsOfReach(module, withDeny)).toEqual([
    {
      line: 4,
      problem:
        'a deny rule takes it away, since etc_t is a type of the host; put (call bulkhead_reach (bulkhead_c_web_t etc_t)) before it',
    },
    {
      line: 5,
      problem: 'a deny rule takes it away, since file_type stands for types of the host; name the one that it is about',
    },
  ]);
});

test('it is none where the module says that it is about the type, or the host has no deny rules', () => {
  expect(problemsOfReach(module, policyWith('bulkhead_t proc_t etc_t usr_t'))).toEqual([]);
  expect(problemsOfReach(module, policyWith('proc_t'))).toEqual([]);
});

test('the deny rules are not lifted for many types at once', () => {
  const many =
    '(call bulkhead_reach (bulkhead_c_web_t file_type))\n(call bulkhead_use_device (bulkhead_c_web_t file_type))';
  expect(problemsOfReach(many, withDeny).map(({ line }) => line)).toEqual([1, 2]);
  expect(problemsOfReach('(call bulkhead_reach (bulkhead_c_web_t etc_t))', withDeny)).toEqual([]);
});

test('a remedy about such a type says so first, and no other does', () => {
  const changeOf = (target: string): readonly string[] =>
    remediesFor(
      withDeny,
      { access: accessOf(`bulkhead_c_web_t:s0:c1,c2 ${target}:s0:file read`), reason: { kind: 'no-rule' } },
      { isContainer: true, isOwnDomain: true, sharers: [], others: [] },
    ).flatMap(({ kind, change }) => (kind === 'own-rule' ? change : []));
  expect(changeOf('etc_t')).toEqual([
    '(call bulkhead_reach (bulkhead_c_web_t etc_t))',
    '(allow bulkhead_c_web_t etc_t (file (read)))',
  ]);
  expect(changeOf('proc_t')).toEqual(['(allow bulkhead_c_web_t proc_t (file (read)))']);
});
