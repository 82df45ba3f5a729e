/** What a terminal must not do by itself: write the clipboard, answer questions about itself with text of its own, follow links, paste lines that run at once. */

import type { IDisposable, ILink, Terminal } from '@xterm/xterm';

export type TerminalQuestion =
  | { readonly kind: 'paste'; readonly text: string; readonly accept: () => void }
  | { readonly kind: 'link'; readonly address: string; readonly accept: () => void };

export interface GuardOptions {
  readonly ask: (question: TerminalQuestion) => void;
  readonly paste: (text: string) => void;
}

/** Operating system commands that change something outside the terminal's own screen: 52 is the clipboard; 0 to 2 are titles. */
const refusedCommands = [52, 0, 1, 2] as const;

export function guardTerminal(terminal: Terminal, element: HTMLElement, { ask, paste }: GuardOptions): IDisposable {
  const handlers = refusedCommands.map((command) => terminal.parser.registerOscHandler(command, () => true));
  // DECRQSS and XTGETTCAP answer with text that the container had a part in: refuse to answer.
  handlers.push(terminal.parser.registerDcsHandler({ intermediates: '$', final: 'q' }, () => true));
  handlers.push(terminal.parser.registerDcsHandler({ intermediates: '+', final: 'q' }, () => true));
  terminal.options.linkHandler = {
    allowNonHttpProtocols: false,
    activate(event: MouseEvent, address: string) {
      event.preventDefault();
      if (isHttps(address)) ask({ kind: 'link', address, accept: () => window.open(address, '_blank', 'noopener') });
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

/** Only https, and only an address that a browser reads the same way as it is written. */
export function isHttps(address: string): boolean {
  return /^https:\/\/[^\s]+$/i.test(address) && URL.canParse(address);
}
