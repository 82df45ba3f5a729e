// SPDX-License-Identifier: Apache-2.0
/** Tests that render components, which are those of files with a document. */

import type { Figure } from './figure.ts';
import type { SourceText } from './source-text.ts';

const testCall = /^\s*(?:it|test)(?:\.each)?\(/gm;

export function isComponentTest({ path, text }: SourceText): boolean {
  return /\.test\.tsx?$/.test(path) && /^\/\/ @vitest-environment happy-dom$/m.test(text);
}

/** A table of cases (`it.each`) counts once. */
export function countComponentTests(sources: readonly SourceText[]): Figure {
  const files = sources.filter(isComponentTest);
  const tests = files.reduce((sum, { text }) => sum + (text.match(testCall)?.length ?? 0), 0);
  return {
    name: 'component tests',
    measured: tests,
    note: `in ${files.length} files`,
    isLeast: true,
    slack: 50,
    details: [],
  };
}
