// SPDX-License-Identifier: Apache-2.0
/** What nothing uses: files, exports, dependencies. `npm run layers` runs it. */
export default {
  entry: [
    // What is bundled or packed.
    'helper/{main,listener/main,notifier/main,policy-worker/main,selinux/policy/policy-reader,selinux/policy/module-compiler}.ts',
    'helper/features/archives/reader/main.ts',
    'cli/{bulkheadctl,full-cli}.ts',
    'electron/{main,preload}.ts',
    'renderer/{app/main.tsx,cockpit/main.ts,vite.config.ts}',
    'docs/.vitepress/config.ts',
    'audit/log-scanner/assembly/scan.ts',
    // What is run by its name.
    'bench/**/*.{ts,mjs,js}',
    'scripts/**/*.{ts,mjs,js}',
    'lab/policies/{build,run-lab-tests,record-reporter}.ts',
    'e2e/take-every-picture.ts',
  ],
  project: ['**/*.{ts,tsx,mjs,js,cjs}'],
  ignoreDependencies: [
    // Its compiler is run as a program.
    'assemblyscript',
    // What scripts/mutate/in-process-runner.mjs calls itself among Stryker's plugins.
    '@stryker-mutator/in-process-runner',
  ],
  // Programs of the operating system, whose packages scripts/setup names; and second names that are meant to be so.
  exclude: ['binaries', 'duplicates'],
};
