// SPDX-License-Identifier: Apache-2.0
/**
 * Set-up of the component tests: a test fails when it leaves something on `console.error`. React reports there what
 * went wrong while it rendered, also where the test itself noticed nothing.
 */

import { afterEach, beforeEach, vi } from 'vitest';

const errors: string[] = [];

beforeEach(() => {
  const write = vi.spyOn(console, 'error').mockImplementation((...parts) => {
    errors.push(parts.map(String).join(' '));
  });
  return () => write.mockRestore();
});

afterEach(() => {
  const found = errors.splice(0);
  if (found.length > 0) throw new Error(`console.error was called:\n${found.join('\n')}`);
});
