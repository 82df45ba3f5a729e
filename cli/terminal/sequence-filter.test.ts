// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deniedCommands, deniedControls } from '../../contract/rules/denied-sequences.ts';
import { createSequenceFilter } from './sequence-filter.ts';

const filtered = (text: string): string => createSequenceFilter().filter(text);

/** Filters the text in pieces of one character, so that it is cut at every place. */
function filteredInPieces(text: string): string {
  const filter = createSequenceFilter();
  return Array.from({ length: text.length }, (_, index) => filter.filter(text.charAt(index))).join('');
}

const denied: readonly (readonly [string, string])[] = [
  ...[...deniedCommands.keys()].map((command) => [`OSC ${command}`, `\x1b]${command};text\x07`] as const),
  ...deniedControls.map(
    ({ intermediates, final }) => [`DCS ${intermediates}${final}`, `\x1bP${intermediates}${final}m\x1b\\`] as const,
  ),
  ['the clipboard, in 8 bits', '\x9d52;c;ZXZpbA==\x9c'],
  ['the clipboard, ended by ST', '\x1b]52;c;ZXZpbA==\x1b\\'],
  ['the clipboard, never ended', '\x1b]52;c;ZXZpbA=='],
  ['a command within a command', '\x1b]0;\x1b]52;c;ZXZpbA==\x07'],
  ['keys that type text of its own (DECUDK)', '\x1bP0;1|17/6c730d\x1b\\'],
  ['a file by graphics of kitty', '\x1b_Ga=T,t=f;L2V0Yy9wYXNzd2Q=\x1b\\'],
  ['a message that is passed on by tmux', '\x1bPtmux;\x1b\x1b]52;c;eA==\x07\x1b\\'],
  ['SOS and PM', '\x1bXtext\x1b\\\x1b^text\x1b\\'],
  ["the title of screen's window", '\x1bktext\x1b\\'],
  ['ENQ, which the terminal answers', '\x05'],
  ['the title as an answer', '\x1b[21t\x9b21t'],
  ['moving and hiding the window', '\x1b[3;0;0t\x1b[2t'],
  ['printing', '\x1b[5i\x1b[?4i'],
  ['a checksum of the screen (DECRQCRA)', '\x1b[1;1;1;1;1;1*y'],
  ['reports of state', '\x1b[1$w\x1b[&u'],
  ['a link to a file', '\x1b]8;;file:///etc/passwd\x1b\\'],
  ['a link that runs', '\x1b]8;;javascript:alert(1)\x07'],
];

describe('what a container may not send to a terminal', () => {
  it.each(denied)(
    '%s is left out, and what stands around it is not, however it is cut (D6, review F14)',
    (_, sequence) => {
      const expected = sequence.endsWith('ZXZpbA==') ? 'before' : 'beforeafter';
      for (const result of [filtered, filteredInPieces].map((filter) => filter(`before${sequence}after`))) {
        expect(result).toBe(expected);
      }
    },
  );

  it('keeps nothing of a command of a hundred megabytes, and goes on after it (D6, review F14)', () => {
    const filter = createSequenceFilter();
    expect(filter.filter('\x1b]8;;https://')).toBe('');
    const piece = 'x'.repeat(1024 * 1024);
    for (let count = 0; count < 100; count += 1) expect(filter.filter(piece)).toBe('');
    expect(filter.filter('\x07after')).toBe('after');
  });
});

describe('what a container may send', () => {
  const allowed = [
    '\x1b[1;31mred\x1b[0m \x1b[38:2::1:2:3mtrue\x1b[m',
    '\x1b[?1049h\x1b[2J\x1b[H\x1b[10;20r\x1b[?25l\x1b7\x1b8\x1b[2 q\x1b[!p',
    '\x1b(0lqqk\x1b(B\x1b)0\x0e\x0f\x1b#8\x1b%G\x1bM\x1bc',
    '\x1b[6n\x1b[c\x1b[>c\x1b[?2026$p\x1b[?u\x1b[>1u',
    '\x1b]8;id=1;https://example.org/a?b#c\x1b\\link\x1b]8;;\x1b\\',
    'a\tb\r\n\x07\x08\x0b\x0c é ü 漢字 🧱 \u00a0\u00a5',
  ];

  it.each(allowed)('is the same after it: %j', (text) => {
    expect([filtered(text), filteredInPieces(text)]).toEqual([text, text]);
  });

  it('is put in 7 bits where it came in 8', () => {
    expect(filtered('\x9b31mred\x85\x8d')).toBe('\x1b[31mred\x1bE\x1bM');
  });
});

it('lets nothing else through, whatever is sent in whichever pieces (D6, review F14)', () => {
  const part = fc.oneof(
    fc.constantFrom(
      '\x1b',
      '\x9b',
      '\x9d',
      '\x90',
      '\x9c',
      '\x07',
      '\x18',
      '\x05',
      ']',
      '[',
      'P',
      '_',
      '\\',
      ';',
      '5',
      '2',
      'c',
      't',
      'i',
      '8',
      '$',
      'q',
      '?',
      'k',
    ),
    fc.string({ maxLength: 4 }),
  );
  const sequences = [
    /[^\x05\x1b\x80-\x9f]/,
    /\x1b\[[?>=<]?[0-9;:]*[@A-MPSTXZ`a-hl-nqrsu]/,
    /\x1b\[\??[0-9;]*(?: q|"q|!p|\$p| [@A])/,
    /\x1b[6-9=>DEHMNOc|}~]/,
    /\x1b[ #%()*+\-./][0-9A-Za-z@<=>]/,
    /\x1b\]8;[!-:<-~]*;(?:https:\/\/[!-~]+)?\x1b\\/,
  ];
  const harmless = new RegExp(`^(?:${sequences.map(({ source }) => source).join('|')})*$`, 'iu');
  fc.assert(
    fc.property(fc.array(part, { maxLength: 40 }), (parts) => {
      const filter = createSequenceFilter();
      const result = parts.map((text) => filter.filter(text)).join('');
      expect(result).toMatch(harmless);
      expect(result).toBe(filtered(parts.join('')));
    }),
    { numRuns: 300 },
  );
});
