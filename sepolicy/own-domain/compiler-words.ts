/** Reads what secilc says of a module that it does not take: which line, and what about it. */

import type { SourceProblem } from './check-source.ts';

const mostProblems = 20;

/** `file` is the module's name as the compiler was given it. Never empty. */
export function problemsIn(words: string, file: string): readonly SourceProblem[] {
  const breaches = words.split(/^(?=neverallow check failed)/m).flatMap((block) => breachesIn(block, file));
  const found = breaches.length > 0 ? breaches : plainProblems(words, file);
  return found.length > 0 ? found.slice(0, mostProblems) : [{ line: null, problem: `the compiler does not take it: ${lastLines(words)}` }];
}

/** A neverallow rule, and each statement of the module that breaks it: directly, or by the macro that it calls. */
function breachesIn(block: string, file: string): readonly SourceProblem[] {
  const [, rule] = /^neverallow check failed.*\n\s*(\(neverallow .*\))$/m.exec(block) ?? [];
  if (rule === undefined) return [];
  return placesIn(block, file).map((line) => ({ line, problem: `it would breach the wall: ${shortened(rule)}` }));
}

function plainProblems(words: string, file: string): readonly SourceProblem[] {
  const [line] = placesIn(words, file);
  if (line === undefined) return [];
  const [, kind, name] = /^Failed to resolve (permission|class|type|macro) (\S+)/m.exec(words) ?? [];
  return [{ line, problem: name === undefined ? 'it names something that the loaded policy does not have' : `the loaded policy has no ${kind} ${name}` }];
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
