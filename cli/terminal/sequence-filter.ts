// SPDX-License-Identifier: Apache-2.0
/**
 * Lets through to a person's terminal what a container may send there: text, and the control sequences from a list of
 * those that act on the screen alone. Everything else is left out:
 * clipboard, titles, keys, printer, files, window, notifications, and every question that the terminal would answer
 * with text of the container's (contract/rules/denied-sequences.ts).
 * A sequence goes out as a whole or not at all, however it was cut into pieces, so the terminal is never within one
 * that was begun here. Memory is bounded.
 */

import { isWebAddress, linkCommand } from '../../contract/rules/denied-sequences.ts';

export interface SequenceFilter {
  /** What of the next piece, and of what was held back before, may go to the terminal. */
  filter(text: string): string;
}

type State = 'text' | 'escape' | 'sequence' | 'link' | 'ignored';

/** Longest control sequence, and longest link, that is let through. */
const maxSequence = 128;
const maxLink = 2048;

/**
 * What has to be looked at within text: ENQ (it has the terminal answer), ESC, and C1 controls, which in UTF-8 are
 * characters of their own.
 */
const notable = /[\x05\x1b\x80-\x9f]/g;
/** What ends a string, or may: BEL, CAN, SUB, ESC, ST. */
const endOfString = /[\x07\x18\x1a\x1b\x9c]/g;

/** What the 8-bit controls are in 7 bits; others do nothing that a screen needs. */
const sevenBit: Readonly<Record<string, string>> = {
  '\x84': 'D',
  '\x85': 'E',
  '\x88': 'H',
  '\x8d': 'M',
  '\x8e': 'N',
  '\x8f': 'O',
  '\x90': 'P',
  '\x98': 'X',
  '\x9b': '[',
  '\x9d': ']',
  '\x9e': '^',
  '\x9f': '_',
};

/**
 * Cursor, erasing, scrolling, colours, modes, tabs; questions whose answers are numbers of the terminal's own. Not:
 * printing (i), window (t), checksums and reports of contents.
 */
const plainSequence = /^\[[?>=<]?[0-9;:]*[@A-MPSTXZ`a-hl-nqrsu]$/;
/** Shape of the cursor, protected characters, soft reset, whether a mode is set, scrolling to the side. */
const wideSequence = /^\[\??[0-9;]*(?: q|"q|!p|\$p| [@A])$/;
/** A run of such, whole and short: what comes most, dealt with at once. */
const harmless = /(?:\x1b\[\??[0-9;]{0,40}[@A-MPSTXZ`a-hl-nqrsu]|\x1b[()]B)+/y;

/** Matches what follows ESC: save and restore, keypad, index and reset. */
const plainEscapes = /^[6-9=>DEHMNOc|}~]$/;
/** Character sets, the line's size, the test picture, UTF-8. */
const wideEscapes = /^[ #%()*+\-./][0-9A-Za-z@<=>]$/;

interface FilterState {
  state: State;
  /** Holds a sequence that has begun, without its ESC; of a link, it holds what follows `]`. */
  held: string;
  /** Gathers what of the current piece may go to the terminal. */
  out: string;
}

export function createSequenceFilter(): SequenceFilter {
  const filter: FilterState = { state: 'text', held: '', out: '' };
  return {
    filter(text) {
      filter.out = '';
      for (let at = 0; at < text.length;) at = step(filter, text, at);
      return filter.out;
    },
  };
}

function begin(filter: FilterState, state: State, held = ''): void {
  filter.state = state;
  filter.held = held;
}

/** Gives the place behind what it has dealt with, as do those that it calls. */
function step(filter: FilterState, text: string, at: number): number {
  if (filter.state === 'text') return takeText(filter, text, at);
  if (filter.state === 'link' || filter.state === 'ignored') return takeString(filter, text, at);
  return takeCharacter(filter, text.charAt(at), at);
}

function takeText(filter: FilterState, text: string, at: number): number {
  const found = next(notable, text, at);
  filter.out += text.slice(at, found);
  if (found === text.length) return found;
  const character = text.charAt(found);
  harmless.lastIndex = found;
  if (character === '\x1b' && harmless.test(text)) {
    filter.out += text.slice(found, harmless.lastIndex);
    return harmless.lastIndex;
  }
  if (character === '\x1b') begin(filter, 'escape');
  else if (sevenBit[character] !== undefined) {
    begin(filter, 'escape');
    takeCharacter(filter, sevenBit[character], found);
  }
  return found + 1;
}

function takeCharacter(filter: FilterState, character: string, at: number): number {
  if (character === '\x1b') begin(filter, 'escape');
  else if (character === '\x18' || character === '\x1a' || /[\x80-\x9f]/.test(character)) {
    // The sequence is abandoned, and the character stands for itself.
    begin(filter, 'text');
    return at;
  }
  // Controls within a sequence act as if they stood before it.
  else if (character < ' ') filter.out += character === '\x05' ? '' : character;
  else if (filter.state === 'escape') takeEscape(filter, character);
  else takeSequence(filter, character);
  return at + 1;
}

function takeEscape(filter: FilterState, character: string): void {
  const { held } = filter;
  if (held === '' && character === '[') begin(filter, 'sequence', '[');
  else if (held === '' && character === ']') begin(filter, 'link');
  else if (held === '' && /[PX^_k]/.test(character)) begin(filter, 'ignored');
  else if (held === '' && /[ -/]/.test(character)) filter.held = character;
  else {
    if (held === '' ? plainEscapes.test(character) : wideEscapes.test(held + character))
      filter.out += `\x1b${held}${character}`;
    begin(filter, 'text');
  }
}

function takeSequence(filter: FilterState, character: string): void {
  if (filter.held.length <= maxSequence) filter.held += character;
  if (character < '@' || character > '~') return;
  if (filter.held.length <= maxSequence && isHarmlessSequence(filter.held)) filter.out += `\x1b${filter.held}`;
  begin(filter, 'text');
}

function takeString(filter: FilterState, text: string, at: number): number {
  const found = next(endOfString, text, at);
  if (filter.state === 'link') {
    if (filter.held.length + found - at <= maxLink) filter.held += text.slice(at, found);
    else begin(filter, 'ignored');
  }
  if (found === text.length) return found;
  const character = text.charAt(found);
  // ESC begins what mostly is ST: `\` after it does nothing of its own.
  if (filter.state === 'link' && /[\x07\x1b\x9c]/.test(character) && isHarmlessLink(filter.held))
    filter.out += `\x1b]${filter.held}\x1b\\`;
  begin(filter, character === '\x1b' ? 'escape' : 'text');
  return found + 1;
}

/** Finds the next match of the pattern; gives the length of the text when there is none. */
function next(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.exec(text)?.index ?? text.length;
}

function isHarmlessSequence(sequence: string): boolean {
  return plainSequence.test(sequence) || wideSequence.test(sequence);
}

/** A link that begins (a web address) or ends (none), and no other command. */
function isHarmlessLink(command: string): boolean {
  const [, address] = new RegExp(`^${linkCommand};[!-:<-~]*;([!-~]*)$`).exec(command) ?? [];
  return address !== undefined && (address === '' || isWebAddress(address));
}
