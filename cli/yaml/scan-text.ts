// SPDX-License-Identifier: Apache-2.0
/**
 * Looks at a text of YAML token by token, before anything is made of it. What costs more than its length, such as
 * aliases and nesting, has a limit.
 */

import { CST, Lexer } from 'yaml';

/** What was met first, of what is too much. */
export interface Excess {
  readonly offset: number;
  readonly problem: string;
}

export const maxAliases = 1000;
export const maxDocuments = 1000;
/**
 * Limits how deep braces and brackets lie in one another; `maxColumn` limits lists and groups of fields by the column
 * in which they begin.
 */
export const maxDepth = 100;
export const maxColumn = 200;

type TokenType = ReturnType<typeof CST.tokenType>;

interface Scan {
  aliases: number;
  documents: number;
  depth: number;
  /** Gives the position at which the line begins. */
  line: number;
  /** Gives the position of the line's first word, after dashes; undefined before that. */
  word: number | undefined;
}

/** These are no part of the file: they tell the parser what follows. */
const marks: readonly TokenType[] = ['doc-mode', 'flow-error-end', 'scalar'];
const blanks: readonly TokenType[] = ['space', 'newline', 'comment', 'doc-mode', 'scalar'];

/** Undefined where nothing is too much. `onToken` is called for each token. */
export function scanText(text: string, onToken: () => void = () => undefined): Excess | undefined {
  const scan: Scan = { aliases: 0, documents: 0, depth: 0, line: 0, word: undefined };
  let offset = 0;
  let isText = false;
  for (const source of new Lexer().lex(text)) {
    onToken();
    const type: TokenType = isText ? null : CST.tokenType(source);
    const problem = see(type, offset, scan);
    if (problem !== undefined) return { offset, problem };
    isText = type === 'scalar';
    if (marks.includes(type)) continue;
    const end = source.lastIndexOf('\n');
    if (end >= 0) [scan.line, scan.word] = [offset + end + 1, undefined];
    offset += source.length;
  }
  return undefined;
}

/** What is too much with this token. */
function see(type: TokenType, offset: number, scan: Scan): string | undefined {
  if (type === 'alias') scan.aliases += 1;
  if (type === 'doc-start' || type === 'doc-end') scan.documents += 1;
  if (type === 'flow-map-start' || type === 'flow-seq-start') scan.depth += 1;
  if (type === 'flow-map-end' || type === 'flow-seq-end') scan.depth = Math.max(0, scan.depth - 1);
  if (type === 'flow-error-end') scan.depth = 0;
  if (scan.aliases > maxAliases) return `the file has more than ${maxAliases} aliases`;
  if (scan.documents > maxDocuments) return `the file has more than ${maxDocuments} documents`;
  const isDeep = scan.depth > maxDepth || columnOf(type, offset, scan) > maxColumn;
  return isDeep ? 'too many lists and groups of fields lie in one another' : undefined;
}

/** Gives the column in which a list or a group of fields without braces begins; 0 for what begins none. */
function columnOf(type: TokenType, offset: number, scan: Scan): number {
  if (scan.depth > 0 || blanks.includes(type)) return 0;
  if (type !== 'seq-item-ind' && type !== 'explicit-key-ind' && type !== 'map-value-ind') {
    scan.word ??= offset;
    return 0;
  }
  const begin = type === 'map-value-ind' ? (scan.word ?? offset) : offset;
  scan.word = undefined;
  return begin - scan.line;
}
