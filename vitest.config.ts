// SPDX-License-Identifier: Apache-2.0
import { defineConfig } from 'vitest/config';
import { testLabCount } from './lab/test-lab-count.ts';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            '{audit,sepolicy,contract,rpc,hosts,helper,cli,electron,renderer,report,testing,lab,policy,scripts}/**/*.test.{ts,tsx}',
          ],
          exclude: ['**/*.lab.test.ts', 'renderer/**/*.test.tsx', '**/node_modules/**'],
        },
      },
      {
        test: {
          name: 'unit-window',
          include: ['renderer/**/*.test.tsx'],
          setupFiles: ['renderer/testing/console-errors.ts'],
          // Files share what they import: to load the components again for each takes longer than all their tests.
          isolate: false,
          // A component test of a second takes several beside other work.
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'lab',
          include: ['{sepolicy,helper,cli,testing,lab,policy}/**/*.lab.test.ts'],
          globalSetup: ['lab/test-lab-setup.ts'],
          maxWorkers: testLabCount(),
          testTimeout: 120_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
});
