// SPDX-License-Identifier: Apache-2.0
/** The lab tests about the policy of a host, which also run on guests that were booted with other distributions' policies. */

import type { BootedTest } from './booted-record.ts';

/** The files below the root of the repository. */
export const bootedLabTests = {
  learning: 'helper/features/policies/learning.long.lab.test.ts',
  'own-domain': 'helper/features/policies/own-domain.long.lab.test.ts',
  'host-policy': 'helper/selinux/policy/host-policy.release.lab.test.ts',
  'policy-faults': 'helper/selinux/policy/policy-faults.release.lab.test.ts',
  domains: 'helper/helper-domain.lab.test.ts',
} as const satisfies Partial<Record<BootedTest, string>>;

export type BootedLabTest = keyof typeof bootedLabTests;
const names = Object.keys(bootedLabTests) as readonly BootedLabTest[];

/** Takes the names of tests out of the words of a command line, all tests where it names none; `others` is the rest. */
export function bootedLabTestsNamed(words: readonly string[]): {
  readonly tests: readonly BootedLabTest[];
  readonly others: readonly string[];
} {
  const tests = names.filter((name) => words.includes(name));
  return {
    tests: tests.length === 0 ? names : tests,
    others: words.filter((word) => !Object.hasOwn(bootedLabTests, word)),
  };
}

/** Says which test a file is, by its path below the root of the repository; undefined when it is none of them. */
export function bootedLabTestIn(file: string): BootedLabTest | undefined {
  return names.find((name) => bootedLabTests[name] === file);
}
