// SPDX-License-Identifier: Apache-2.0
/** Finds the statement of a CIL text that a compiler means by a line and a keyword, and takes it out of the text. */

export interface Located {
  readonly from: number;
  /** Gives the position behind its closing bracket. */
  readonly to: number;
  /** Holds the statement on one line. */
  readonly text: string;
}

/** The first statement of this keyword that begins on the line, however deep it is; undefined when there is none. */
export function statementAt(source: string, line: number, keyword: string): Located | undefined {
  const start = startOfLine(source, line);
  if (start === undefined) return undefined;
  const end = source.indexOf('\n', start);
  const text = source.slice(start, end === -1 ? source.length : end).replace(/;.*$/, '');
  const [, before] = new RegExp(`^(.*?)\\(\\s*${keyword}(?=[\\s()]|$)`).exec(text) ?? [];
  if (before === undefined) return undefined;
  const from = start + before.length;
  const to = endOfExpression(source, from);
  return to === undefined ? undefined : { from, to, text: source.slice(from, to).replace(/\s+/g, ' ') };
}

/** Gives the text without the statement; all others keep their lines. */
export function withoutStatement(source: string, { from, to }: Located): string {
  return source.slice(0, from) + source.slice(from, to).replace(/[^\n]/g, ' ') + source.slice(to);
}

function startOfLine(source: string, line: number): number | undefined {
  let at = 0;
  for (let passed = 1; passed < line; passed += 1) {
    at = source.indexOf('\n', at) + 1;
    if (at === 0) return undefined;
  }
  return at;
}

function endOfExpression(source: string, from: number): number | undefined {
  let depth = 0;
  for (const { 0: token, index } of source.slice(from).matchAll(/"[^"]*"|;[^\n]*|[()]/g)) {
    if (token === '(') depth += 1;
    if (token === ')') depth -= 1;
    if (depth === 0) return from + index + 1;
  }
  return undefined;
}
