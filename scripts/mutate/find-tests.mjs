// SPDX-License-Identifier: Apache-2.0
/** The unit tests of the folders that mutation testing covers. */

import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';

const folders = ['audit', 'contract', 'helper', 'rpc', 'sepolicy'];

/** These compare two readers over thousands of records, which takes seconds for each mutant. Lab tests need a lab. */
const leftOut = /\.(?:lab|property)\.test\.ts$|^audit\/log-grouping\.test\.ts$|^helper\/server\//;

/** Gives their paths, relative to the root. */
export function findTests(root) {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.test.ts') && !entry.name.endsWith('.lab.test.ts'))
      .map((entry) => relative(root, join(entry.parentPath, entry.name))),
  );
}
