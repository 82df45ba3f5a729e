// SPDX-License-Identifier: Apache-2.0
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { testLabCount } from './lab/test-lab-count.ts';

/** The folders with unit tests. */
const tested = [
  ...[
    'contract',
    'rpc',
    'audit',
    'sepolicy',
    'switch',
    'report',
    'hosts',
    'image-servers',
    'helper',
    'cli',
    'electron',
    'renderer',
  ],
  ...['testing', 'lab', 'policy', 'packaging', 'scripts', 'bench'],
];

/** Starts one worker for each core: Vitest by itself leaves one idle. */
const maxWorkers = availableParallelism();

/** Limits a wait for a condition, beside other work too; Vitest's own second is too short for that. */
const waits = { poll: { timeout: 20_000 } };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: [`{${tested.join(',')}}/**/*.test.{ts,tsx}`],
          exclude: ['**/*.{lab,language,booted}.test.ts', 'renderer/**/*.test.tsx', '**/node_modules/**'],
          // A process for each of 500 files takes longer than all their tests. No test may rely on being the first.
          isolate: false,
          maxWorkers,
          // A test gives up after this time: one of a tenth of a second takes seconds beside other work.
          testTimeout: 240_000,
          hookTimeout: 240_000,
          expect: waits,
        },
      },
      // What is loaded in another language is in a process of its own.
      { test: { name: 'unit-language', include: ['renderer/**/*.language.test.ts'], maxWorkers, expect: waits } },
      {
        test: {
          name: 'unit-window',
          include: ['renderer/**/*.test.tsx'],
          setupFiles: ['console-errors', 'present-clock', 'waits', 'empty-window', 'loaded-parts'].map(
            (name) => `renderer/testing/${name}.ts`,
          ),
          // Files share what they import: to load the components again for each takes longer than all their tests.
          isolate: false,
          maxWorkers,
          // A component test of a second takes several beside other work.
          testTimeout: 240_000,
          hookTimeout: 240_000,
          expect: waits,
        },
      },
      {
        test: {
          name: 'lab',
          include: ['{sepolicy,helper,cli,electron,testing,lab,policy}/**/*.lab.test.ts'],
          globalSetup: ['lab/test-lab-setup.ts'],
          maxWorkers: testLabCount(),
          // A test gives up after this time: a guest on a busy machine is many times slower than on a quiet one.
          testTimeout: 600_000,
          hookTimeout: 600_000,
        },
      },
      // Guests that were booted with the policies of other distributions, one after another.
      {
        test: {
          name: 'policies',
          include: ['helper/*.booted.test.ts'],
          maxWorkers: 1,
          testTimeout: 600_000,
          hookTimeout: 1_200_000,
        },
      },
      // What `npm run package` has made, on a guest for each file, which keeps one core busy.
      { test: { name: 'packages', include: ['packaging/**/*.lab.test.ts'], maxWorkers: 1 } },
    ],
  },
});
