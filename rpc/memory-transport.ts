// SPDX-License-Identifier: Apache-2.0
/** Two transports that speak to each other within one process: for tests, and for a fake helper behind real screens. */

import type { Message } from 'vscode-jsonrpc';
import { attachBytes, detachBytes } from './frame-bytes.ts';
import type { Transport } from './transport.ts';

/** Messages are copied as JSON and bytes, so nothing crosses that a socket would not carry. */
export function createMemoryTransports(): readonly [Transport, Transport] {
  const left = createEnd();
  const right = createEnd();
  left.connect(right);
  right.connect(left);
  return [left.transport, right.transport];
}

interface End {
  readonly transport: Transport;
  connect(other: End): void;
  receive(message: Message): void;
  hangUp(): void;
}

function createEnd(): End {
  const waiting: Message[] = [];
  let other: End | undefined;
  let isOpen = true;
  let listener: ((message: Message) => void) | undefined;
  const closeListeners: ((reason: string | undefined) => void)[] = [];

  function hangUp(): void {
    if (!isOpen) return;
    isOpen = false;
    for (const notify of closeListeners) notify(undefined);
  }

  return {
    connect(end) {
      other = end;
    },
    receive(message) {
      if (!isOpen) return;
      if (listener === undefined) waiting.push(message);
      else listener(message);
    },
    hangUp,
    transport: {
      async send(message) {
        const { json, bytes } = detachBytes(message);
        const copy = JSON.parse(JSON.stringify(json)) as Message;
        if (bytes !== undefined) attachBytes(copy, new Uint8Array(bytes));
        queueMicrotask(() => other?.receive(copy));
      },
      onMessage(next) {
        listener = next;
        for (const message of waiting.splice(0)) next(message);
      },
      onClose(next) {
        closeListeners.push(next);
      },
      close() {
        hangUp();
        other?.hangUp();
      },
    },
  };
}
