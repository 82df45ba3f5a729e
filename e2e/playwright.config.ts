// SPDX-License-Identifier: Apache-2.0
import { defineConfig } from '@playwright/test';

/**
 * One worker runs all: the tests share one lab, and the machine has few cores. A test that has to be repeated to pass
 * is a failed test.
 */
export default defineConfig({
  testDir: '.',
  outputDir: 'results',
  workers: 1,
  retries: 0,
  // A test gives up after this time; a helper on a busy machine takes many times what it takes on a quiet one.
  timeout: 400_000,
  expect: { timeout: 120_000 },
  reporter: [['list'], ['json']],
});
