// SPDX-License-Identifier: Apache-2.0
/** The unit tests of the folders that mutation testing covers. */

import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';

const folders = ['audit', 'contract', 'helper', 'rpc', 'sepolicy'];

/** Tests with random input are left out: they differ from run to run, and take long. Lab tests need a lab. */
const leftOut = /\.(?:lab|property|fuzz)\.test\.ts$|\/fuzz\.test\.ts$/;

/** Gives their paths, relative to the root. */
export function findTests(root) {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter(
        (entry) =>
          entry.isFile() && entry.name.endsWith('.test.ts') && !leftOut.test(join(entry.parentPath, entry.name)),
      )
      .map((entry) => relative(root, join(entry.parentPath, entry.name))),
  );
}
