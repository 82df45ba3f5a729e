// SPDX-License-Identifier: Apache-2.0
/** Teaches the editor CIL: what is a comment, a statement's name, a type, a permission. */

import { HighlightStyle, LanguageSupport, StreamLanguage, syntaxHighlighting } from '@codemirror/language';
import { tags } from '@lezer/highlight';

interface State {
  /** The next name is that of a statement. */
  isFirst: boolean;
  depth: number;
}

const cil = StreamLanguage.define<State>({
  name: 'cil',
  startState: () => ({ isFirst: false, depth: 0 }),
  token(stream, state) {
    if (stream.eatSpace()) return null;
    if (stream.peek() === ';') {
      stream.skipToEnd();
      return 'comment';
    }
    const character = stream.next();
    if (character === '(') {
      state.depth += 1;
      state.isFirst = true;
      return 'bracket';
    }
    if (character === ')') {
      state.depth = Math.max(0, state.depth - 1);
      return 'bracket';
    }
    if (character === '"') {
      stream.skipTo('"');
      stream.next();
      return 'string';
    }
    stream.eatWhile(/[^\s();"]/);
    const isStatement = state.isFirst && state.depth === 1;
    state.isFirst = false;
    if (isStatement) return 'keyword';
    const word = stream.current();
    if (/_t$/.test(word)) return 'typeName';
    if (/^bulkhead_/.test(word)) return 'function';
    return state.depth >= 3 ? 'propertyName' : 'variableName';
  },
  languageData: { commentTokens: { line: ';' } },
  tokenTable: { function: tags.function(tags.variableName) },
});

const colours = HighlightStyle.define([
  { tag: tags.comment, color: 'var(--faint)', fontStyle: 'italic' },
  { tag: tags.keyword, color: 'var(--accent)', fontWeight: '600' },
  { tag: tags.typeName, color: 'var(--hue-green)' },
  { tag: tags.function(tags.variableName), color: 'var(--hue-purple)' },
  { tag: tags.propertyName, color: 'color-mix(in srgb, var(--hue-orange) 70%, var(--ink))' },
  { tag: tags.string, color: 'color-mix(in srgb, var(--hue-olive) 70%, var(--ink))' },
  { tag: tags.bracket, color: 'var(--muted)' },
]);

export function cilSupport(): LanguageSupport {
  return new LanguageSupport(cil, syntaxHighlighting(colours));
}
