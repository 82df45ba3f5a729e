// SPDX-License-Identifier: Apache-2.0
/** The colours of the terminal, on light and dark ground. */

import type { ISearchOptions } from '@xterm/addon-search';
import type { ITheme } from '@xterm/xterm';

/** How places that a search has found are marked. A border reads on every colour that a program may have set. */
export const searchMarks: NonNullable<ISearchOptions['decorations']> = {
  matchBorder: '#a66d00',
  matchOverviewRuler: '#a66d00',
  activeMatchBorder: '#e6ac46',
  activeMatchColorOverviewRuler: '#e6ac46',
};

export function terminalTheme(options: { readonly isDark: boolean }): ITheme {
  return options.isDark ? dark : light;
}

const dark: ITheme = {
  background: '#0c1016',
  foreground: '#dbe3ec',
  cursor: '#6cb2f2',
  selectionBackground: '#2f4a68',
  black: '#28313d',
  red: '#ff8378',
  green: '#4fc08a',
  yellow: '#e6ac46',
  blue: '#6f9ff2',
  magenta: '#de8fbc',
  cyan: '#66c6f5',
  white: '#dbe3ec',
  brightBlack: '#74818f',
  brightRed: '#ffa49c',
  brightGreen: '#79d9a8',
  brightYellow: '#f3c877',
  brightBlue: '#9bbdf8',
  brightMagenta: '#ebb3d3',
  brightCyan: '#97d9fa',
  brightWhite: '#ffffff',
};

const light: ITheme = {
  background: '#fbfcfd',
  foreground: '#15202b',
  cursor: '#0b62a8',
  cursorAccent: '#ffffff',
  selectionBackground: '#bcd8f2',
  black: '#15202b',
  red: '#b3261e',
  green: '#1c7a4a',
  yellow: '#8a5a00',
  blue: '#0a5aa5',
  magenta: '#a3487a',
  cyan: '#1b6d99',
  white: '#56636f',
  brightBlack: '#66727e',
  brightRed: '#c9372c',
  brightGreen: '#1f8450',
  brightYellow: '#9a6500',
  brightBlue: '#2a76c4',
  brightMagenta: '#b04f85',
  brightCyan: '#217bab',
  brightWhite: '#28313d',
};
