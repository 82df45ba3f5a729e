// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { visibleRuns, visibleText } from './visible-text.ts';

it('shows control, format and bidi characters as escapes', () => {
  expect(visibleText('a\nb\t\x1b[31m\u202Etxt.exe\u200B\u2028\u0085\0')).toBe(
    'a\\nb\\t\\x1b[31m\\u{202e}txt.exe\\u{200b}\\u{2028}\\x85\\x00',
  );
});

it('leaves ordinary text of any script alone', () => {
  const text = 'Prüfung 日本語 עברית <img src=x onerror=alert(1)> 😀';
  expect(visibleRuns(text)).toEqual([{ text, isEscaped: false }]);
});

it('escapes lone surrogates and private use', () => {
  expect(visibleText('\uD800 \uE000')).toBe('\\u{d800} \\u{e000}');
});
