// SPDX-License-Identifier: Apache-2.0
/** Writes one line to standard error, which the desktop's journal keeps. */
export function log(text: string): void {
  process.stderr.write(`bulkhead: ${text}\n`);
}
