#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
/**
 * `npm test`: installs what is missing, then lint, types, layers, unit tests, tests in the lab, and Playwright against
 * real Electron.
 * The unit tests and the build come first. Then two rows of parts run beside each other: what needs no lab gives way
 * (nice) to what waits for one, and its output comes when each part has ended. The window and the packages are tried at
 * the same time, on a guest each.
 * Every part runs even when an earlier one failed; the last line is `N passed, N failed`.
 * `npm test -- unit types` runs only the parts that are named. `npm test -- --whole`, as every night, also runs the long
 * lab tests (`*.long.lab.test.ts`), looks at the window in high contrast, and tries every step of the packages.
 * `npm test -- --release` runs all that there is, as before a release: also the widest lab tests
 * (`*.release.lab.test.ts`), and every step in which work can be cut off.
 */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installDependencies } from './dependencies.mjs';
import { everydaySets, packageSets } from './setup/packages.mjs';
import { installSystemPackages } from './setup/system-packages.mjs';
import { run, stage } from './stage.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const reports = mkdtempSync(join(tmpdir(), 'bulkhead-test-'));
const wanted = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const isRelease = process.argv.includes('--release');
const isWhole = isRelease || process.argv.includes('--whole');

const everyStep = isRelease ? { BULKHEAD_EVERY_STEP: '1' } : {};
const whole = isWhole ? { BULKHEAD_WHOLE: '1' } : {};

/** A part without a report counts as one test. */
const withoutLab = [
  // With types of all folders at once it needs more than the 4 GiB that Node allows by itself.
  { name: 'lint', command: ['eslint', '.', '--max-warnings', '0'], env: { NODE_OPTIONS: '--max-old-space-size=8192' } },
  { name: 'spdx', command: ['tsx', 'scripts/check/spdx.ts'] },
  { name: 'spelling', command: ['cspell', 'lint', '--no-progress', '--no-summary', '--gitignore'] },
  { name: 'format', command: ['prettier', '--check', '.', '--log-level', 'warn'] },
  { name: 'types', command: ['tsc', '-b'] },
  {
    name: 'layers',
    command: [
      'depcruise',
      '--config',
      '.dependency-cruiser.cjs',
      'contract',
      'rpc',
      'audit',
      'sepolicy',
      'report',
      'hosts',
      'image-servers',
      'helper',
      'cli',
      'electron',
      'renderer',
      'testing',
      'lab',
      'packaging',
      'scripts',
    ],
  },
  { name: 'unused', command: ['knip', '--no-progress'] },
];
/** Before all else, while the machine is quiet: some count what happens within a time. */
const first = [
  {
    name: 'unit',
    command: ['vitest', 'run', '--project', 'unit*', ...reporters('unit')],
    count: countVitest,
  },
  { name: 'build', command: ['tsx', 'scripts/build/build.ts'] },
];
const inLabs = [
  {
    name: 'lab',
    command: [
      'vitest',
      'run',
      '--project',
      'lab',
      ...(isWhole ? [] : ['--exclude', '**/*.long.lab.test.ts']),
      ...(isRelease ? [] : ['--exclude', '**/*.release.lab.test.ts']),
      ...reporters('lab'),
    ],
    env: everyStep,
    count: countVitest,
  },
];
const withWindow = [
  {
    name: 'e2e',
    command: ['playwright', 'test', '--config', 'e2e/playwright.config.ts'],
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: report('e2e'), ...whole },
    count: countPlaywright,
  },
];
const makingPackages = [{ name: 'package', command: ['tsx', 'scripts/package/package.ts', '--development'] }];
const withPackages = [
  {
    name: 'packages',
    command: ['vitest', 'run', '--project', 'packages', ...reporters('packages')],
    env: whole,
    count: countVitest,
  },
];

function reporters(name) {
  return ['--reporter', 'default', '--reporter', 'json', '--outputFile.json', report(name)];
}

function report(name) {
  return join(reports, `${name}.json`);
}

function countVitest(name) {
  const { numPassedTests, numFailedTests, success, numTotalTestSuites } = JSON.parse(
    readFileSync(report(name), 'utf8'),
  );
  // A suite that could not even be loaded has no failed test of its own.
  const unloaded = !success && numFailedTests === 0 && numTotalTestSuites > 0 ? 1 : 0;
  return { passed: numPassedTests, failed: numFailedTests + unloaded };
}

function countPlaywright(name) {
  const { stats, errors } = JSON.parse(readFileSync(report(name), 'utf8'));
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + errors.length };
}

function tally(part, succeeded) {
  if (part.count === undefined) return { passed: succeeded ? 1 : 0, failed: succeeded ? 0 : 1 };
  try {
    const counted = part.count(part.name);
    return { ...counted, failed: Math.max(counted.failed, succeeded ? 0 : 1) };
  } catch {
    return { passed: 0, failed: 1 };
  }
}

await stage('system packages', () =>
  installSystemPackages(isWanted(makingPackages[0]) ? [...everydaySets, packageSets.release] : everydaySets),
);
await stage('npm packages', () => installDependencies(root));

let passed = 0;
let failed = 0;

async function runPart(part, options) {
  const [command, ...args] = part.command;
  const succeeded = await stage(part.name, () =>
    run(join(root, 'node_modules', '.bin', command), args, {
      cwd: root,
      env: { ...process.env, ...part.env },
      ...options,
    }),
  ).then(
    () => true,
    (error) => (process.stdout.write(`${error.message}\n`), false),
  );
  const counted = tally(part, succeeded);
  passed += counted.passed;
  failed += counted.failed;
}

function isWanted({ name }) {
  return wanted.length === 0 || wanted.includes(name);
}

async function runRow(parts, options) {
  for (const part of parts) if (isWanted(part)) await runPart(part, options);
}

await runRow(first, {});
const aside = { isAside: true };
const made = runRow(makingPackages, aside);
const withoutLabs = made.then(() => runRow(withoutLab, aside));
await runRow(inLabs, {});
// Each has a guest of its own, which keeps one core busy.
await Promise.all([runRow(withWindow, {}), made.then(() => runRow(withPackages, {}))]);
await withoutLabs;
rmSync(reports, { recursive: true, force: true });
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;
