// SPDX-License-Identifier: Apache-2.0
/**
 * The main process's end of the bridge, and its only user of raw messages: checks the sender, parses, answers in words.
 */

import { ipcMain, type IpcMainEvent, type IpcMainInvokeEvent, type MessagePortMain, type WebContents } from 'electron';
import { channels, type BridgeAnswer, type BridgeEvent } from './channels.ts';
import { log } from './log.ts';
import { type BridgeRequest, type OpenRequest, openRequestSchema, requestSchema } from './requests.ts';
import { isTrustedSender } from './trusted-sender.ts';

export interface BridgeHandlers {
  /** True for the window's own contents. */
  isOurWindow(contents: WebContents): boolean;
  answer(request: BridgeRequest): Promise<unknown>;
  open(request: OpenRequest, port: MessagePortMain): void;
}

export function serveBridge(handlers: BridgeHandlers): void {
  ipcMain.handle(channels.request, async (event, raw: unknown): Promise<BridgeAnswer> => {
    if (!isTrusted(event, handlers)) return { ok: false, message: 'cannot answer: only the console itself may ask' };
    const request = requestSchema.safeParse(raw);
    if (!request.success)
      return { ok: false, message: 'cannot answer: the call does not match what the console offers' };
    try {
      return { ok: true, value: await handlers.answer(request.data) };
    } catch (error) {
      return { ok: false, message: error instanceof Error ? error.message : String(error) };
    }
  });

  ipcMain.on(channels.open, (event, raw: unknown) => {
    const [port] = event.ports;
    const request = openRequestSchema.safeParse(raw);
    if (port === undefined) return;
    if (isTrusted(event, handlers) && request.success) handlers.open(request.data, port);
    else port.close();
  });
}

export function tellPage(contents: WebContents, event: BridgeEvent): void {
  contents.send(channels.event, event);
}

function isTrusted(event: IpcMainEvent | IpcMainInvokeEvent, handlers: BridgeHandlers): boolean {
  const isTrustedPage = isTrustedSender(event.senderFrame, handlers.isOurWindow(event.sender));
  if (!isTrustedPage)
    log(`rejected a message from ${JSON.stringify(event.senderFrame?.url.slice(0, 200) ?? 'a frame that is gone')}`);
  return isTrustedPage;
}
