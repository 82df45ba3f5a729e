// SPDX-License-Identifier: Apache-2.0
/** Reads the messages of secilc about a module that it does not accept: which lines, and what is wrong with them. */

import type { SourceProblem } from './check-source.ts';

/**
 * Each problem is about another line, so that a person can correct them all at once; nobody reads more than this
 * number.
 */
export const maxProblems = 200;

/**
 * `file` is the module's name as the compiler was given it. The result is never empty: one problem for each line, in
 * the order of the lines.
 */
export function problemsIn(words: string, file: string): readonly SourceProblem[] {
  const breaches = breachesByLine(words, file);
  const found = breaches.length > 0 ? breaches : plainProblems(words, file);
  return found.length > 0
    ? found.slice(0, maxProblems)
    : [{ line: null, problem: `the compiler does not take it: ${lastLines(words)}` }];
}

/**
 * Each statement of the module that breaks neverallow rules, directly or through the macro that it calls. A statement
 * about many types breaks several rules.
 */
function breachesByLine(words: string, file: string): readonly SourceProblem[] {
  const rulesOf = new Map<number, Set<string>>();
  for (const block of words.split(/^(?=neverallow check failed)/m)) {
    const [, rule] = /^neverallow check failed.*\n\s*(\(neverallow .*\))$/m.exec(block) ?? [];
    if (rule === undefined) continue;
    for (const line of placesIn(block, file)) rulesOf.set(line, (rulesOf.get(line) ?? new Set()).add(rule));
  }
  return [...rulesOf].sort(([a], [b]) => a - b).map(([line, rules]) => ({ line, problem: describeBreach([...rules]) }));
}

function describeBreach([first = '', ...others]: readonly string[]): string {
  const more = `, and ${others.length} more ${others.length === 1 ? 'rule' : 'rules'} of the base module`;
  return `it would break the isolation: ${shortened(first)}${others.length === 0 ? '' : more}`;
}

function plainProblems(words: string, file: string): readonly SourceProblem[] {
  const [line] = placesIn(words, file);
  return line === undefined ? [] : [{ line, problem: 'it names something that the loaded policy does not have' }];
}

function placesIn(words: string, file: string): readonly number[] {
  return [...words.matchAll(/\bat (\S+?):(\d+)/g)].flatMap(([, path, line]) => (path === file ? [Number(line)] : []));
}

function shortened(rule: string): string {
  return rule.length > 160 ? `${rule.slice(0, 159)}…` : rule;
}

function lastLines(words: string): string {
  return words.trim().split('\n').slice(-2).join('; ').slice(0, 300);
}
