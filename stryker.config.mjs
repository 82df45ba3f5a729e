// SPDX-License-Identifier: Apache-2.0
/**
 * Mutation testing: changes the sources one place at a time, and counts which changes the unit tests notice. It takes
 * hours for all of it, so it is no part of `npm test`: `npm run mutate -- --mutate 'rpc/**' ` does one folder.
 */
export default {
  testRunner: 'vitest',
  vitest: { configFile: 'scripts/mutate/vitest.config.mjs', related: true },
  coverageAnalysis: 'perTest',
  mutate: [
    '{audit,sepolicy,rpc,contract}/**/*.ts',
    '!**/*.test.ts',
    '!**/fixtures/**',
    '!audit/log-scanner/{assembly,scanner-code}*/**',
    '!audit/log-scanner/scanner-code.ts',
  ],
  // Texts for people: another word in a sentence is no fault.
  mutator: { excludedMutations: ['StringLiteral'] },
  ignorePatterns: ['dist', 'release', 'docs', 'assets', 'e2e/results'],
  reporters: ['clear-text', 'json', 'progress-append-only'],
  jsonReporter: { fileName: 'dist/mutation.json' },
  clearTextReporter: { allowColor: false, logTests: false },
  tempDirName: 'dist/stryker',
  concurrency: 2,
  timeoutMS: 10_000,
};
