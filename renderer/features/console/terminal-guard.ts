// SPDX-License-Identifier: Apache-2.0
/**
 * What a terminal must not do by itself: write the clipboard, answer questions about itself with text of its own,
 * follow links, paste lines that run at once.
 */

import type { IBufferRange, IDisposable, ILinkHandler, Terminal } from '@xterm/xterm';
import { deniedCommands, deniedControls } from '../../../contract/rules/denied-sequences.ts';
import { type LinkAddress, readLinkAddress } from './link-address.ts';

export interface PasteQuestion {
  readonly kind: 'paste';
  readonly text: string;
  readonly accept: () => void;
}

export interface LinkQuestion {
  readonly kind: 'link';
  readonly link: LinkAddress;
  /** The text under which the terminal shows it, where that is not the address. */
  readonly shown: string | undefined;
}

export type TerminalQuestion = PasteQuestion | LinkQuestion;

export interface GuardOptions {
  readonly ask: (question: TerminalQuestion) => void;
  readonly paste: (text: string) => void;
}

/** A press on an address that the container wrote asks; the main process looks at it once more. */
export function followLink(
  event: MouseEvent,
  { address, shown }: { readonly address: string; readonly shown?: string },
  ask: GuardOptions['ask'],
): void {
  event.preventDefault();
  const link = readLinkAddress(address);
  if (link !== undefined) ask({ kind: 'link', link, shown: shown === address ? undefined : shown });
}

export function guardTerminal(terminal: Terminal, element: HTMLElement, { ask, paste }: GuardOptions): IDisposable {
  const handlers = [...deniedCommands.keys()].map((command) => terminal.parser.registerOscHandler(command, () => true));
  for (const { intermediates, final } of deniedControls)
    handlers.push(terminal.parser.registerDcsHandler({ intermediates, final }, () => true));
  terminal.options.linkHandler = {
    allowNonHttpProtocols: false,
    activate(event: MouseEvent, address: string, range: IBufferRange) {
      followLink(event, { address, shown: textIn(terminal, range) }, ask);
    },
  } satisfies ILinkHandler;

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

/** Both ends are counted from 1, and belong to it. */
function textIn(terminal: Terminal, { start, end }: IBufferRange): string {
  let text = '';
  for (let y = start.y; y <= end.y; y += 1) {
    const line = terminal.buffer.active.getLine(y - 1);
    const from = y === start.y ? start.x - 1 : 0;
    text += line?.translateToString(y < end.y, from, y === end.y ? end.x : undefined) ?? '';
  }
  return text;
}
