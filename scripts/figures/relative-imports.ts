// SPDX-License-Identifier: Apache-2.0

/** Both `import ... from './x.ts'` and `import './x.ts'`; types count as much as values. */
const relativeImport = /(?:\bfrom|\bimport)\s*\(?\s*'(\.{1,2}\/[^']+)'/g;

/** Gives the paths of the checkout that a file imports, as it writes them. */
export function relativeImports(text: string): readonly string[] {
  return Array.from(text.matchAll(relativeImport), ([, target = '']) => target);
}
