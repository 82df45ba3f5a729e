// SPDX-License-Identifier: Apache-2.0
/** The lines below a command's help. */

export function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  bulkheadctl ${line}\n`).join('')}`;
}
