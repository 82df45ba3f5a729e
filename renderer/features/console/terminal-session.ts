// SPDX-License-Identifier: Apache-2.0
/**
 * Runs one terminal: xterm.js on one side, a session in the container on the other. It trusts nothing that comes out of
 * the container: no clipboard, no window reports, links only after a question.
 */

import type { ITheme } from '@xterm/xterm';
import type { KeptSession } from './console-run.ts';
import { createListeners } from './session/listeners.ts';
import { connectInput, type TypedInput } from './session/terminal-input.ts';
import { createTerminalRun, type TerminalRunOptions } from './session/terminal-run.ts';
import { createScreen, readLines, showScreen } from './session/terminal-screen.ts';
import { followLink, type TerminalQuestion } from './terminal-guard.ts';
import type { TerminalAction } from './terminal-keys.ts';
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

export interface TerminalSessionOptions extends TerminalRunOptions {
  /** Continues this session of the helper, instead of opening one. */
  readonly session: KeptSession | undefined;
  /** There is none any more: one is opened by `reopen` alone. */
  readonly isGone: boolean;
}

/** Leaves what a program that was cut off had set: the other screen, a hidden cursor, reports of the mouse. */
const leaveModes = '\x1b[!p\x1b[?1049l\x1b[?25h\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?2004l\x1b[0m\r\n';

/** Opens a terminal, which the page does not show yet. */
export function openTerminalSession({ session, isGone, ...options }: TerminalSessionOptions): TerminalSession {
  const questions = createListeners<TerminalQuestion>();
  const actions = createListeners<TerminalAction>();
  const typists = createListeners<TypedInput>();
  const screen = createScreen((event, address) => followLink(event, { address }, questions.tell));
  const { terminal, element, search } = screen;
  const disconnectInput = connectInput(screen, { questions, actions, typists });
  const run = createTerminalRun(screen, options);
  // A continued session must not wait until somebody looks: the helper keeps it for a short time.
  if (session !== undefined) run.start(session);

  return {
    attach(parent) {
      const hide = showScreen(screen, parent);
      if (!run.hasStarted() && !isGone) run.start();
      return hide;
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
    readText: () => readLines(terminal),
    reopen() {
      options.onStatus({ status: 'opening' });
      terminal.write(leaveModes);
      run.start();
    },
    onQuestion: (listener) => questions.add(listener),
    onAction: (listener) => actions.add(listener),
    onTyped: (listener) => typists.add(listener),
    type({ kind, text }) {
      if (kind === 'paste') terminal.paste(text);
      else terminal.input(text);
    },
    dispose() {
      run.stop();
      disconnectInput();
      terminal.dispose();
      element.remove();
    },
  };
}
