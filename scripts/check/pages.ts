// SPDX-License-Identifier: Apache-2.0
/** The pages that people read: those at the root of the checkout, and those of `docs/`. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from './doc-links.ts';

export function readPages(root: string): readonly Page[] {
  const paths = [
    ...readdirSync(root),
    ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' }).map((path) => `docs/${path}`),
  ];
  return paths
    .filter((path) => path.endsWith('.md'))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}
