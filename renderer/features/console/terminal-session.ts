// SPDX-License-Identifier: Apache-2.0
/**
 * One terminal: xterm.js on one side, a channel to a pseudo-terminal in the container on the other.
 * Trusts nothing that comes out of the container: no clipboard, no window reports, links only as https and after a
 * question.
 * Takes the next piece only once xterm has drawn the one before, so a flood stops at the helper and Ctrl-C gets
 * through.
 */

import { FitAddon } from '@xterm/addon-fit';
import { SearchAddon } from '@xterm/addon-search';
import { Terminal, type ITheme } from '@xterm/xterm';
import type { Input } from '../../../contract/operations/index.ts';
import type { RemoteChannel } from '../../../rpc/client.ts';
import { currentClient } from '../../host/connection.ts';
import { guardTerminal, type TerminalQuestion } from './terminal-guard.ts';

export type TerminalStatus =
  | { readonly status: 'opening' }
  | { readonly status: 'open' }
  | { readonly status: 'ended'; readonly exitCode: number }
  | { readonly status: 'failed'; readonly error: unknown };

export interface TerminalSession {
  /** Puts the terminal into the page; gives a function that takes it out again, the session going on. */
  attach(parent: HTMLElement): () => void;
  search(text: string, direction: 'next' | 'previous'): boolean;
  setTheme(theme: ITheme): void;
  focus(): void;
  /** Called when the terminal needs an answer before it pastes or opens something. */
  onQuestion(listener: (question: TerminalQuestion) => void): () => void;
  dispose(): void;
}

type ConsoleInput = Input<'console.open'>;
type ConsoleChannel = RemoteChannel<{ data: string }, { exitCode: number }, ConsoleInput>;

/** Longest piece of input in one message. */
const pieceLength = 16_384;

export function openTerminalSession(container: string, onStatus: (status: TerminalStatus) => void): TerminalSession {
  const terminal = new Terminal({
    fontFamily: "'JetBrains Mono', monospace",
    fontSize: 13,
    lineHeight: 1.2,
    scrollback: 10_000,
    cursorBlink: true,
    windowOptions: {},
  });
  const fit = new FitAddon();
  const search = new SearchAddon();
  terminal.loadAddon(fit);
  terminal.loadAddon(search);
  const element = document.createElement('div');
  element.style.height = '100%';
  const abort = new AbortController();
  const questions = new Set<(question: TerminalQuestion) => void>();
  let channel: ConsoleChannel | undefined;
  let sending = Promise.resolve();
  let isOpened = false;

  function send(input: ConsoleInput): void {
    const open = channel;
    if (open === undefined) return;
    sending = sending.then(() => open.send(input)).catch(() => undefined);
  }

  function type(data: string): void {
    for (let start = 0; start < data.length; start += pieceLength)
      send({ type: 'data', data: data.slice(start, start + pieceLength) });
  }

  const guard = guardTerminal(terminal, element, {
    ask: (question) => questions.forEach((listener) => listener(question)),
    paste: (text) => terminal.paste(text),
  });
  terminal.onData(type);
  terminal.onResize(({ cols, rows }) => send({ type: 'resize', columns: cols, rows }));

  async function run(): Promise<void> {
    try {
      const open: ConsoleChannel = currentClient().channel(
        'console.open',
        { name: container, columns: terminal.cols, rows: terminal.rows },
        { signal: abort.signal },
      );
      channel = open;
      for await (const { data } of open) {
        if (abort.signal.aborted) return;
        onFirst();
        await new Promise<void>((resolve) => terminal.write(data, resolve));
      }
      const { exitCode } = await open.result;
      onStatus({ status: 'ended', exitCode });
    } catch (error) {
      if (!abort.signal.aborted) onStatus({ status: 'failed', error });
    } finally {
      channel = undefined;
    }
  }

  let hasData = false;
  function onFirst(): void {
    if (!hasData) onStatus({ status: 'open' });
    hasData = true;
  }

  return {
    attach(parent) {
      parent.append(element);
      if (!isOpened) terminal.open(element);
      const refit = (): void => {
        if (parent.clientHeight > 0) fit.fit();
      };
      refit();
      if (!isOpened) void run();
      isOpened = true;
      const observer = new ResizeObserver(refit);
      observer.observe(parent);
      return () => {
        observer.disconnect();
        element.remove();
      };
    },
    search: (text, direction) => (direction === 'next' ? search.findNext(text) : search.findPrevious(text)),
    setTheme(theme) {
      terminal.options.theme = theme;
    },
    focus: () => terminal.focus(),
    onQuestion(listener) {
      questions.add(listener);
      return () => questions.delete(listener);
    },
    dispose() {
      abort.abort();
      guard.dispose();
      terminal.dispose();
      element.remove();
    },
  };
}
