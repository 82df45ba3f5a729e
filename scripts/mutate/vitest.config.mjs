// SPDX-License-Identifier: Apache-2.0
/** The unit tests alone, for mutation testing. */

import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{audit,sepolicy,contract,rpc}/**/*.test.ts'],
    exclude: ['**/*.lab.test.ts', '**/node_modules/**'],
    // Files share what they import: to load it again for each mutant takes longer than the tests.
    isolate: false,
  },
});
