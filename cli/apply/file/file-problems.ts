// SPDX-License-Identifier: Apache-2.0
/** What is wrong in a file, in words and with its place. */

import type { z } from 'zod';
import { exitCodes, type Problem } from '../../format/problem-line.ts';

export interface FileProblem {
  readonly file: string;
  /** Counts the lines from 1. The column is counted from 1, too. */
  readonly line: number;
  readonly column: number;
  /** Names the field, such as `containers.web.image`; empty for the file itself. */
  readonly field: string;
  readonly problem: string;
}

/** Nothing has been changed. */
export class FileProblemsError extends Error {
  readonly problems: readonly FileProblem[];

  constructor(problems: readonly FileProblem[]) {
    const [first] = problems;
    const files = [...new Set(problems.map(({ file }) => file))].join(', ');
    super(
      problems.length === 1 && first !== undefined
        ? `cannot use ${problemText(first)}`
        : `cannot use ${files}: correct these ${problems.length} mistakes`,
    );
    this.problems = problems.toSorted((a, b) => compareTexts(a.file, b.file) || a.line - b.line || a.column - b.column);
  }
}

function compareTexts(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

/** Writes the problem as compilers do, so that editors find the place. */
export function problemText({ file, line, column, field, problem }: FileProblem): string {
  return `${file}:${line}:${column}: ${field === '' ? '' : `${field}: `}${problem}`;
}

export function describeFileProblems({ message, problems }: FileProblemsError): Problem {
  return { code: 'file-invalid', message, data: { problems }, exitCode: exitCodes.failed };
}

export interface FieldIssue {
  readonly path: readonly PropertyKey[];
  /** The key that the issue is about, where it is not about the value. */
  readonly key?: string;
  readonly problem: string;
}

/** What a schema says of a value, for people. */
export function describeIssue(issue: z.core.$ZodIssue, before: readonly PropertyKey[] = []): readonly FieldIssue[] {
  const path = [...before, ...issue.path];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({ path, key, problem: `there is no field ${key} here` }));
    case 'invalid_key':
      return [
        { path: path.slice(0, -1), key: String(path.at(-1)), problem: issue.issues[0]?.message ?? issue.message },
      ];
    case 'invalid_union':
      return likeliest(issue.errors).flatMap((one) => describeIssue(one, path));
    case 'invalid_type':
      return [{ path, problem: issue.message.endsWith('undefined') ? 'is missing' : `must be ${kindOf(issue)}` }];
    case 'invalid_value':
      return [
        { path, problem: `must be ${issue.values.length > 2 ? 'one of: ' : ''}${issue.values.map(String).join(', ')}` },
      ];
    default:
      return [{ path, problem: issue.message }];
  }
}

function kindOf({ expected }: z.core.$ZodIssueInvalidType): string {
  const words: Readonly<Record<string, string>> = {
    object: 'a group of fields',
    record: 'a group of fields',
    array: 'a list',
    string: 'text',
    boolean: 'true or false',
  };
  return words[expected] ?? `a ${expected}`;
}

/** Gives the problems of the form that the value was most likely meant to have: the one that it fits in kind. */
function likeliest(branches: readonly (readonly z.core.$ZodIssue[])[]): readonly z.core.$ZodIssue[] {
  const isOfKind = (issues: readonly z.core.$ZodIssue[]): boolean =>
    issues.every(({ code, path }) => path.length > 0 || (code !== 'invalid_type' && code !== 'invalid_value'));
  return branches.find(isOfKind) ?? branches.at(-1) ?? [];
}
