#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
/**
 * `npm start`: from a fresh checkout to the window. Installs what is missing, builds, then opens the console on the
 * lab, or with `-- --host local` (or `ssh://...`) on a host that has Bulkhead's helper. Plain JavaScript up to the
 * point where node_modules is there.
 */

import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installDependencies } from './dependencies.mjs';
import { installSystemPackages } from './setup/system-packages.mjs';
import { run, stage } from './stage.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

try {
  await stage('system packages', () => installSystemPackages());
  await stage('npm packages', () => installDependencies(root));
  // No program runs in between: it would hand on a signal that has come already, and have an ending of its own.
  await run(process.execPath, ['--import', 'tsx', 'scripts/start/start.ts', ...process.argv.slice(2)], {
    cwd: root,
    stdio: 'inherit',
    passOn: ['SIGINT', 'SIGTERM', 'SIGHUP'],
  });
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
