// SPDX-License-Identifier: Apache-2.0
/** Reads the messages of secilc about a module that it does not accept: which lines, and what is wrong with them. */

import { say, type Words } from '../../contract/text.ts';
import { type CompilerMessage, compilerMessages, type Place } from '../compiler/compiler-messages.ts';
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
  const messages = compilerMessages(words);
  const breaches = breachesByLine(messages, file);
  const found = breaches.length > 0 ? breaches : plainProblems(words, file);
  const named = found.length > 0 ? found : problemsElsewhere(messages);
  return named.length > 0
    ? named.slice(0, maxProblems)
    : [{ line: null, problem: say('the compiler does not take it: {words}', { words: lastLines(words) }) }];
}

/**
 * Each statement of the module that breaks neverallow rules, directly or through the macro that it calls. A statement
 * about many types breaks several rules.
 */
function breachesByLine(messages: readonly CompilerMessage[], file: string): readonly SourceProblem[] {
  const rulesOf = new Map<number, Set<string>>();
  for (const message of messages) {
    if (message.kind !== 'neverallow') continue;
    for (const place of [message.place, ...message.breaches.flatMap(({ path }) => path)])
      if (place.file === file) rulesOf.set(place.line, (rulesOf.get(place.line) ?? new Set()).add(message.text));
  }
  return [...rulesOf].sort(([a], [b]) => a - b).map(([line, rules]) => ({ line, problem: describeBreach([...rules]) }));
}

/**
 * Gives the problems that are not in the module: the base module and the loaded policy do not fit together, so that no
 * module at all compiles.
 */
function problemsElsewhere(messages: readonly CompilerMessage[]): readonly SourceProblem[] {
  const statements = messages.flatMap((message): readonly string[] => {
    if (message.kind === 'unresolved') return [`${message.keyword} at ${placeText(message.place)}`];
    if (message.kind !== 'neverallow') return [];
    return message.breaches.map(
      ({ path, text }) => `${shortened(text)}${at(path.at(-1))} breaks the rule at ${placeText(message.place)}`,
    );
  });
  return [...new Set(statements)].map((statement) => ({
    line: null,
    problem: say(
      'not this module, but the base module and the policy of this host do not fit together: ' +
        '{statement}; run bulkheadctl policy check for what to do',
      { statement },
    ),
  }));
}

function describeBreach([first = '', ...others]: readonly string[]): Words {
  const rule = shortened(first);
  const count = others.length;
  if (count === 0) return say('it would break the isolation: {rule}', { rule });
  return count === 1
    ? say('it would break the isolation: {rule}, and 1 more rule of the base module', { rule })
    : say('it would break the isolation: {rule}, and {count} more rules of the base module', { rule, count });
}

function plainProblems(words: string, file: string): readonly SourceProblem[] {
  const [line] = placesIn(words, file);
  return line === undefined ? [] : [{ line, problem: say('it names something that the loaded policy does not have') }];
}

function placesIn(words: string, file: string): readonly number[] {
  return [...words.matchAll(/\bat (\S+?):(\d+)/g)].flatMap(([, path, line]) => (path === file ? [Number(line)] : []));
}

function at(place: Place | undefined): string {
  return place === undefined ? '' : ` at ${placeText(place)}`;
}

function placeText({ file, line }: Place): string {
  return `${file}:${line}`;
}

function shortened(rule: string): string {
  return rule.length > 160 ? `${rule.slice(0, 159)}…` : rule;
}

function lastLines(words: string): string {
  return words.trim().split('\n').slice(-2).join('; ').slice(0, 300);
}
