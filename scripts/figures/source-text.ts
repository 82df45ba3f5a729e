// SPDX-License-Identifier: Apache-2.0
/** A file of the checkout, with its path and what is in it. */

export interface SourceText {
  readonly path: string;
  readonly text: string;
}

/** True of tests, and of what only tests use. */
export function isTest(path: string): boolean {
  return /\.(?:test|spec)\.tsx?$/.test(path) || /(?:^|\/)(?:fixtures|testing|e2e)\//.test(path);
}
