// SPDX-License-Identifier: Apache-2.0
/** What JSON-RPC needs of whatever carries its messages. */

import type { Message } from 'vscode-jsonrpc';

/** Carries whole messages: a socket with frames, a MessagePort, or two ends in memory. */
export interface Transport {
  /** Sends one message; settles when the carrier has room for the next. */
  send(message: Message): Promise<void>;
  /** Sets the listener for messages. Call it once, before anything arrives; the carrier keeps what comes until then. */
  onMessage(listener: (message: Message) => void): void;
  /**
   * Sets the listener for the end, which is called once, when nothing can arrive any more. `reason` is undefined when
   * the other side simply hung up.
   */
  onClose(listener: (reason: string | undefined) => void): void;
  close(): void;
}
