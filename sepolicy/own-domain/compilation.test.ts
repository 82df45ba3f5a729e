// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { inEnglish } from '../../contract/fixtures/in-english.ts';
import { readPolicy } from '../read-policy.ts';
import { accessDifference } from './access-difference.ts';
import { problemsIn as givenProblemsIn } from './parse-compiler-output.ts';
import { cutPolicy } from './cut-policy.ts';
import { unknownNames as givenUnknownNames } from './unknown-names.ts';

const unknownNames = (...args: Parameters<typeof givenUnknownNames>) => inEnglish(givenUnknownNames(...args));

const problemsIn = (...args: Parameters<typeof givenProblemsIn>) => inEnglish(givenProblemsIn(...args));

const loaded = `(handleunknown allow)
(class file (read write))
(type init_t)
(type bulkhead_t)
(type bulkhead_c_web_t)
(type bulkhead_c_web_d_t)
(typeattribute domain)
(typeattribute bulkhead_domain)
(typeattribute bulkhead_c_web_others)
(typeattributeset domain (bulkhead_c_web_t bulkhead_t init_t))
(typeattributeset bulkhead_domain (bulkhead_c_web_t bulkhead_c_web_d_t bulkhead_t))
(typeattributeset bulkhead_c_web_others (bulkhead_c_web_d_t bulkhead_t))
(roletype system_r bulkhead_c_web_t)
(allow bulkhead_domain init_t (file (read)))
(allow bulkhead_c_web_t init_t (file (write)))
(allow bulkhead_c_web_t self (file (read)))
(allow bulkhead_t self (file (read write)))
(allow init_t self (file (read)))
(allow init_t bulkhead_c_web_t (file (read)))
(typepermissive bulkhead_c_web_t)
(booleanif b
    (true
        (allow init_t init_t (file (read)))
    )
)
(user system_u)`;

test(
  'what is left of a policy are its names and the rules of containers, ' +
    'and of this container only what every one may do to itself',
  () => {
    expect(cutPolicy(loaded, 'web').rest.split('\n')).toEqual([
      '(handleunknown allow)',
      '(class file (read write))',
      '(type init_t)',
      '(type bulkhead_t)',
      '(type bulkhead_c_web_d_t)',
      '(typeattribute domain)',
      '(typeattribute bulkhead_domain)',
      '(typeattributeset domain (bulkhead_t init_t))',
      '(typeattributeset bulkhead_domain (bulkhead_c_web_d_t bulkhead_t))',
      '(allow bulkhead_domain init_t (file (read)))',
      '(allow bulkhead_t self (file (read write)))',
      '(user system_u)',
      '(allow bulkhead_c_web_t self (file (read)))',
    ]);
  },
);

test('the difference for a domain is by class and target, through its attributes', () => {
  const before = readPolicy(cutPolicy(loaded, 'web').present);
  const after = readPolicy(
    cutPolicy(
      loaded.replace(
        '(allow bulkhead_c_web_t init_t (file (write)))',
        '(allow bulkhead_c_web_t bulkhead_t (file (read)))',
      ),
      'web',
    ).present,
  );
  expect(accessDifference(before, after, 'bulkhead_c_web_t')).toEqual({
    added: [{ source: 'bulkhead_c_web_t', target: 'bulkhead_t', class: 'file', permissions: ['read'] }],
    removed: [{ source: 'bulkhead_c_web_t', target: 'init_t', class: 'file', permissions: ['write'] }],
  });
});

test('what would break the isolation names the rule of the module, also behind a macro', () => {
  const words = `neverallow check failed at base.cil:271
  (neverallow bulkhead_domain bulkhead_secret (bulkhead_any_file (use)))
    <root>
    allow at module.cil:21
      (allow bulkhead_c_web_t shadow_t (file (read)))

neverallow check failed at base.cil:279
  (neverallow bulkhead_domain memory_device_t (chr_file (read)))
    <root>
    call at module.cil:22
    allow at base.cil:333
      (allow bulkhead_c_web_t memory_device_t (chr_file (read)))

Failed to generate binary
Failed to build policydb
`;
  expect(problemsIn(words, 'module.cil')).toEqual([
    {
      line: 21,
      problem: 'it would break the isolation: (neverallow bulkhead_domain bulkhead_secret (bulkhead_any_file (use)))',
    },
    {
      line: 22,
      problem: 'it would break the isolation: (neverallow bulkhead_domain memory_device_t (chr_file (read)))',
    },
  ]);
});

test('a statement that breaks several rules is reported once, by the first of them, and all are in the order of their lines', () => {
  const place = (line: number): string =>
    `    <root>\n    allow at module.cil:${line}\n      (allow a b (file (read)))\n`;
  const breach = (rule: string, ...lines: readonly number[]): string =>
    `neverallow check failed at base.cil:1\n  (neverallow bulkhead_domain ${rule})\n${lines.map(place).join('')}\n`;
  const words = breach('a', 30, 7) + breach('b', 7) + breach('c', 7);
  expect(problemsIn(words, 'module.cil')).toEqual([
    {
      line: 7,
      problem: 'it would break the isolation: (neverallow bulkhead_domain a), and 2 more rules of the base module',
    },
    { line: 30, problem: 'it would break the isolation: (neverallow bulkhead_domain a)' },
  ]);
});

test('every name that is in no policy is reported, with its line', () => {
  const base =
    '(typeattribute bulkhead_anything)\n(classmap bulkhead_object (manage))\n(macro serve ((type t)) ' +
    '(allow t init_t (file (read))))';
  const module = `(type bulkhead_c_web_t)
(allow bulkhead_c_web_t gone_t (file (read)))
(allow bulkhead_c_web_t init_t (file (read fly)))
(allow bulkhead_c_web_t self (gone_class (read)))
(call serve (bulkhead_c_web_t gone_port_t))
(allow bulkhead_c_web_t bulkhead_anything (bulkhead_object (manage)))
(allow bulkhead_c_web_t bulkhead_t (file (write)))`;
  expect(unknownNames(module, readPolicy(cutPolicy(loaded, 'web').rest), base)).toEqual([
    { line: 2, problem: 'the loaded policy has no type gone_t' },
    { line: 3, problem: 'the class file of the loaded policy has no permission fly' },
    { line: 4, problem: 'the loaded policy has no class gone_class' },
    { line: 5, problem: 'the loaded policy has no type gone_port_t' },
  ]);
});

test('other words of the compiler name the line, or are given as they are', () => {
  expect(
    problemsIn('Failed to resolve allow statement at module.cil:7\nFailed to resolve AST\n', 'module.cil'),
  ).toEqual([{ line: 7, problem: 'it names something that the loaded policy does not have' }]);
  expect(problemsIn('Out of memory\n', 'module.cil')).toEqual([
    { line: null, problem: 'the compiler does not take it: Out of memory' },
  ]);
});
