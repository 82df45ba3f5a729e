// SPDX-License-Identifier: Apache-2.0
/** `npm run spdx`: fails for source files that do not name their licence; `npm run spdx -- --write` adds the line. */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addSpdxHeader, hasSpdxHeader } from './spdx-header.ts';
import { findSourceFiles } from './source-files.ts';

/** A tree without headers would fill the screen. */
const maxNamed = 20;
const root = join(import.meta.dirname, '../..');
const bare = findSourceFiles(root).filter((path) => !hasSpdxHeader(path, readFileSync(join(root, path), 'utf8')));

if (process.argv.includes('--write')) {
  for (const path of bare) writeFileSync(join(root, path), addSpdxHeader(path, readFileSync(join(root, path), 'utf8')));
  console.log(`added the licence header to ${bare.length} files`);
} else if (bare.length > 0) {
  for (const path of bare.slice(0, maxNamed)) console.error(`${path}: no licence header`);
  console.error(`${bare.length} files have no licence header; npm run spdx -- --write adds it`);
  process.exitCode = 1;
}
