// SPDX-License-Identifier: Apache-2.0
/** Carries what a person does at a terminal: keys, pasted text, the selection, and keys that are not the program's. */

import type { Terminal } from '@xterm/xterm';
import { guardTerminal, type TerminalQuestion } from '../terminal-guard.ts';
import { type TerminalAction, terminalActionOf } from '../terminal-keys.ts';
import { useTerminalSettings } from '../terminal-settings.ts';
import type { Listeners } from './listeners.ts';
import type { TerminalScreen } from './terminal-screen.ts';

export interface TypedInput {
  readonly kind: 'keys' | 'paste';
  readonly text: string;
}

export interface InputListeners {
  /** Hear of what has to be answered before the terminal pastes or opens something. */
  readonly questions: Listeners<TerminalQuestion>;
  /** Hear of the keys that are not the program's. */
  readonly actions: Listeners<TerminalAction>;
  /** Hear of what a person types or pastes here, and not of what the terminal answers by itself. */
  readonly typists: Listeners<TypedInput>;
}

/** Listens to the person at the terminal; gives a function that ends it. */
export function connectInput(
  { terminal, element, fit }: TerminalScreen,
  { questions, actions, typists }: InputListeners,
): () => void {
  const guard = guardTerminal(terminal, element, {
    ask: questions.tell,
    paste(text) {
      terminal.paste(text);
      typists.tell({ kind: 'paste', text });
    },
  });
  // What the terminal answers to its program, and reports of the mouse, come by neither of these.
  terminal.onKey(({ key }) => typists.tell({ kind: 'keys', text: key }));
  element.addEventListener('compositionend', ({ data }) => typists.tell({ kind: 'keys', text: data }));
  terminal.attachCustomKeyEventHandler((event) => {
    const action = terminalActionOf(event);
    if (action === undefined) return true;
    event.preventDefault();
    event.stopPropagation();
    if (event.type !== 'keydown') return false;
    if (action.kind === 'copy') copySelection(terminal);
    else actions.tell(action);
    return false;
  });
  element.addEventListener('mouseup', () => {
    if (useTerminalSettings.getState().doesCopySelection) copySelection(terminal);
  });
  const unfollow = useTerminalSettings.subscribe(({ fontSize }) => {
    terminal.options.fontSize = fontSize;
    if (element.isConnected) fit();
  });
  return () => {
    unfollow();
    guard.dispose();
  };
}

function copySelection(terminal: Terminal): void {
  if (terminal.hasSelection()) void navigator.clipboard.writeText(terminal.getSelection());
}
