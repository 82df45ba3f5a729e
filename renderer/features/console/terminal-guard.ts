// SPDX-License-Identifier: Apache-2.0
/**
 * What a terminal must not do by itself: write the clipboard, answer questions about itself with text of its own,
 * follow links, paste lines that run at once.
 */

import type { IDisposable, ILink, Terminal } from '@xterm/xterm';
import { deniedCommands, deniedControls, isHttps } from '../../../contract/denied-sequences.ts';

export type TerminalQuestion =
  | { readonly kind: 'paste'; readonly text: string; readonly accept: () => void }
  | { readonly kind: 'link'; readonly address: string; readonly accept: () => void };

export interface GuardOptions {
  readonly ask: (question: TerminalQuestion) => void;
  readonly paste: (text: string) => void;
}

/** Asks before an address that the container wrote is opened; the main process looks at it once more. */
export function followLink(event: MouseEvent, address: string, ask: GuardOptions['ask']): void {
  event.preventDefault();
  if (!isHttps(address)) return;
  ask({ kind: 'link', address, accept: () => window.open(address, '_blank', 'noopener') });
}

export function guardTerminal(terminal: Terminal, element: HTMLElement, { ask, paste }: GuardOptions): IDisposable {
  const handlers = [...deniedCommands.keys()].map((command) => terminal.parser.registerOscHandler(command, () => true));
  for (const { intermediates, final } of deniedControls)
    handlers.push(terminal.parser.registerDcsHandler({ intermediates, final }, () => true));
  terminal.options.linkHandler = {
    allowNonHttpProtocols: false,
    activate(event: MouseEvent, address: string) {
      followLink(event, address, ask);
    },
  } satisfies { allowNonHttpProtocols: boolean; activate: ILink['activate'] };

  function handlePaste(event: ClipboardEvent): void {
    const text = event.clipboardData?.getData('text/plain') ?? '';
    event.preventDefault();
    event.stopPropagation();
    if (!/[\r\n]/.test(text)) paste(text);
    else ask({ kind: 'paste', text, accept: () => paste(text) });
  }
  element.addEventListener('paste', handlePaste, { capture: true });

  return {
    dispose() {
      for (const handler of handlers) handler.dispose();
      element.removeEventListener('paste', handlePaste, { capture: true });
    },
  };
}
