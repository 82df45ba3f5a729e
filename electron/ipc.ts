// SPDX-License-Identifier: Apache-2.0
/** The main process's end of the bridge, and its only user of raw messages: checks the sender before anything is read. */

import { ipcMain, type IpcMainEvent, type IpcMainInvokeEvent, type MessagePortMain, type WebContents } from 'electron';
import { channels, type BridgeAnswer, type BridgeEvent } from './channels.ts';
import { log } from './log.ts';
import { isTrustedSender } from './trusted-sender.ts';

/** Answers our own page. What it is given is not yet parsed. */
export interface BridgeEnd {
  answer(raw: unknown): Promise<BridgeAnswer>;
  open(raw: unknown, port: MessagePortMain): void;
}

/** True for the window's own contents. */
type IsOurWindow = (contents: WebContents) => boolean;

/** `loadEnd` is called when the page sends its first message, and no message is lost meanwhile. */
export function serveBridge(isOurWindow: IsOurWindow, loadEnd: () => Promise<BridgeEnd>): void {
  let loaded: Promise<BridgeEnd> | undefined;
  const end = (): Promise<BridgeEnd> => (loaded ??= loadEnd().catch(logAndThrow));

  ipcMain.handle(channels.request, async (event, raw: unknown): Promise<BridgeAnswer> => {
    if (!isTrusted(event, isOurWindow)) return { ok: false, message: 'cannot answer: only the console itself may ask' };
    return (await end()).answer(raw);
  });

  ipcMain.on(channels.open, (event, raw: unknown) => {
    const [port] = event.ports;
    if (port === undefined) return;
    if (isTrusted(event, isOurWindow))
      end().then(
        (ready) => ready.open(raw, port),
        () => port.close(),
      );
    else port.close();
  });
}

function logAndThrow(error: unknown): never {
  log(`cannot answer the page: ${String(error)}`);
  throw error;
}

export function tellPage(contents: WebContents, event: BridgeEvent): void {
  contents.send(channels.event, event);
}

function isTrusted(event: IpcMainEvent | IpcMainInvokeEvent, isOurWindow: IsOurWindow): boolean {
  const isTrustedPage = isTrustedSender(event.senderFrame, isOurWindow(event.sender));
  if (!isTrustedPage)
    log(`rejected a message from ${JSON.stringify(event.senderFrame?.url.slice(0, 200) ?? 'a frame that is gone')}`);
  return isTrustedPage;
}
