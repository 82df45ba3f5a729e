// SPDX-License-Identifier: Apache-2.0
/**
 * Runs one terminal: xterm.js on one side, a session in the container on the other. It trusts nothing that comes out of
 * the container: no clipboard, no window reports, links only after a question.
 */

import { FitAddon } from '@xterm/addon-fit';
import { SearchAddon } from '@xterm/addon-search';
import { WebLinksAddon } from '@xterm/addon-web-links';
import { Terminal, type ITheme } from '@xterm/xterm';
import type { Item } from '../../../contract/operations/index.ts';
import {
  type ConsoleChoice,
  type ConsoleRun,
  type ConsoleStatus,
  type KeptSession,
  runConsole,
} from './console-run.ts';
import { createDrawGate } from './draw-gate.ts';
import { drawReplay } from './draw-replay.ts';
import { followLink, guardTerminal, type TerminalQuestion } from './terminal-guard.ts';
import { type TerminalAction, terminalActionOf } from './terminal-keys.ts';
import { useTerminalSettings } from './terminal-settings.ts';
import { searchMarks } from './terminal-theme.ts';

export interface TerminalSession {
  /** Puts the terminal into the page; gives a function that takes it out again, the session going on. */
  attach(parent: HTMLElement): () => void;
  /** Marks all places with the text, and goes to the next or previous one; with an empty text marks nothing. */
  search(text: string, direction: 'next' | 'previous'): void;
  /** Calls the listener when the number of places that a search has found changes, also by new output. */
  onMatches(listener: (matches: SearchMatches) => void): () => void;
  setTheme(theme: ITheme): void;
  focus(): void;
  /** All lines that it holds, as text. */
  readText(): string;
  /** Opens another session below what the last one left. */
  reopen(): void;
  /** Calls the listener when the terminal needs an answer before it pastes or opens something. */
  onQuestion(listener: (question: TerminalQuestion) => void): () => void;
  /** Calls the listener for the keys that are not the program's. */
  onAction(listener: (action: TerminalAction) => void): () => void;
  /** Called for what a person types or pastes here, and not for what the terminal answers by itself. */
  onTyped(listener: (typed: TypedInput) => void): () => void;
  /** Takes what was typed in another terminal. */
  type(typed: TypedInput): void;
  dispose(): void;
}

export interface SearchMatches {
  /**
   * Counts the matches from 1 to the one that is shown; undefined where only the first {@link maxMatches} were counted.
   */
  readonly current: number | undefined;
  readonly count: number;
}

export interface TypedInput {
  readonly kind: 'keys' | 'paste';
  readonly text: string;
}

export interface TerminalSessionOptions {
  readonly hostId: string | undefined;
  readonly container: string;
  readonly choice: ConsoleChoice;
  /** Continues this session of the helper, instead of opening one. */
  readonly session: KeptSession | undefined;
  /** There is none any more: one is opened by `reopen` alone. */
  readonly isGone: boolean;
  readonly onStatus: (status: ConsoleStatus) => void;
  readonly onSession: (session: KeptSession) => void;
}

/** What else follows an address, such as the full stop of its sentence, is none of it. */
const webAddress = /https?:\/\/[^\s"'`<>(){}|\\^]*[^\s"'`<>(){}|\\^.,:;!?~[\]]/;

/** Limits the places that are counted. */
export const maxMatches = 1000;

/** Limits a piece of input in one message. */
const pieceLength = 16_384;

/** Leaves what a program that was cut off had set: the other screen, a hidden cursor, reports of the mouse. */
const leaveModes = '\x1b[!p\x1b[?1049l\x1b[?25h\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?2004l\x1b[0m\r\n';

export function openTerminalSession({
  hostId,
  container,
  choice,
  session,
  isGone,
  onStatus,
  onSession,
}: TerminalSessionOptions): TerminalSession {
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
  const fit = new FitAddon();
  const search = new SearchAddon({ highlightLimit: maxMatches });
  const element = document.createElement('div');
  element.style.height = '100%';
  const abort = new AbortController();
  const questions = new Set<(question: TerminalQuestion) => void>();
  const actions = new Set<(action: TerminalAction) => void>();
  const typists = new Set<(typed: TypedInput) => void>();
  const gate = createDrawGate((data, drawn) => terminal.write(data, drawn));
  let run: ConsoleRun | undefined;
  let isReplaying = false;

  const ask = (question: TerminalQuestion): void => questions.forEach((listener) => listener(question));
  const tell = (typed: TypedInput): void => typists.forEach((listener) => listener(typed));
  const guard = guardTerminal(terminal, element, {
    ask,
    paste(text) {
      terminal.paste(text);
      tell({ kind: 'paste', text });
    },
  });
  for (const addon of [
    fit,
    search,
    new WebLinksAddon((event, address) => followLink(event, { address }, ask), { urlRegex: webAddress }),
  ])
    terminal.loadAddon(addon);

  function send(data: string): void {
    // What was put out before may hold questions to the terminal, which were answered then.
    if (isReplaying) return;
    for (let start = 0; start < data.length; start += pieceLength)
      run?.send({ type: 'data', data: data.slice(start, start + pieceLength) });
  }

  function copySelection(): void {
    if (terminal.hasSelection()) void navigator.clipboard.writeText(terminal.getSelection());
  }

  terminal.onData(send);
  // What the terminal answers to its program, and reports of the mouse, come by neither of these.
  terminal.onKey(({ key }) => tell({ kind: 'keys', text: key }));
  element.addEventListener('compositionend', ({ data }) => tell({ kind: 'keys', text: data }));
  terminal.onResize(({ cols, rows }) => run?.send({ type: 'resize', columns: cols, rows }));
  terminal.attachCustomKeyEventHandler((event) => {
    const action = terminalActionOf(event);
    if (action === undefined) return true;
    event.preventDefault();
    event.stopPropagation();
    if (event.type !== 'keydown') return false;
    if (action.kind === 'copy') copySelection();
    else actions.forEach((listener) => listener(action));
    return false;
  });
  element.addEventListener('mouseup', () => {
    if (useTerminalSettings.getState().doesCopySelection) copySelection();
  });
  const unfollow = useTerminalSettings.subscribe(({ fontSize }) => {
    terminal.options.fontSize = fontSize;
    if (element.isConnected) fit.fit();
  });

  async function draw(item: Item<'console.open'>): Promise<void> {
    if (item.isReplay !== true) return gate.write(item.data);
    isReplaying = true;
    await drawReplay(terminal, item);
    isReplaying = false;
  }

  function start(first: KeptSession | undefined): void {
    run = runConsole({
      hostId,
      container,
      choice,
      session: first,
      isSeen: () => element.isConnected,
      size: () => ({ columns: terminal.cols, rows: terminal.rows }),
      draw,
      onStatus,
      onSession,
      signal: abort.signal,
    });
  }

  // A continued session must not wait until somebody looks: the helper keeps it for a short time.
  if (session !== undefined) start(session);

  return {
    attach(parent) {
      parent.append(element);
      if (terminal.element === undefined) terminal.open(element);
      const refit = (): void => {
        if (parent.clientHeight > 0) fit.fit();
      };
      refit();
      if (run === undefined && !isGone) start(undefined);
      const observer = new ResizeObserver(refit);
      observer.observe(parent);
      return () => {
        observer.disconnect();
        element.remove();
      };
    },
    search(text, direction) {
      const options = { decorations: searchMarks };
      if (text === '') search.clearDecorations();
      else if (direction === 'next') search.findNext(text, options);
      else search.findPrevious(text, options);
    },
    onMatches(listener) {
      const following = search.onDidChangeResults(({ resultIndex, resultCount }) =>
        listener({ current: resultIndex < 0 ? undefined : resultIndex + 1, count: resultCount }),
      );
      return () => following.dispose();
    },
    setTheme(theme) {
      terminal.options.theme = theme;
    },
    focus: () => terminal.focus(),
    readText: () => textOf(terminal),
    reopen() {
      onStatus({ status: 'opening' });
      terminal.write(leaveModes);
      start(undefined);
    },
    onQuestion(listener) {
      questions.add(listener);
      return () => questions.delete(listener);
    },
    onAction(listener) {
      actions.add(listener);
      return () => actions.delete(listener);
    },
    onTyped(listener) {
      typists.add(listener);
      return () => typists.delete(listener);
    },
    type({ kind, text }) {
      if (kind === 'paste') terminal.paste(text);
      else terminal.input(text);
    },
    dispose() {
      abort.abort();
      unfollow();
      guard.dispose();
      terminal.dispose();
      element.remove();
    },
  };
}

/** Lines that the terminal wrapped are one again. */
function textOf(terminal: Terminal): string {
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
