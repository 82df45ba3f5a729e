// SPDX-License-Identifier: Apache-2.0
/**
 * Runs the unit tests for StrykerJS within one process. Its own runner for vitest begins a worker for every mutant, which
 * takes a hundred times longer than the few tests that cover one.
 *
 * A mutant is tried with the tests that import its file and lie beside it, in a folder above or in one below: what a
 * folder promises is tested by the folder itself.
 */

import { INSTRUMENTER_CONSTANTS } from '@stryker-mutator/api/core';
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import {
  determineHitLimitReached,
  DryRunStatus,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import { startTests } from '@vitest/runner';
import { dirname, relative, resolve, sep } from 'node:path';
import { bundleTest } from './test-bundle.mjs';
import { findTests } from './find-tests.mjs';

/** What the instrumented sources read and count. */
const shared = (globalThis[INSTRUMENTER_CONSTANTS.NAMESPACE] ??= {});
/** `expect` looks for the settings of vitest's worker. */
globalThis.__vitest_worker__ = { config: { expect: {} }, ctx: {}, environment: { name: 'node' }, durations: {} };

const settings = {
  root: process.cwd(),
  setupFiles: [],
  passWithNoTests: true,
  allowOnly: true,
  sequence: { seed: 0, hooks: 'stack', setupFiles: 'list' },
  maxConcurrency: 1,
  testTimeout: 2000,
  hookTimeout: 2000,
  retry: 0,
  tags: [],
  strictTags: false,
};

/**
 * A test that takes longer than this without a mutant is left out: a mutant that survives costs the time of all tests
 * that reach it. So the score is a lower bound. Time of the processor, since the machine may be busy.
 */
const maxTestMs = 120;

class InProcessTestRunner {
  /** @type {Map<string, Promise<import('./test-bundle.mjs').TestBundle>>} */
  #bundles = new Map();

  capabilities() {
    return { reloadEnvironment: true };
  }

  init() {
    // What a mutant leaves behind when its test has failed is no result.
    process.on('unhandledRejection', () => undefined);
    process.on('uncaughtException', () => undefined);
    return Promise.resolve();
  }

  async dryRun({ files = [] }) {
    const mutated = new Set(files.map((file) => relative(process.cwd(), file)));
    const tests = [];
    for (const path of findTests(process.cwd())) {
      const near = [...mutated].filter((file) => isNear(path, file));
      if (near.length === 0) continue;
      const { sources } = await this.#bundle(path);
      if (near.some((file) => sources.has(file))) tests.push(...(await this.#run(path, { isDryRun: true })));
    }
    return { status: DryRunStatus.Complete, tests, mutantCoverage: shared.mutantCoverage };
  }

  async mutantRun({ testFilter = [], activeMutant, mutantActivation, hitLimit }) {
    const wanted = groupByFile(testFilter);
    const tests = [];
    shared.hitCount = 0;
    shared.hitLimit = hitLimit;
    for (const [path, ids] of wanted) {
      tests.push(
        ...(await this.#run(path, {
          only: new Set(ids),
          mutant: activeMutant.id,
          isStatic: mutantActivation === 'static',
        })),
      );
      if (tests.some(({ status }) => status === TestStatus.Failed)) break;
    }
    return toMutantRunResult(
      determineHitLimitReached(shared.hitCount, hitLimit) ?? { status: DryRunStatus.Complete, tests },
    );
  }

  #bundle(path) {
    let bundle = this.#bundles.get(path);
    if (bundle === undefined) this.#bundles.set(path, (bundle = bundleTest(resolve(path))));
    return bundle;
  }

  async #run(path, { only, mutant, isStatic = false, isDryRun = false }) {
    const { evaluate } = await this.#bundle(path);
    let hasFailed = false;
    let begun;
    shared.activeMutant = isStatic ? mutant : undefined;
    const [file] = await startTests([path], {
      config: isDryRun ? { ...settings, testTimeout: 60_000 } : settings,
      importFile: evaluate,
      onBeforeRunFiles() {
        shared.activeMutant = mutant;
      },
      onBeforeRunTask(test) {
        if (hasFailed || (only !== undefined && !only.has(idOf(path, test)))) test.mode = 'skip';
      },
      onBeforeTryTask(test) {
        if (!isDryRun) return;
        shared.currentTestId = idOf(path, test);
        begun = process.cpuUsage();
      },
      onAfterRunTask(test) {
        shared.currentTestId = undefined;
        if (isDryRun && begun !== undefined && test.result?.state === 'pass') leaveOutSlow(path, test, begun);
        hasFailed ||= test.result?.state === 'fail';
      },
    });
    shared.activeMutant = undefined;
    return resultsOf(path, file);
  }
}

/** What only a slow test reaches counts as not covered. */
function leaveOutSlow(path, test, begun) {
  const { user, system } = process.cpuUsage(begun);
  if ((user + system) / 1000 <= maxTestMs) return;
  console.error(`left out, ${Math.round((user + system) / 1000)} ms: ${idOf(path, test)}`);
  test.mode = 'skip';
  delete shared.mutantCoverage?.perTest[idOf(path, test)];
}

function isNear(test, source) {
  const [folder, other] = [`${dirname(test)}${sep}`, `${dirname(source)}${sep}`];
  return other.startsWith(folder) || folder.startsWith(other);
}

function fileOf(id) {
  return id.slice(0, id.indexOf('#'));
}

function groupByFile(ids) {
  const groups = new Map();
  for (const id of ids) groups.set(fileOf(id), [...(groups.get(fileOf(id)) ?? []), id]);
  return groups;
}

function idOf(path, test) {
  const names = [test.name];
  for (let suite = test.suite; suite !== undefined; suite = suite.suite) names.unshift(suite.name);
  return `${path}#${names.join(' ').trim()}`;
}

/** A file or a suite that failed as a whole has one failed test of its own name. */
function resultsOf(path, task) {
  const failureMessage = task.result?.errors?.[0]?.message ?? 'failed without a message';
  const own = {
    id: idOf(path, task),
    name: task.name,
    fileName: resolve(path),
    timeSpentMs: task.result?.duration ?? 0,
  };
  if (task.type === 'test') {
    if (task.mode === 'skip' || task.mode === 'todo') return [{ ...own, status: TestStatus.Skipped }];
    if (task.result?.state === 'pass') return [{ ...own, status: TestStatus.Success }];
    return [{ ...own, status: TestStatus.Failed, failureMessage }];
  }
  const hasOwnError = (task.result?.errors?.length ?? 0) > 0;
  return [
    ...(hasOwnError ? [{ ...own, status: TestStatus.Failed, failureMessage }] : []),
    ...task.tasks.flatMap((one) => resultsOf(path, one)),
  ];
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'in-process', InProcessTestRunner)];
