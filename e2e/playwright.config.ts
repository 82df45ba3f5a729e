// SPDX-License-Identifier: Apache-2.0
import { defineConfig } from '@playwright/test';

/**
 * One worker: the tests share one lab, and the machine has few cores. A test that has to be repeated to pass is a
 * failed test.
 */
export default defineConfig({
  testDir: '.',
  outputDir: 'results',
  workers: 1,
  retries: 0,
  timeout: 240_000,
  expect: { timeout: 30_000 },
  reporter: [['list'], ['json']],
});
