// SPDX-License-Identifier: Apache-2.0
/**
 * How many labs the lab tests are spread over: two where the machine has the cores and the memory, since one guest's
 * tests keep one core busy; one that is named is used alone.
 */

import { availableParallelism, freemem } from 'node:os';

/** A guest's memory, and what the tests and the window need beside it. */
const bytesForTwo = 9 * 2 ** 30;

export function testLabCount(): number {
  if (process.env['BULKHEAD_TEST_LAB'] !== undefined) return 1;
  return availableParallelism() >= 2 && freemem() >= bytesForTwo ? 2 : 1;
}
