// SPDX-License-Identifier: Apache-2.0
/**
 * Set-up of the component tests: a test fails when it leaves something on `console.error`. React reports there what
 * went wrong while it rendered, also where the test itself noticed nothing.
 */

import { afterEach, beforeEach } from 'vitest';

const errors: string[] = [];
const original = console.error;

beforeEach(() => {
  console.error = (...parts: unknown[]) => void errors.push(parts.map(String).join(' '));
});

afterEach(() => {
  console.error = original;
  const found = takeConsoleErrors();
  if (found.length > 0) throw new Error(`console.error was called:\n${found.join('\n')}`);
});

/** What was reported so far, for a test that expects it. */
export function takeConsoleErrors(): readonly string[] {
  return errors.splice(0);
}
