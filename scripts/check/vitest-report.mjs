// SPDX-License-Identifier: Apache-2.0
/**
 * A reporter of Vitest that writes how many tests passed, and all that failed, as JSON to the file that the variable
 * `BULKHEAD_TEST_REPORT` names. Vitest's own reporter `json` leaves out errors outside all tests and failed hooks, with
 * which the run fails too.
 */

import { writeFileSync } from 'node:fs';
import { describeFailure } from './failed-tests.mjs';

export default class VitestReport {
  /** Writes `{ passed, failures }`; each failure is a text of a few lines. */
  onTestRunEnd(modules, unhandledErrors) {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const report = {
      passed: tests.filter((test) => test.result().state === 'passed').length,
      failures: [
        ...modules.flatMap((module) => failedIn(module)),
        ...unhandledErrors.map((error) => describeFailure('outside all tests', textOf(error))),
      ],
    };
    writeFileSync(process.env.BULKHEAD_TEST_REPORT, JSON.stringify(report));
  }
}

function failedIn(module) {
  const file = module.relativeModuleId;
  const named = (name, errors) => (errors.length === 0 ? [] : [describeFailure(name, errors.map(textOf).join('\n'))]);
  return [
    ...named(file, module.errors()),
    ...[...module.children.allSuites()].flatMap((suite) => named(`${file} > ${suite.fullName}`, suite.errors())),
    ...[...module.children.allTests()].flatMap((test) =>
      named(`${file} > ${test.fullName}`, test.result().errors ?? []),
    ),
  ];
}

function textOf({ name, message, stack }) {
  return stack?.includes(message) ? stack : `${name}: ${message}\n${stack ?? ''}`;
}
