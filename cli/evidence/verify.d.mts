// SPDX-License-Identifier: Apache-2.0
/** The types of the program that verifies evidence, for tests. */

export interface Verified {
  readonly problems: readonly string[];
  readonly remarks: readonly string[];
  readonly facts: readonly string[];
}

export function verifyEvidence(
  files: ReadonlyMap<string, Buffer>,
  options?: { readonly key?: string; readonly after?: ReadonlyMap<string, Buffer> },
): Verified;
