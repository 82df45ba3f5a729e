// SPDX-License-Identifier: Apache-2.0
/** The unit tests alone, for mutation testing. */

import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{audit,sepolicy,contract,rpc}/**/*.test.ts'],
    exclude: ['**/*.lab.test.ts', '**/node_modules/**'],
  },
});
