// SPDX-License-Identifier: Apache-2.0
/**
 * Mutation testing: changes the sources one place at a time, and counts which changes the unit tests notice. It is no
 * part of `npm test`: `npm run mutate -- --mutate 'rpc/**' ` does one folder.
 */
export default {
  plugins: ['./scripts/mutate/in-process-runner.mjs'],
  testRunner: 'in-process',
  coverageAnalysis: 'perTest',
  mutate: [
    '{audit,sepolicy,rpc,contract}/**/*.ts',
    '!**/*.test.ts',
    '!**/fixtures/**',
    '!audit/{log-grouping,vector-cell}.ts',
    '!audit/log-scanner/**',
  ],
  // Texts for people: another word in a sentence is no fault.
  mutator: { excludedMutations: ['StringLiteral'] },
  ignoreStatic: true,
  ignorePatterns: ['dist', 'release', 'docs', 'assets', 'e2e', 'renderer', 'electron', 'report'],
  reporters: ['clear-text', 'json', 'progress-append-only'],
  jsonReporter: { fileName: 'dist/mutation.json' },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false, skipFull: true },
  tempDirName: 'dist/stryker',
  concurrency: 1,
  timeoutMS: 5000,
};
