// SPDX-License-Identifier: Apache-2.0
/** One line on standard error: the desktop's journal keeps it. */
export function log(text: string): void {
  process.stderr.write(`bulkhead: ${text}\n`);
}
