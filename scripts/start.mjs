#!/usr/bin/env node
/**
 * `npm start`: from a fresh checkout to the window. Installs what is missing, builds, then opens the console on the lab,
 * or with `-- --host local` (or `ssh://...`) on a host that has Bulkhead's helper. Plain JavaScript up to the point where node_modules is there.
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
  await run(join(root, 'node_modules', '.bin', 'tsx'), ['scripts/start/start.ts', ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' });
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
