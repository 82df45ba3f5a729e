// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { inEnglish } from '../../contract/fixtures/in-english.ts';
import { problemsIn as givenProblemsIn } from './parse-compiler-output.ts';

const problemsIn = (...args: Parameters<typeof givenProblemsIn>) => inEnglish(givenProblemsIn(...args));

test('what breaks a rule outside of the module is named with its line in the base module or the policy', () => {
  const words = `neverallow check failed at base.cil:370
  (neverallow bulkhead_domain bulkhead_secret (bulkhead_any_file (use)))
    <root>
    allow at loaded.cil:9
      (allow domain boot_t (file (read)))

neverallow check failed at loaded.cil:5
  (neverallow not_reader proc_kcore_t (file (mounton)))
    <root>
    allow at base.cil:304
      (allow bulkhead_domain proc_kcore_t (file (getattr mounton)))

Failed to generate binary
Failed to build policydb
`;
  const problem = (statement: string) => ({
    line: null,
    problem:
      'not this module, but the base module and the policy of this host do not fit together: ' +
      `${statement}; run bulkheadctl policy check for what to do`,
  });
  expect(problemsIn(words, 'module.cil')).toEqual([
    problem('(allow domain boot_t (file (read))) at loaded.cil:9 breaks the rule at base.cil:370'),
    problem(
      '(allow bulkhead_domain proc_kcore_t (file (getattr mounton))) at base.cil:304 breaks the rule at loaded.cil:5',
    ),
  ]);
  expect(
    problemsIn('Failed to resolve allow statement at base.cil:309\nFailed to resolve AST\n', 'module.cil'),
  ).toEqual([problem('allow at base.cil:309')]);
});
