// SPDX-License-Identifier: Apache-2.0
/**
 * Sets up mutation testing, which changes the sources one place at a time, and counts which changes the unit tests
 * notice. It is no part of `npm test`. docs/mutation-testing.md has the commands and the score, and says what is left
 * out.
 */

/** Files of the helper that need no kernel: what they are given, or files that a test writes, decides their answer. */
export const ofHelper = [
  'recovery',
  'features/containers/{configured-context,creation/configuration}',
  'features/host/denial-log',
  'features/remedies/accept-remedy',
  'features/isolation/{base-modules,isolation-map}',
  'features/isolation/facts/{filtered-ports,kernel-facts}',
  'features/isolation/judge/*',
  'features/drill/judge/*',
  'features/drill/probes/chosen-probes',
  'features/benchmark/{ratios,tool,work}',
  'features/denials/{attribution,denial-page}',
  'features/denials/store/{denial-memory,denial-slots}',
  'features/disk/divide-space',
  'features/samples/{history,projection}',
  'features/volumes/volume-lines',
  'system/errno',
  'system/work/{arrivals,places,turns}',
  'lxc/{configuration-file,id-ranges,included-configuration,start-log}',
  'lxc/network/{addresses,port-guard,veth-name}',
  'cgroup/{cgroup-bounds,limits,scan-numbers}',
  'selinux/{category-numbers,category-pairs,confining-type,content-type,permissive-domains,shared-categories}',
].map((file) => `helper/${file}.ts`);

/** Tests and what they use. */
export const notMutated = ['!**/*.test.ts', '!**/fixtures/**'];

export default {
  plugins: ['./scripts/mutate/in-process-runner.mjs'],
  testRunner: 'in-process',
  coverageAnalysis: 'perTest',
  mutate: [
    '{audit,sepolicy,rpc,contract}/**/*.ts',
    ...ofHelper,
    ...notMutated,
    // The scanner is WebAssembly, and its tests compare it with the general reader over thousands of records.
    '!audit/{log-grouping,vector-cell}.ts',
    '!audit/log-scanner/**',
  ],
  // Texts for people: another word in a sentence is no fault. Ids and commands are compared by tests all the same.
  mutator: { excludedMutations: ['StringLiteral'] },
  // What a module says as it is loaded: schemas, tables, regular expressions that have a name.
  ignoreStatic: true,
  ignorePatterns: ['dist', 'release', 'docs', 'assets', 'e2e', 'renderer', 'electron'],
  reporters: ['clear-text', 'json', 'progress-append-only'],
  jsonReporter: { fileName: 'dist/mutation.json' },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false, skipFull: true },
  tempDirName: 'dist/stryker',
  concurrency: 1,
  timeoutMS: 5000,
};
