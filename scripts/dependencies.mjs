// SPDX-License-Identifier: Apache-2.0
/** Makes sure that node_modules is what package-lock.json says, and costs nothing when it already is. */

import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './stage.mjs';

/** Runs `npm ci` unless it ran for this very lock file. The Electron binary is fetched apart, see scripts/electron. */
export async function installDependencies(root) {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  const mark = join(root, 'node_modules', '.bulkhead-lock');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === lock) return;
  await run('npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel', 'error'], { cwd: root });
  writeFileSync(mark, lock);
}
