// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { terminalTheme } from './terminal-theme.ts';

/** What WCAG 1.4.3 asks of text. */
const minContrast = 4.5;

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((start) => Number.parseInt(colour.slice(start, start + 2), 16) / 255)
    .map((part) => (part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((left, right) => left - right);
  return (lighter + 0.05) / (darker + 0.05);
}

/** Programs set these as a ground, or for what is not to be seen. */
const grounds = new Set(['background', 'cursor', 'cursorAccent', 'selectionBackground', 'black']);

it.each([true, false])('every colour of text can be read on its ground, dark: %s (window m19)', (isDark) => {
  const { background = '', ...colours } = terminalTheme({ isDark });
  const faint = Object.entries(colours).filter(
    ([name, colour]) => typeof colour === 'string' && !grounds.has(name) && contrast(colour, background) < minContrast,
  );
  expect(faint).toEqual([]);
});
