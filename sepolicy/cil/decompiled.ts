// SPDX-License-Identifier: Apache-2.0
/** What checkpolicy writes when it turns a compiled policy into CIL (`checkpolicy -b -C -o -`). */

/** Gives the text from its first statement on: libsepol counts the policy's parts on the same output before. */
export function statementsOnly(output: string): string {
  const first = /^\(/m.exec(output);
  return first === null ? '' : output.slice(first.index);
}
