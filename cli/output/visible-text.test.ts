// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { ownSequences } from './own-sequences.ts';
import { visibleText } from './visible-text.ts';

const unsafe = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/u;
const everyCharacter = Array.from({ length: 0x11_0000 }, (_, code) => code).filter(
  (code) => code < 0xd800 || code > 0xdfff,
);

it('leaves no character that acts on a terminal, but for newlines, tabs and own colours (N18)', () => {
  for (const hasSequences of [true, false]) {
    const text = everyCharacter.map((code) => String.fromCodePoint(code)).join('');
    const left = visibleText(text, { hasSequences }).match(new RegExp(unsafe, 'gu'));
    expect(left).toEqual(['\t', '\n']);
  }
});

it('lets own sequences through to a terminal, and no other ones (N18)', () => {
  const painted = '\x1b[31mred\x1b[0m \r\x1b[K\x1b[1mbold\x1b[0m';
  expect(visibleText(painted, { hasSequences: true })).toBe(painted);
  expect(visibleText(painted, { hasSequences: false })).not.toMatch(unsafe);
  for (const other of ['\x1b[35m', '\x1b[31;5m', '\x1b[2J', '\x1b]0;t\x07', '\x9b31m', '\r', '\x1b[031m', '\x1b[8m']) {
    const text = visibleText(`a${other}b`, { hasSequences: true });
    expect([other, unsafe.test(text), new RegExp(ownSequences, 'u').test(text)]).toEqual([other, false, false]);
  }
});
