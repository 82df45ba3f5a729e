#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
/**
 * `npm test`: installs what is missing, then lint, types, layers, figures, unit tests, tests in the lab, and Playwright
 * against real Electron.
 * The unit tests and the build come first. Then two rows of parts run beside each other: what needs no lab gives way
 * (nice) to what waits for one, and its output comes when each part has ended. The window and the packages are tried at
 * the same time, on a guest each.
 * Every part runs even when an earlier one failed; at the end what failed is named again, and the last line is
 * `N passed, N failed`.
 * `npm test -- unit types` runs only the parts that are named. `npm test -- --whole`, as every night, also builds the
 * policies of other distributions that are not here, runs the long lab tests (`*.long.lab.test.ts`), those about the
 * policy also on these policies, looks at the pages in Cockpit with a browser and at the window in high contrast, asks for
 * the password of every action, and tries every step of the packages.
 * `npm test -- --release` runs all that there is, as before a release: also the widest lab tests
 * (`*.release.lab.test.ts`), and every step in which work can be cut off.
 */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installDependencies } from './dependencies.mjs';
import { failedInPlaywright } from './check/failed-tests.mjs';
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

const reporters = ['--reporter', 'default', '--reporter', './scripts/check/vitest-report.mjs'];

/** A part without a report counts as one test. */
const withoutLab = [
  // With types of all folders at once, it needs more than the 4 GiB that Node allows by itself.
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
      'switch',
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
  { name: 'figures', command: ['tsx', 'scripts/figures/figures.ts'] },
];
/** These tests run before all else, while the machine is quiet: some count what happens within a time. */
const first = [
  {
    name: 'unit',
    command: ['vitest', 'run', '--project', 'unit*', ...reporters],
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
      ...reporters,
    ],
    env: { ...everyStep, ...whole },
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
const withPolicies = [
  {
    name: 'policies',
    command: ['vitest', 'run', '--project', 'policies', ...reporters],
    env: whole,
    count: countVitest,
  },
];
/** Is done before the tests that look for these policies. It counts as no test: a policy may be one that is not built. */
const buildingPolicies = [
  {
    name: 'build-policies',
    command: ['tsx', 'lab/policies/build.ts'],
    count: () => ({ passed: 0, failures: [] }),
  },
];
/** The lab tests about the policy of a host, on the policies of other distributions: each policy counts as one test. */
const onPolicies = [
  {
    name: 'policies-lab',
    command: ['tsx', 'lab/policies/run-lab-tests.ts'],
    env: whole,
    count: countVitest,
  },
];
const makingPackages = [
  {
    name: 'package',
    command: [
      ...['tsx', 'scripts/package/package.ts', '--development'],
      ...['amd64', 'arm64'].flatMap((one) => ['--architecture', one]),
    ],
  },
];
const withPackages = [
  {
    name: 'packages',
    command: [
      'vitest',
      'run',
      '--project',
      'packages',
      ...(isRelease ? [] : ['--exclude', '**/*.release.lab.test.ts']),
      ...reporters,
    ],
    env: whole,
    count: countVitest,
  },
];

function report(name) {
  return join(reports, `${name}.json`);
}

function countVitest(name) {
  return JSON.parse(readFileSync(report(name), 'utf8'));
}

function countPlaywright(name) {
  const result = JSON.parse(readFileSync(report(name), 'utf8'));
  return { passed: result.stats.expected, failures: failedInPlaywright(result) };
}

/** How many tests passed, and what failed in words; `problem` is why the part as a whole failed, if it did. */
function tally(part, problem) {
  const asOne = { passed: problem === undefined ? 1 : 0, failures: [] };
  const { passed, failures } = part.count === undefined ? asOne : countReport(part);
  const unnamed = failures.length === 0 && problem !== undefined;
  return { passed, failures: unnamed ? [`✗ ${part.name}: ${problem}`] : failures };
}

function countReport(part) {
  try {
    return part.count(part.name);
  } catch (error) {
    return { passed: 0, failures: [`✗ ${part.name}: cannot read its report: ${error.message}`] };
  }
}

await stage('system packages', () =>
  installSystemPackages([
    ...everydaySets,
    ...(isWanted(makingPackages[0]) ? [packageSets.release] : []),
    ...(isWhole ? [packageSets.browser] : []),
  ]),
);
await stage('npm packages', () => installDependencies(root));

let passed = 0;
const failures = [];

async function runPart(part, options) {
  const [command, ...args] = part.command;
  const problem = await stage(part.name, () =>
    run(join(root, 'node_modules', '.bin', command), args, {
      cwd: root,
      env: { ...process.env, BULKHEAD_TEST_REPORT: report(part.name), ...part.env },
      ...options,
    }),
  ).then(
    () => undefined,
    (error) => (process.stdout.write(`${error.message}\n`), error.message),
  );
  const counted = tally(part, problem);
  passed += counted.passed;
  failures.push(...counted.failures);
}

function isWanted({ name }) {
  return wanted.length === 0 || wanted.includes(name);
}

async function runRow(parts, options) {
  for (const part of parts) if (isWanted(part)) await runPart(part, options);
}

if (isWhole) await runRow(buildingPolicies, {});
await runRow(first, {});
const aside = { isAside: true };
const made = runRow(makingPackages, aside);
const withoutLabs = made.then(() => runRow(withoutLab, aside));
await runRow(inLabs, {});
// Each has a guest of its own, which keeps one core busy.
await Promise.all([runRow([...withWindow, ...withPolicies], {}), made.then(() => runRow(withPackages, {}))]);
if (isWhole) await runRow(onPolicies, {});
await withoutLabs;
rmSync(reports, { recursive: true, force: true });
for (const failure of failures) process.stdout.write(`${failure}\n`);
process.stdout.write(`${passed} passed, ${failures.length} failed\n`);
process.exitCode = failures.length === 0 ? 0 : 1;
