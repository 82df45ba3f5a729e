// SPDX-License-Identifier: Apache-2.0
/** The source files of the checkout: what people write, in any language, without what is built or installed. */

import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const skipped = new Set(['node_modules', 'dist', 'release', 'results', '__pycache__']);
const source = /\.(?:ts|tsx|mts|js|mjs|cjs|css|py|pl|sh|cil|service|socket)$/;

/** Paths below `root`, with `/`, sorted. */
export function findSourceFiles(root: string): readonly string[] {
  return [...filesBelow(root, '')].sort();
}

function filesBelow(root: string, folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return entry.name.startsWith('.') || skipped.has(entry.name) ? [] : filesBelow(root, path);
    return entry.isFile() && source.test(entry.name) ? [path] : [];
  });
}
