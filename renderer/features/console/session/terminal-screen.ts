// SPDX-License-Identifier: Apache-2.0
/** Sets xterm.js up in an element of its own, which the page shows or not. */

import { FitAddon } from '@xterm/addon-fit';
import { SearchAddon } from '@xterm/addon-search';
import { WebLinksAddon } from '@xterm/addon-web-links';
import { Terminal } from '@xterm/xterm';
import { useTerminalSettings } from '../terminal-settings.ts';

export interface TerminalScreen {
  readonly terminal: Terminal;
  readonly element: HTMLElement;
  readonly search: SearchAddon;
  /** Gives the terminal as many columns and rows as its element has room for. */
  fit(): void;
}

/** What else follows an address, such as the full stop of its sentence, is none of it. */
const webAddress = /https?:\/\/[^\s"'`<>(){}|\\^]*[^\s"'`<>(){}|\\^.,:;!?~[\]]/;

/** Limits the places that are counted. */
export const maxMatches = 1000;

/** Sets a terminal up; a press on an address in its text goes to `onLink`. */
export function createScreen(onLink: (event: MouseEvent, address: string) => void): TerminalScreen {
  const terminal = new Terminal({
    fontFamily: "'JetBrains Mono', monospace",
    fontSize: useTerminalSettings.getState().fontSize,
    lineHeight: 1.2,
    scrollback: 10_000,
    cursorBlink: true,
    windowOptions: {},
    // Marks of places that a search has found are such.
    allowProposedApi: true,
  });
  const fitting = new FitAddon();
  const search = new SearchAddon({ highlightLimit: maxMatches });
  const element = document.createElement('div');
  element.style.height = '100%';
  for (const addon of [fitting, search, new WebLinksAddon(onLink, { urlRegex: webAddress })]) terminal.loadAddon(addon);
  return { terminal, element, search, fit: () => fitting.fit() };
}

/** Puts the terminal into the page, as large as its place; gives a function that takes it out again. */
export function showScreen({ terminal, element, fit }: TerminalScreen, parent: HTMLElement): () => void {
  parent.append(element);
  if (terminal.element === undefined) terminal.open(element);
  const refit = (): void => {
    if (parent.clientHeight > 0) fit();
  };
  refit();
  const observer = new ResizeObserver(refit);
  observer.observe(parent);
  return () => {
    observer.disconnect();
    element.remove();
  };
}

/** Gives all lines that the terminal holds as text; those that it wrapped are one again. */
export function readLines(terminal: Terminal): string {
  const buffer = terminal.buffer.normal;
  const lines: string[] = [];
  for (let index = 0; index < buffer.length; index += 1) {
    const line = buffer.getLine(index);
    const isWrapped = line?.isWrapped === true;
    const text = line?.translateToString(buffer.getLine(index + 1)?.isWrapped !== true) ?? '';
    if (isWrapped) lines.push((lines.pop() ?? '') + text);
    else lines.push(text);
  }
  return `${lines.join('\n').trimEnd()}\n`;
}
