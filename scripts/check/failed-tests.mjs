// SPDX-License-Identifier: Apache-2.0
/**
 * The failed tests of Playwright, each with the beginning of the reason; those of Vitest are in `vitest-report.mjs`. They
 * are printed again at the end of `npm test`, whose output is too long to look through, or is kept in part only. Plain
 * JavaScript, since the runner is.
 */

import { stripVTControlCharacters } from 'node:util';

const LINES_OF_REASON = 12;

/**
 * Reads from a report of Playwright's reporter `json` what failed in its last attempt, and errors outside all tests.
 */
export function failedInPlaywright({ suites, errors }) {
  return [
    ...suites.flatMap((suite) => failedInSuite(suite)),
    ...errors.map(({ message }) => describeFailure('outside all tests', message ?? '')),
  ];
}

function failedInSuite({ specs = [], suites = [] }) {
  return [
    ...specs
      .filter(({ ok }) => !ok)
      .map(({ file, title, tests }) =>
        describeFailure(
          `${file} > ${title}`,
          tests
            .flatMap(({ results }) => results.at(-1)?.errors ?? [])
            .map(({ message }) => message ?? '')
            .join('\n'),
        ),
      ),
    ...suites.flatMap((suite) => failedInSuite(suite)),
  ];
}

/** What failed, and the first lines of the reason without colours. */
export function describeFailure(name, reason) {
  const lines = stripVTControlCharacters(reason).split('\n').slice(0, LINES_OF_REASON);
  return [`✗ ${name}`, ...lines.map((line) => `    ${line}`)].join('\n');
}
