// SPDX-License-Identifier: Apache-2.0
/**
 * Cuts CIL, the text form of SELinux policy, into statements. Only brackets, names, strings and comments matter here;
 * what a statement means is said elsewhere. The language:
 * https://github.com/SELinuxProject/selinux/tree/main/secilc/docs
 */

/** A name, a quoted string with its quotes, or a list of expressions. */
export type Expression = string | readonly Expression[];

export interface Statement {
  /** Gives the line of its first bracket, from 1. */
  readonly line: number;
  readonly expression: readonly Expression[];
}

/** A bracket that opens nothing or closes nothing. */
export class CilError extends Error {
  readonly line: number;

  constructor(line: number, problem: string) {
    super(`line ${line}: ${problem}`);
    this.line = line;
  }
}

const newline = 10;
const quote = 34;
const open = 40;
const close = 41;
const semicolon = 59;
const space = 32;

/** No policy nests deeper by far; functions that walk through a statement by recursion rely on it. */
const maxNested = 500;

/**
 * The statements of a text, one after another; throws {@link CilError} where the brackets do not match, or nest too
 * deep.
 */
export function* statementsOf(text: string): Generator<Statement, void, undefined> {
  const names = new Map<string, string>();
  const parents: Expression[][] = [];
  let current: Expression[] | undefined;
  let line = 1;
  let begunAt = 1;
  let at = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === newline) {
      line += 1;
      at += 1;
    } else if (code <= space) {
      at += 1;
    } else if (code === semicolon) {
      at = endOfLine(text, at);
    } else if (code === open) {
      if (current === undefined) begunAt = line;
      else parents.push(current);
      if (parents.length > maxNested) throw new CilError(line, `brackets nested more than ${maxNested} deep`);
      current = [];
      at += 1;
    } else if (code === close) {
      if (current === undefined) throw new CilError(line, 'a closing bracket without an opening one');
      const parent = parents.pop();
      if (parent === undefined) yield { line: begunAt, expression: current };
      else parent.push(current);
      current = parent;
      at += 1;
    } else {
      const end = code === quote ? endOfString(text, at, line) : endOfName(text, at);
      if (current === undefined) throw new CilError(line, `${text.slice(at, end)} is outside of brackets`);
      current.push(interned(names, text.slice(at, end)));
      at = end;
    }
  }
  if (current !== undefined) throw new CilError(begunAt, 'a bracket that is not closed');
}

/** Writes an expression as text on one line; it is the inverse of parsing. */
export function textOf(expression: Expression): string {
  return typeof expression === 'string' ? expression : `(${expression.map(textOf).join(' ')})`;
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
}

function endOfString(text: string, from: number, line: number): number {
  const end = text.indexOf('"', from + 1);
  if (end === -1) throw new CilError(line, 'a string that is not closed');
  return end + 1;
}

function endOfName(text: string, from: number): number {
  let end = from + 1;
  while (end < text.length) {
    const code = text.charCodeAt(end);
    if (code <= space || code === open || code === close || code === semicolon || code === quote) break;
    end += 1;
  }
  return end;
}

/** A policy says the same few thousand names a million times; each is kept once, apart from the text. */
function interned(names: Map<string, string>, name: string): string {
  const known = names.get(name);
  if (known !== undefined) return known;
  names.set(name, name);
  return name;
}
